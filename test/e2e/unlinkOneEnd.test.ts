import { AuthRemover } from '@salesforce/core';
import { expect } from 'chai';
import type { Fault } from '../../simulator/org.ts';
import { snapshotOf } from '../snapshot.ts';
import { exitCodeOf, unlinkReport } from '../../src/unlink/report.ts';
import type { UnlinkOutcome } from '../../src/unlink/unlink.ts';
import { asText } from '../../src/report/report.ts';
import { link, type Pair, thrownBy, withPair } from './pair.ts';
import { unlink } from './unlinking.ts';

const linesOf = (outcome: UnlinkOutcome): string => asText(unlinkReport(outcome, false));
const left = ({ org }: Pair['hub']): string[] =>
  [...org.components.keys()].filter((key) => !key.startsWith('Certificate'));

describe('unlink with one end in reach', () => {
  for (const kind of ['expired', 'refuse', 'unavailable', 'html'] as Fault['kind'][]) {
    it(`cleans the hub where the spoke is out of reach (${kind}), and the spoke later`, () =>
      withPair({}, async (pair) => {
        const before = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
        await link(pair);
        const linked = snapshotOf(pair.spoke.org);
        pair.spoke.fault({ kind });
        const outcome = await unlink(pair, { deleteCertificate: true });
        expect(exitCodeOf(outcome, false)).to.equal(68);
        expect(snapshotOf(pair.hub.org)).to.deep.equal(before[0]);
        expect(snapshotOf(pair.spoke.org)).to.deep.equal(linked);
        const app = `localhost_${new URL(pair.hub.url).port}`;
        expect(linesOf(outcome)).to.match(
          new RegExp(`On spoke\\d+ nothing was taken away: .* app ${app} and permission set ${app}_Access`)
        );
        expect(linesOf(outcome)).to.match(/sf s2s unlink --hub hub\d+ --spoke spoke\d+/);
        expect(outcome.result.links[0].todo[0]).to.include({ id: 'spoke' });
        const error = await thrownBy(unlink(pair));
        expect(error.name).to.match(/^(LoginExpired|Unreachable|UnexpectedAnswer)Error$/);
        pair.spoke.org.faults.length = 0;
        expect(exitCodeOf(await unlink(pair), false)).to.equal(0);
        expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(before);
      }));
  }

  it('cleans the spoke where the hub is out of reach, and the hub later', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.hub.fault({ kind: 'expired' });
      const outcome = await unlink(pair);
      expect(exitCodeOf(outcome, false)).to.equal(68);
      expect(outcome.result.hub).to.include({ orgId: pair.hub.org.id, alias: pair.hub.org.alias });
      expect(left(pair.spoke)).to.deep.equal([]);
      expect(left(pair.hub)).to.have.length(3);
      expect(linesOf(outcome)).to.match(/On hub\d+ nothing was taken away: .* named credential, external/);
      expect((await thrownBy(unlink(pair))).name).to.equal('LoginExpiredError');
      pair.hub.org.faults.length = 0;
      expect(exitCodeOf(await unlink(pair), false)).to.equal(0);
      expect(left(pair.hub)).to.deep.equal([]);
    }));

  it('is an error where neither is', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.hub.fault({ kind: 'refuse' });
      pair.spoke.fault({ kind: 'refuse' });
      expect((await thrownBy(unlink(pair))).name).to.equal('UnreachableError');
    }));

  it('goes by the name of the link, to a spoke that this machine has a login to', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'acme' });
      const outcome = await unlink(pair, { name: 'acme', spoke: undefined });
      expect(exitCodeOf(outcome, false)).to.equal(0);
      expect(left(pair.hub).concat(left(pair.spoke))).to.deep.equal([]);
    }));

  it('goes by the name of the link where the spoke is gone for ever', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'acme' });
      await (await AuthRemover.create()).removeAuth(pair.spoke.username);
      const outcome = await unlink(pair, { name: 'acme', spoke: undefined });
      expect(exitCodeOf(outcome, false)).to.equal(68);
      expect(left(pair.hub)).to.deep.equal([]);
      expect(outcome.result.links[0].spoke.orgId).to.equal(pair.spoke.org.id);
      expect(linesOf(outcome)).to.include(
        `On ${pair.spoke.org.id} nothing was taken away: there is no login to it`
      );
      expect(linesOf(outcome)).to.include('--spoke ALIAS_OF_SPOKE');
      const again = await unlink(pair, { name: 'acme', spoke: undefined });
      expect(exitCodeOf(again, false)).to.equal(0);
      expect(linesOf(again)).to.match(/Nothing to do: hub\d+ holds no link acme/);
    }));

  it('is an error, and not an end out of reach, where the user may not look', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { org } = pair.spoke;
      for (const row of org.tables.get('PermissionSet')!.values())
        if (row.PermissionsModifyAllData === true)
          Object.assign(row, { PermissionsModifyMetadata: false, PermissionsModifyAllData: false });
      const before = snapshotOf(pair.hub.org);
      const error = await thrownBy(unlink(pair));
      expect(error.name).to.match(/^(Forbidden|MissingRights)Error$/);
      expect(snapshotOf(pair.hub.org)).to.deep.equal(before);
    }));
});

describe('unlink that an org refuses half-way', () => {
  it('says so, with exit code 68, and goes on the next time', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.spoke.fault({ kind: 'expired', operation: /deleteMetadata/ });
      const error = await thrownBy(unlink(pair));
      expect(error).to.include({ name: 'LoginExpiredError', exitCode: 68 });
      pair.spoke.org.faults.length = 0;
      await unlink(pair);
      expect(left(pair.hub).concat(left(pair.spoke))).to.deep.equal([]);
    }));

  it('at the first thing that it does ends with 1: nothing was changed', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.hub.fault({ kind: 'expired', path: /composite\/sobjects/ });
      expect(await thrownBy(unlink(pair))).to.include({ name: 'LoginExpiredError', exitCode: 1 });
      expect(left(pair.hub)).to.have.length(3);
    }));
});
