import { expect } from 'chai';
import { forged, handOver, linkBy, refusedBy, replyOf, requestOf, withTwoHubs } from './handing.ts';
import { changingKeys, withQuickPair } from './interrupted.ts';
import { startWithLogin } from './pair.ts';
import { failing, withoutRights } from './rotation.ts';

describe('a reply that is not taken', () => {
  const changing = { hub: { settings: { keyPair: changingKeys() } } };

  it('is one to another hub', () =>
    withTwoHubs(async (first, second) => {
      const reply = await replyOf(first, await requestOf(first));
      const error = await refusedBy(second, () => linkBy(second, reply));
      expect(error.name).to.equal('ReplyToOtherError');
      expect(error.message).to.include(first.hub.url);
    }));

  it('is one of another org than was asked, or of the hub itself', () =>
    withQuickPair(async (pair) => {
      const reply = await replyOf(pair, await requestOf(pair));
      const other = { ...reply, spoke: { ...reply.spoke, url: 'https://evil.my.salesforce.com' } };
      expect((await refusedBy(pair, () => linkBy(pair, other))).name).to.equal('ReplyFromOtherError');
      const own = { ...reply, spoke: { ...reply.spoke, orgId: pair.hub.org.id } };
      expect((await refusedBy(pair, () => linkBy(pair, own))).name).to.equal('ReplyFromOtherError');
      // An org with the address that was asked, and yet another one.
      const id = { ...reply, spoke: { ...reply.spoke, orgId: '00D000000000009AAA' } };
      expect((await refusedBy(pair, () => linkBy(pair, id))).name).to.equal('ReplyNotProvenError');
    }));

  it('names an app, a user or an audience that the spoke does not have', () =>
    withQuickPair(async (pair) => {
      const reply = await replyOf(pair, await requestOf(pair));
      for (const change of [
        { app: { ...reply.app, consumerKey: '3MVG9.other' } },
        { serviceUser: 'nobody@spoke.example' },
        { audience: 'https://other.example' },
      ]) {
        const error = await refusedBy(pair, () => linkBy(pair, { ...reply, ...change }, {}, { wait: 0 }));
        expect(error.name).to.match(/^ReplyNotProven(Yet)?Error$/);
      }
    }));

  it('would lead a link elsewhere, and it can not be proved that this is the same org', () =>
    withQuickPair(async (pair) => {
      const { request, reply } = await handOver(pair);
      const elsewhere = await startWithLogin({ kind: 'sandbox', alias: 'elsewhere' });
      try {
        const moved = {
          ...reply,
          request: forged(request, { spokeUrl: elsewhere.url }),
          spoke: { ...reply.spoke, url: elsewhere.url },
        };
        const other = await refusedBy(pair, () => linkBy(pair, moved, {}, { wait: 0 }));
        expect(other.name).to.match(/^ReplyNotProven(Yet)?Error$/);
        elsewhere.fault({ kind: 'refuse', path: /oauth2\/token/, times: 1000 });
        const unproved = await refusedBy(pair, () => linkBy(pair, moved));
        expect(unproved).to.include({ name: 'ReplyMovedError', exitCode: 1 });
        expect(unproved.message).to.include(pair.spoke.url).and.include(elsewhere.url);
        expect(await failing(pair)).to.deep.equal([]);
      } finally {
        await elsewhere.close();
      }
    }));

  it('was made for a certificate that the hub has replaced, or has no more', () =>
    withQuickPair(async (pair) => {
      const request = await requestOf(pair);
      const reply = await replyOf(pair, request);
      const { certificates, components } = pair.hub.org;
      const former = certificates.get(request.certificate.name)!;
      const component = components.get(`Certificate:${request.certificate.name}`)!;
      certificates.delete(request.certificate.name);
      components.delete(`Certificate:${request.certificate.name}`);
      const gone = await refusedBy(pair, () => linkBy(pair, reply));
      expect(gone.name).to.equal('NoCertificateError');
      const anew = await requestOf(pair);
      expect(anew.certificate.name).to.equal(request.certificate.name);
      expect(anew.certificate.fingerprint).not.to.equal(request.certificate.fingerprint);
      const replaced = await refusedBy(pair, () => linkBy(pair, reply));
      expect(replaced.name).to.equal('ReplyOtherCertificateError');
      expect(replaced.actions?.[0]).to.include(
        `sf s2s request --hub ${pair.hub.org.alias} --spoke-url ${pair.spoke.url}`
      );
      certificates.set(former.name, former);
      components.set(`Certificate:${former.name}`, component);
    }, changing));

  it('comes to somebody who may not make credentials', () =>
    withQuickPair(async (pair) => {
      const reply = await replyOf(pair, await requestOf(pair));
      withoutRights(pair.hub, 'CustomizeApplication');
      expect((await refusedBy(pair, () => linkBy(pair, reply))).name).to.equal('MissingRightsError');
    }));

  it('would lead a link elsewhere that somebody made by hand', () =>
    withQuickPair(async (pair) => {
      const { reply } = await handOver(pair);
      for (const { type, body } of pair.hub.org.components.values())
        if (/Credential$/.test(type)) body.description = 'By hand';
      const error = await refusedBy(pair, () => linkBy(pair, reply));
      expect(error.name).to.equal('ConflictForeignError');
      expect(error.actions?.[0]).to.match(/--name \w+_2$/);
    }));
});
