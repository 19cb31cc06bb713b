import { AuthRemover } from '@salesforce/core';
import { expect } from 'chai';
import { saveLogins } from '../../simulator/logins.ts';
import type { LinksResult } from '../../src/result.ts';
import { exitCodeOf } from '../../src/rotate/report.ts';
import { run } from './command.ts';
import { startQuickPair } from './interrupted.ts';
import { link, type Pair, thrownBy, unwell, verify } from './pair.ts';
import {
  addCertificate,
  alsoLinked,
  appsOn,
  appOfHub,
  backdate,
  credentialOf,
  failing,
  nameOfLink,
  rotate,
  signsWith,
  withoutRights,
} from './rotation.ts';

/** A hub with two links, to spokes of their own. */
const withTwo = async (work: (pairs: [Pair, Pair]) => Promise<void>): Promise<void> => {
  const one = await startQuickPair();
  await link(one);
  const two = await alsoLinked(one);
  try {
    await work([one, two]);
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
};
const certificatesOf = ({ hub }: Pair): string[] => [...hub.org.certificates.keys()];

describe('rotate of several links', () => {
  const outages: Record<string, (pair: Pair) => Promise<() => unknown>> = {
    'does not answer': ({ spoke }) => {
      spoke.fault({ kind: 'refuse' });
      return Promise.resolve(() => (spoke.org.faults.length = 0));
    },
    'has ended the login': ({ spoke }) => {
      spoke.fault({ kind: 'expired' });
      return Promise.resolve(() => (spoke.org.faults.length = 0));
    },
    'has no login here': async ({ spoke }) => {
      await (await AuthRemover.create()).removeAuth(spoke.username);
      return () => saveLogins([spoke]);
    },
  };
  for (const [what, away] of Object.entries(outages)) {
    it(`leaves the link whose spoke ${what} as it is, and the next run moves it to the same certificate`, () =>
      withTwo(async ([one, two]) => {
        const before = JSON.stringify(credentialOf(two, nameOfLink(two)).body);
        const back = await away(two);
        const { stdout, exitCode } = await run('rotate', '--hub', one.hub.org.alias, '--json');
        expect(exitCode).to.equal(68);
        const { links } = (JSON.parse(stdout) as { result: LinksResult }).result;
        const [moved, left] = [one, two].map((pair) => links.find(({ name }) => name === nameOfLink(pair))!);
        expect(moved).to.include({ changed: true, state: 'retiring', problem: null });
        expect(left).to.deep.include({ changed: false, state: 'linked', steps: [] });
        expect(left.problem?.name).to.match(/^(Unreachable|LoginExpired|SpokeNotHere)Error$/);
        expect(left.problem?.actions.join('\n')).not.to.include('oauth2/token');
        expect(JSON.stringify(credentialOf(two, nameOfLink(two)).body)).to.equal(before);
        await back();
        expect(await failing(two)).to.deep.equal([]);
        const again = await rotate(one, { spokes: [] });
        expect(exitCodeOf(again)).to.equal(0);
        expect(certificatesOf(one)).to.have.lengthOf(2);
        expect([one, two].map((pair) => signsWith(pair, nameOfLink(pair)))).to.deep.equal([
          certificatesOf(one)[1],
          certificatesOf(one)[1],
        ]);
        expect((await rotate(one, { spokes: [] })).result.links.map(({ changed }) => changed)).to.deep.equal([
          false,
          false,
        ]);
      }));
  }

  it('leaves the link alone whose spoke lacks a right, and rotates the others', () =>
    withTwo(async ([one, two]) => {
      withoutRights(two.spoke, 'ExternalClientAppDeveloper');
      const outcome = await rotate(one, { spokes: [] });
      expect(exitCodeOf(outcome)).to.equal(68);
      expect(outcome.problems.map(({ name }) => name)).to.deep.equal(['MissingRightsError']);
      expect(appsOn(two.spoke)).to.deep.equal([appOfHub(two)]);
      expect(appsOn(one.spoke)).to.have.lengthOf(2);
    }));

  it('is an error of the one link that was named, with nothing changed', () =>
    withTwo(async ([one]) => {
      withoutRights(one.spoke, 'ExternalClientAppDeveloper');
      expect(await thrownBy(rotate(one))).to.include({ name: 'MissingRightsError' });
      expect(certificatesOf(one)).to.have.lengthOf(1);
    }));

  it('makes no certificate where no link can be looked at', () =>
    withTwo(async ([one, two]) => {
      for (const { spoke } of [one, two]) spoke.fault({ kind: 'refuse' });
      const outcome = await rotate(one, { spokes: [] });
      expect(exitCodeOf(outcome)).to.equal(1);
      expect(outcome).to.deep.include({ certificate: undefined });
      expect(certificatesOf(one)).to.have.lengthOf(1);
    }));

  it('rotates those that were named alone', () =>
    withTwo(async ([one, two]) => {
      const [old] = certificatesOf(one);
      await rotate(one);
      expect(signsWith(one)).not.to.equal(old);
      expect(signsWith(two)).to.equal(old);
    }));

  it("leaves out links that sign with somebody else's certificate, unless they are named", () =>
    withTwo(async ([one, two]) => {
      await addCertificate(one, 'Company');
      await link(two, { certificate: 'Company' });
      const all = await run('rotate', '--hub', one.hub.org.alias, '--retire-now');
      expect(all.exitCode).to.equal(0);
      expect(all.stdout).to.include(
        `Left out, because they sign with certificates that this plugin did not make: ${nameOfLink(two)} (Company).`
      );
      expect(signsWith(two)).to.equal('Company');
      await rotate(two);
      expect(signsWith(two)).to.match(/^S2S_/);
    }));

  it('ends for each link what is due, and only that', () =>
    withTwo(async ([one, two]) => {
      await rotate(one, { spokes: [] });
      backdate(one, nameOfLink(two));
      const { result } = await rotate(one, { spokes: [] });
      const states = Object.fromEntries(result.links.map(({ name, state }) => [name, state]));
      expect(states).to.deep.equal({ [nameOfLink(one)]: 'retiring', [nameOfLink(two)]: 'linked' });
      expect(appsOn(one.spoke)).to.have.lengthOf(2);
      expect(appsOn(two.spoke)).to.deep.equal([`${appOfHub(one)}_2`]);
      expect(unwell(Object.values(await verify(two)))).to.deep.equal([]);
    }));
});
