import { expect } from 'chai';
import { withTables, type Results } from '../../bench/docs.ts';
import { asMarkdown, asText, caseTable, ratioTable } from '../../bench/tables.ts';
import { caseOf } from './samples.ts';

const link = caseOf(
  'link',
  {
    total: 7000,
    startUp: 900,
    own: 3000,
    cpu: 1100,
    memory: 170.4,
    requests: 56,
    depth: 33,
    deploys: 2,
    hubDeploys: 1,
  },
  {
    total: 9000,
    startUp: 900,
    own: 3000,
    cpu: 1100,
    memory: 170.4,
    requests: 56,
    depth: 33,
    deploys: 2,
    hubDeploys: 1,
  }
);
const none = { ...caseOf('apply'), skipped: 'there is no s2s apply' };
const judged = [
  { id: 'a', says: 'one', limit: 1.15, value: 1.1449, met: true },
  { id: 'b', says: 'two', limit: 4, value: 5, met: false },
  { id: 'c', says: 'three', limit: 1 },
  { id: 'd', says: 'four', limit: 1, value: 1.25, best: 1.2, met: true },
  { id: 'e', says: 'five', limit: 1, value: 2, best: 1.2, met: false },
];

describe('tables of the bench', () => {
  it('have medians, how far they spread, and why something was not measured', () => {
    const [, measured, skipped] = caseTable([link, none]);
    expect(measured).to.deep.equal([
      ...[
        'title of link',
        '8.00 s',
        '7.00 s to 9.00 s',
        '0.90 s',
        '3.00 s',
        '1.10 s',
        '170 MB',
        '',
        '56',
        '33',
        '2 (1)',
      ],
    ]);
    expect(skipped.slice(0, 3)).to.deep.equal(['title of apply', 'not measured: there is no s2s apply', '']);
  });

  it('tell what is held where that was measured', () => {
    expect(caseTable([caseOf('one', { held: 52.4 })])[1][7]).to.equal('52 MB');
  });

  it('name no spread of a single run', () => {
    expect(caseTable([caseOf('once', { total: 1000 })])[1].slice(1, 3)).to.deep.equal(['1.00 s', '']);
  });

  it('say of each ratio whether it is met', () => {
    expect(ratioTable(judged).slice(1)).to.deep.equal([
      ['one', '1.14', '1.15', 'met'],
      ['two', '5', '4', 'MISSED'],
      ['three', '', '1', 'not measured'],
      ['four', '1.25', '1', 'met as far as can be: 1.2 at best'],
      ['five', '2', '1', 'MISSED: 1.2 at best'],
    ]);
  });

  it('stand in columns on a terminal, and in Markdown', () => {
    const table = [
      ['a', 'b'],
      ['long', '1|2'],
    ];
    expect(asText(table)).to.equal('a     b\nlong  1|2');
    expect(asMarkdown(table)).to.equal('| a | b |\n| --- | --- |\n| long | 1\\|2 |');
  });
});

describe('the page of the bench', () => {
  const results: Results = {
    date: '2026-03-04T05:06:07.000Z',
    machine: { cpu: 'Abacus', cores: 2, memory: 8, node: 'v22.0.0', platform: 'linux x64', load: 0.3 },
    options: {
      ...{ runs: 5, latency: 80, deploy: 2500, certificate: 1000, spokes: [1], only: ['pair'] },
      writeDocs: true,
    },
    cases: [link],
    ratios: judged,
  };
  const page =
    '# Cost\n\n<!-- written by npm run bench -- --write-docs -->\n\nold\n\n<!-- end of what is written -->\n\nWhy.\n';

  it('gets the tables in their place, and keeps the rest', () => {
    const written = withTables(page, results);
    expect(written)
      .to.match(/^# Cost\n\n<!-- written/)
      .and.match(/<!-- end of what is written -->\n\nWhy\.\n$/);
    expect(written).to.not.include('old');
    expect(written).to.include(
      '2026-03-04, 2 cores (Abacus), 8 GB, Node v22.0.0, linux x64; medians of 5 runs;'
    );
    expect(written).to.include('| title of link | 8.00 s |').and.include('| two | 5 | 4 | MISSED |');
    expect(withTables(written, results)).to.equal(written);
  });

  it('has to have such a place', () => {
    expect(() => withTables('# Cost', results)).to.throw('has no "<!-- written by');
  });
});
