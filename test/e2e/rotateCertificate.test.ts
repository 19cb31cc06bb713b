import { expect } from 'chai';
import { exitCodeOf } from '../../src/rotate/report.ts';
import { withQuickPair } from './interrupted.ts';
import { list, only } from './listed.ts';
import { link, sharedClock, thrownBy } from './pair.ts';
import {
  addCertificate,
  appOfHub,
  appsOn,
  backdate,
  credentialOf,
  failing,
  rotate,
  signsWith,
} from './rotation.ts';

const day = 24 * 60 * 60 * 1000;

describe('rotate where the old certificate is of no use any more', () => {
  it('moves a link whose certificate has ended, and deletes that on request', () => {
    const { clock, now } = sharedClock();
    return withQuickPair(
      async (pair) => {
        await link(pair, {}, {}, clock);
        const old = signsWith(pair);
        await clock.sleep(731 * day);
        const outcome = await rotate(pair, { retireNow: true, deleteCertificate: true }, {}, clock);
        expect(outcome.problems).to.deep.equal([]);
        expect(exitCodeOf(outcome)).to.equal(0);
        expect(outcome.deleted).to.deep.equal([old]);
        expect(outcome.result.links[0]).to.include({ state: 'linked', changed: true });
        expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
      },
      { hub: { settings: { now } }, spoke: { settings: { now } } }
    );
  });

  it('moves a link that signs with what a sandbox refresh copied from production', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      const old = String(signsWith(pair));
      await withQuickPair(async (production) => {
        await link(production);
        // The same name, and another org's id in the subject.
        const [copied] = production.hub.org.certificates.values();
        pair.hub.org.certificates.set(old, copied);
        const key = `Certificate:${old}`;
        pair.hub.org.components.set(key, [...production.hub.org.components.values()][0]);
        pair.hub.org.components.get(key)!.fullName = old;
      });
      expect(await only(pair)).to.include({ state: 'expired' });
      const { result } = await rotate(pair, { retireNow: true, deleteCertificate: true });
      expect(result.links[0]).to.include({ state: 'linked', changed: true });
      expect(await failing(pair)).to.deep.equal([]);
      expect([...pair.hub.org.certificates.keys()]).to.deep.equal([old, signsWith(pair)]);
    }));

  it('finishes a rotation to a certificate of any name without being told that name', () =>
    withQuickPair(async (pair) => {
      for (const name of ['Acme_2027', 'Acme_2028']) await addCertificate(pair, name);
      await link(pair, { certificate: 'Acme_2027' });
      const all = { spokes: [] };
      expect((await rotate(pair, all)).leftOut).to.have.lengthOf(1);
      const moved = await rotate(pair, { ...all, certificate: 'Acme_2028' });
      expect(moved.former).to.deep.equal(['Acme_2027']);
      const [remedy] = (await list(pair)).remedies;
      expect(remedy).to.match(/: sf s2s rotate --hub hub\d+$/);
      backdate(pair);
      const before = [...pair.hub.org.certificates.keys()];
      const ended = await rotate(pair, all);
      expect([ended.problems, ended.leftOut, exitCodeOf(ended)]).to.deep.equal([[], [], 0]);
      expect(ended.result.links[0]).to.include({ state: 'linked', changed: true });
      expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
      expect([signsWith(pair), [...pair.hub.org.certificates.keys()]]).to.deep.equal(['Acme_2028', before]);
      expect((await rotate(pair, all)).leftOut).to.have.lengthOf(1);
    }));

  it('is what link names for a link that works: link itself has a moment of refusals', () =>
    withQuickPair(async (pair) => {
      await addCertificate(pair, 'Company');
      const asked = { certificate: 'Company' };
      const isTold = ({ warnings }: Awaited<ReturnType<typeof link>>): boolean =>
        warnings.some((text) => /sf s2s rotate --hub \S+ --spoke \S+ --certificate Company$/.test(text));
      expect(isTold(await link(pair, asked, { dryRun: true }))).to.equal(false);
      await link(pair);
      expect(isTold(await link(pair, asked, { dryRun: true }))).to.equal(true);
      expect(isTold(await link(pair, asked))).to.equal(true);
      expect(isTold(await link(pair, asked))).to.equal(false);
    }));

  it('says where a copy leads that is not a link of this hub yet', () =>
    withQuickPair(async (pair) => {
      await link(pair);
      const { body } = credentialOf(pair);
      body.description = String(body.description).replace(/00D\w{15}/, '00D000000000009AAA');
      const error = await thrownBy(rotate(pair));
      expect(error).to.include({ name: 'RotateNotOursError' });
    }));
});
