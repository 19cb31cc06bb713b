import { expect } from 'chai';
import { exitCodeOf, listDocument, listReport } from '../../src/list/report.ts';
import { listed, resultOf } from './result.ts';

const outcomeOf = (...links: Parameters<typeof resultOf>): Parameters<typeof listReport>[0] => ({
  result: resultOf(...links),
  remedies: [],
  ending: [],
});

describe('list/report', () => {
  it('has a row a link, with a dash for what is not known', () => {
    const bare = listed('bare', {
      spoke: { orgId: null, username: null, alias: null, url: null },
      appKind: null,
      serviceUser: null,
      certificate: null,
      created: null,
      state: null,
    });
    const ended = listed('ended', {
      spoke: { orgId: null, username: 'admin@spoke.example', alias: null, url: 'https://acme.example:8443' },
      appKind: 'connected-app',
      certificate: { name: 'Old', expires: '2026-11-20T00:00:00.000Z', daysLeft: -4 },
      state: 'expired',
    });
    const [{ rows }] = listReport(outcomeOf(listed('acme'), bare, ended), 'myhub');
    expect(rows?.map((row) => Object.values(row))).to.deep.equal([
      [
        'acme',
        'myspoke\nacme\n00D000000000003AAA',
        'service@spoke.example',
        'external client app',
        'S2S_20261124\n730 days left',
        'Ann\n2026-11-24',
        'linked',
      ],
      ['bare', '-', '-', '-', '-', '-', '-'],
      [
        'ended',
        'acme.example:8443',
        'service@spoke.example',
        'connected app',
        'Old\nended 4 days ago',
        'Ann\n2026-11-24',
        'expired',
      ],
    ]);
  });

  it('does not let a name of an org write on the terminal', () => {
    const created = { by: 'Ann\u001b[2J', date: '2026-11-24T12:00:00.000Z' };
    const outcome = outcomeOf(listed('acme', { created }));
    const sections = listReport(outcome, 'myhub');
    for (const format of ['human', 'csv', 'mermaid', 'json'] as const)
      expect(listDocument(format, outcome, sections), format).to.not.include('\u001b');
  });

  it('says what to do under the rows, and how it ends', () => {
    const outcome = { ...outcomeOf(listed('acme')), remedies: ['acme: mend it'] };
    const [{ lines }] = listReport(outcome, 'myhub');
    expect(lines).to.deep.equal(['What to do:', '  acme: mend it']);
    expect(exitCodeOf(outcome)).to.equal(0);
    expect(exitCodeOf({ ...outcome, ending: ['one'] })).to.equal(1);
  });
});
