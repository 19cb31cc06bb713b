import { SfError } from '@salesforce/core';
import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { describeLink } from '../../src/describe.ts';
import { asText } from '../../src/report/report.ts';
import type { LinkResult } from '../../src/result.ts';
import { exitCodeOf, rotateReport } from '../../src/rotate/report.ts';
import type { RotateOutcome } from '../../src/rotate/rotate.ts';
import type { RotateRequest } from '../../src/rotate/request.ts';
import { now } from '../states.ts';

const end = { orgId: null, username: null, alias: 'myspoke', url: null };
const link = (more: Partial<LinkResult> = {}): LinkResult => ({
  ...describeLink({ name: 'acme', spoke: end }, now),
  ...more,
});
const certificate = { name: 'S2S_2', expires: null, daysLeft: null };
const moved = link({ changed: true, certificate, state: 'retiring' });
const made: LinkResult['steps'] = [
  { org: 'hub', type: 'Certificate', name: 'S2S_2', action: 'create', changes: [], reason: null },
];
const problem = { name: 'XError', message: 'Away.', actions: ['Look: sf org list'] };
const failed: LinkResult['checks'] = [
  { id: 'token', status: 'failed', findings: [], message: 'No.', actions: [] },
];
const error = (exitCode: number): SfError => new SfError('Away.', 'XError', [], exitCode);

const outcome = (links: LinkResult[], more: Partial<RotateOutcome> = {}): RotateOutcome => ({
  result: { hub: end, links },
  certificate: 'S2S_2',
  problems: [],
  pending: [],
  former: ['S2S_1'],
  deleted: [],
  leftOut: [],
  ...more,
});
const request: RotateRequest = {
  hub: { conn: undefined as unknown as Connection, name: 'myhub' },
  spokes: [],
  retireNow: false,
  deleteCertificate: false,
};
const told = (one: RotateOutcome, more: Partial<RotateRequest> = {}, isPlan = false): string[] =>
  asText(rotateReport(one, { ...request, ...more }, isPlan))
    .trimEnd()
    .split('\n');

describe('rotate/report', () => {
  it('ends with 0, 1, 68 or 69', () => {
    expect(exitCodeOf(outcome([moved]))).to.equal(0);
    expect(exitCodeOf(outcome([]))).to.equal(0);
    const broken = link({ checks: failed });
    expect(exitCodeOf(outcome([moved, broken]))).to.equal(1);
    expect(exitCodeOf(outcome([moved, broken], { pending: ['acme'] }))).to.equal(69);
    expect(
      exitCodeOf(outcome([broken, link({ name: 'other', checks: failed })], { pending: ['acme'] }))
    ).to.equal(1);
    expect(exitCodeOf(outcome([moved, link({ problem })], { problems: [error(69)] }))).to.equal(68);
    expect(exitCodeOf(outcome([link({ problem })], { problems: [error(69)] }))).to.equal(69);
    expect(exitCodeOf(outcome([link({ problem })], { problems: [error(1)] }))).to.equal(1);
  });

  it('says how many links moved, what stays and how to go on', () => {
    const lines = told(outcome([moved, link({ name: 'other', problem })]));
    expect(lines.slice(0, 2)).to.deep.equal([
      'other -> myspoke: left as it is. Away.',
      '  - Look: sf org list',
    ]);
    expect(lines.slice(3, 6)).to.deep.equal([
      'Links that sign with S2S_2 now: 1 of 2.',
      'Old apps stay until their sessions are over. To delete them then: sf s2s rotate --hub myhub',
      'Links that are still to do, see above: 1 of 2. To go on: sf s2s rotate --hub myhub',
    ]);
    expect(lines[6]).to.match(
      /^The old certificate stays on myhub\. .*: sf s2s rotate --hub myhub --delete-certificate$/
    );
  });

  it('tells a link that was begun from one that was left as it is', () => {
    expect(told(outcome([link({ problem, changed: true })]))[0]).to.equal(
      'acme -> myspoke: not finished. Away.'
    );
  });

  it('tells of the one certificate once', () => {
    const lines = told(outcome([link({ problem }), { ...moved, steps: made }, { ...moved, steps: made }]));
    expect(lines.filter((line) => line.includes('Certificate'))).to.deep.equal([
      'hub  Certificate  S2S_2  created',
    ]);
  });

  it('says what was deleted, or that nothing was', () => {
    const ended = link({ changed: true, state: 'linked' });
    const none = { certificate: undefined, former: [] };
    expect(
      told(outcome([ended], { ...none, deleted: ['S2S_1'] }), { deleteCertificate: true })
    ).to.deep.equal([
      'Finished what an earlier run had begun, for links: 1 of 1.',
      'Deleted on myhub, because no external credential signs with them any more: S2S_1.',
    ]);
    expect(told(outcome([ended], none), { deleteCertificate: true })[1]).to.match(
      /^No certificate was deleted/
    );
    expect(told(outcome([ended], none))).to.have.lengthOf(1);
  });

  it('says who deletes a certificate of somebody else’s: nothing that this command could be told', () => {
    const others = { former: ['Company'] };
    for (const deleteCertificate of [false, true]) {
      const lines = told(outcome([moved], others), { deleteCertificate });
      expect(lines.at(-1)).to.match(/^Company stays on myhub: .* Management > Company > Delete\.$/);
      expect(lines.some((line) => line.startsWith('No certificate was deleted'))).to.equal(false);
    }
    const both = told(outcome([moved], { former: ['S2S_1', 'Company'], deleted: ['S2S_1'] }), {
      deleteCertificate: true,
    });
    expect(both.slice(-2).map((line) => line.split(' ')[0])).to.deep.equal(['Deleted', 'Company']);
    const stays = told(outcome([moved], { former: ['S2S_1', 'Company'] }));
    expect(stays.slice(-2).map((line) => line.split(' ')[0])).to.deep.equal(['The', 'Company']);
  });

  it('says that there is nothing to do, what was left out, and that a plan changes nothing', () => {
    const leftOut = [{ name: 'own', certificate: 'Company' }];
    expect(told(outcome([], { certificate: undefined, former: [], leftOut }))).to.deep.equal([
      'Nothing to do: it is less than ten minutes since the last rotation.',
      'Left out, because they sign with certificates that this plugin did not make: own (Company). To rotate one, name its spoke: sf s2s rotate --hub myhub --spoke ALIAS_OF_SPOKE',
    ]);
    expect(told(outcome([link()], { former: [] }), { certificate: 'Company' })).to.deep.equal([
      'Nothing to do.',
    ]);
    expect(told(outcome([link()], { former: [] }), {}, true)).to.deep.equal([
      'Dry run: nothing was changed.',
    ]);
  });
});
