import { expect } from 'chai';
import { exitCodeOf } from '../../src/link/report.ts';
import { exitCodeOf as exitCodeOfUnlink } from '../../src/unlink/report.ts';
import type { UnlinkOutcome } from '../../src/unlink/unlink.ts';
import { unlinkOrgs } from '../../src/unlink/unlink.ts';
import { accept, handOver, linkBy, refusedBy, replyOf, requestOf } from './handing.ts';
import { changingKeys, withQuickPair } from './interrupted.ts';
import { type Pair, quickClock, sharedClock } from './pair.ts';
import { refresh } from './refreshed.ts';
import { appsOn, nameOfLink, namesOf } from './rotation.ts';
import { unlink } from './unlinking.ts';
import { username, userOf } from './serviceUsers.ts';

/** The spoke's half of unlink, by an admin who knows the hub's id alone. */
const unlinkAtSpoke = ({ hub, spoke, ends }: Pair): Promise<UnlinkOutcome> =>
  unlinkOrgs(
    { hubId: hub.org.id, spoke: ends.spoke },
    { hub: hub.org.id, isHubFar: true, spoke: spoke.org.alias, force: false, deleteCertificate: false },
    { dryRun: false, progress: () => undefined },
    quickClock()
  );

/** The hub's half, by an admin who knows the link's name alone. */
const unlinkAtHub = (pair: Pair): Promise<UnlinkOutcome> =>
  unlink(pair, { spoke: undefined, name: nameOfLink(pair) });

describe('files that are used again', () => {
  it('a reply, after the spoke has taken its half away: it waits as for a new app, then leaves the hub as it is', () => {
    const { clock, now } = sharedClock();
    const settings = { settings: { now } };
    return withQuickPair(
      async (pair) => {
        const request = await requestOf(pair, {}, clock);
        const reply = await replyOf(pair, request, {}, clock);
        await unlinkAtSpoke(pair);
        const begun = clock.now();
        let tries = 0;
        const error = await refusedBy(pair, () =>
          linkBy(
            pair,
            reply,
            {},
            {
              progress: ({ waiting }) => {
                if (waiting) tries += 1;
              },
            },
            clock
          )
        );
        expect(error).to.include({ name: 'ReplyNotProvenYetError', exitCode: 69 });
        expect(error.message).to.include(`Nothing was changed on ${pair.hub.org.alias}`);
        expect(error.actions?.join('\n'))
          .to.include('sf s2s accept')
          .and.include('--reply-file reply.s2s.json');
        expect(tries).to.be.above(2);
        expect(clock.now() - begun).to.be.within(60_000, 600_000);
        expect(namesOf(pair.hub, 'NamedCredential')).to.deep.equal([]);
      },
      { hub: settings, spoke: settings }
    );
  });

  it('a reply to a new app that the spoke does not know everywhere yet: it waits, and links', () => {
    const { clock, now } = sharedClock();
    return withQuickPair(
      async (pair) => {
        const outcome = (await handOver(pair, {}, clock)).outcome;
        expect([exitCodeOf(outcome), outcome.result.links[0].changed]).to.deep.equal([0, true]);
      },
      { hub: { settings: { now } }, spoke: { settings: { now, propagation: 120_000 } } }
    );
  });

  it('all of them, after both have taken their halves away: the request is good still, the reply is not', () =>
    withQuickPair(async (pair) => {
      const { request, reply } = await handOver(pair, { accepting: { createServiceUser: username } });
      expect(exitCodeOfUnlink(await unlinkAtSpoke(pair), false)).to.equal(0);
      expect(exitCodeOfUnlink(await unlinkAtHub(pair), false)).to.equal(0);
      expect(namesOf(pair.hub, 'ExternalCredential')).to.deep.equal([]);
      expect(appsOn(pair.spoke)).to.deep.equal([]);
      expect(userOf(pair)?.IsActive).to.equal(false);

      const anew = await replyOf(pair, request, { createServiceUser: username });
      expect(anew.app.consumerKey).not.to.equal(reply.app.consumerKey);
      expect(userOf(pair)?.IsActive).to.equal(true);
      const error = await refusedBy(pair, () => linkBy(pair, reply, {}, { wait: 0 }));
      expect(error).to.include({ name: 'ReplyNotProvenYetError', exitCode: 69 });
      expect(exitCodeOf(await linkBy(pair, anew))).to.equal(0);
    }));

  it('a reply over a link that works: the callouts go on', () =>
    withQuickPair(async (pair) => {
      const { request, reply } = await handOver(pair);
      await unlinkAtSpoke(pair);
      const anew = await replyOf(pair, request);
      expect(exitCodeOf(await linkBy(pair, anew))).to.equal(0);
      const error = await refusedBy(pair, () => linkBy(pair, reply, {}, { wait: 0 }));
      expect(error.exitCode).to.equal(69);
      const outcome = await linkBy(pair, anew);
      expect([exitCodeOf(outcome), outcome.result.links[0].changed]).to.deep.equal([0, false]);
    }));

  it('a request whose certificate has ended', () => {
    const { clock, now } = sharedClock();
    return withQuickPair(
      async (pair) => {
        const request = await requestOf(pair, {}, clock);
        const reply = await replyOf(pair, request, {}, clock);
        await clock.sleep(800 * 86_400_000);
        const error = await refusedBy(pair, () => linkBy(pair, reply, {}, {}, clock));
        expect(error.name).to.equal('ExpiredCertificateError');
        const next = await requestOf(pair, {}, clock);
        expect(next.certificate.name).not.to.equal(request.certificate.name);
        const outcome = await linkBy(pair, await replyOf(pair, next, {}, clock), {}, {}, clock);
        expect(exitCodeOf(outcome)).to.equal(0);
      },
      { hub: { settings: { now, keyPair: changingKeys() } }, spoke: { settings: { now } } }
    );
  });

  it('both, between the sandboxes that a refresh makes of the two orgs', () =>
    withQuickPair(async (pair) => {
      const { request, reply } = await handOver(pair);
      const sandbox = await refresh(pair, {});
      try {
        const asked = await refusedBy(sandbox, () => accept(sandbox, request));
        expect(asked.name).to.equal('RequestToOtherError');
        const replied = await refusedBy(sandbox, () => linkBy(sandbox, reply));
        expect(replied.name).to.equal('ReplyToOtherError');
      } finally {
        await sandbox.close();
      }
    }));
});
