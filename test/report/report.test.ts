import { expect } from 'chai';
import {
  asText,
  checkSection,
  print,
  type Section,
  stepSection,
  todoSection,
} from '../../src/report/report.ts';
import type { LinkResult } from '../../src/result.ts';
import { linksResult } from '../../src/result.ts';

const link: LinkResult = {
  name: 'acme',
  spoke: {
    orgId: '00D',
    username: 'admin@spoke.example',
    alias: 'myspoke',
    url: 'https://acme.my.salesforce.com',
  },
  app: 'hub',
  appKind: 'external-client-app',
  serviceUser: 'service@spoke.example',
  certificate: { name: 'S2S_20261124', expires: null, daysLeft: null },
  created: null,
  state: null,
  changed: true,
  steps: [
    { org: 'hub', type: 'Certificate', name: 'S2S_20261124', action: 'unchanged', changes: [], reason: null },
    {
      org: 'hub',
      type: 'ExternalCredential',
      name: 'acme',
      action: 'update',
      changes: ['iss', 'aud'],
      reason: null,
    },
  ],
  checks: [
    { id: 'certificate', status: 'passed', findings: [], message: 'Fine.', actions: ['never shown'] },
    { id: 'app', status: 'failed', findings: [], message: 'Off.', actions: ['link', 'look'] },
    { id: 'access', status: 'warning', findings: [], message: 'Hm.', actions: ['link'] },
    { id: 'callout', status: 'skipped', findings: [], message: 'Not tried.', actions: ['link', 'link'] },
  ],
  todo: [],
  problem: null,
};

describe('report', () => {
  it('shows what would change, and counts what would not', () => {
    const { rows, lines } = stepSection(link, true);
    expect(lines).to.deep.equal(['Already as it should be: 1 of 2 parts.']);
    expect(rows).to.deep.equal([
      { org: 'hub', type: 'ExternalCredential', name: 'acme', action: 'update: iss, aud' },
    ]);
  });

  it('tells what is left to a person, numbered, with how to do it', () => {
    expect(todoSection(link)).to.deep.equal([]);
    const todo = ['One.', 'Two.'].map((message, i) => ({ id: `t${i}`, message, actions: ['a', 'b'] }));
    expect(todoSection({ ...link, todo })[0].lines).to.deep.equal([
      "To do by hand, because the app is somebody else's:",
      '  1. One.',
      '     - a',
      '     - b',
      '  2. Two.',
      '     - a',
      '     - b',
    ]);
    const manual: LinkResult['steps'][number] = {
      org: 'spoke',
      type: 'ConnectedApp',
      name: 'x',
      action: 'manual',
      changes: ['scopes'],
      reason: null,
    };
    for (const isPlan of [true, false])
      expect(stepSection({ ...link, steps: [manual] }, isPlan).rows?.[0].action).to.equal(
        'to do by hand: scopes'
      );
  });

  it('tells a plan from what was done', () => {
    const [plan, done] = [stepSection(link, true), stepSection(link, false)];
    expect(plan.title).not.to.equal(done.title);
    expect(done.rows?.[0].action).to.equal('updated: iss, aud');
  });

  it('shows each rung with a sign for its status', () => {
    const { title, rows } = checkSection(link);
    expect(title).to.equal('acme -> myspoke');
    expect(rows).to.deep.equal([
      { check: 'certificate', status: '✔ passed', finding: 'Fine.' },
      { check: 'app', status: '✘ failed', finding: 'Off.' },
      { check: 'access', status: '! warning', finding: 'Hm.' },
      { check: 'callout', status: '- skipped', finding: 'Not tried.' },
    ]);
  });

  it('lists remedies up to the first check that failed, which explains the rest', () => {
    expect(checkSection(link).lines.slice(1)).to.deep.equal(['  app: link', '  app: look']);
    const [first, ...rest] = link.checks;
    const checks = [{ ...first, status: 'warning' as const, actions: ['mind'] }, ...rest];
    expect(checkSection({ ...link, checks }).lines.slice(1)).to.deep.equal([
      '  app: link',
      '  app: look',
      '  certificate: mind',
    ]);
  });

  it('lists remedies of all checks where none failed, nothing twice', () => {
    const checks = link.checks.filter(({ status }) => status !== 'failed');
    expect(checkSection({ ...link, checks }).lines.slice(1)).to.deep.equal(['  access, callout: link']);
  });

  it('says nothing of remedies where all is well', () => {
    expect(checkSection({ ...link, checks: link.checks.slice(0, 1) }).lines).to.deep.equal([]);
  });

  it('names a spoke without a login by its address', () => {
    const spoke = { orgId: null, username: null, alias: null, url: 'https://acme.my.salesforce.com' };
    expect(checkSection({ ...link, spoke }).title).to.equal('acme -> https://acme.my.salesforce.com');
    expect(checkSection({ ...link, spoke: { ...spoke, url: null } }).title).to.equal('acme -> ');
  });

  it('is plain text where stdout is no terminal, boxes where it is one, with an empty line between links', () => {
    const sections: Section[] = [checkSection(link), { lines: [] }, checkSection({ ...link, name: 'beta' })];
    const printed = (isTTY: boolean): string[] => {
      const parts: string[] = [];
      const before = process.stdout.isTTY;
      process.stdout.isTTY = isTTY;
      print(
        { table: ({ title }) => parts.push(`boxes ${title}`), log: (line) => parts.push(line) },
        sections
      );
      process.stdout.isTTY = before;
      return parts;
    };
    const actions = ['What to do:', '  app: link', '  app: look'];
    const [first, second] = ['boxes acme -> myspoke', 'boxes beta -> myspoke'];
    expect(printed(true)).to.deep.equal([first, ...actions, '', second, ...actions]);
    expect(printed(false)).to.deep.equal([asText(sections).trimEnd()]);
    expect(asText(sections)).to.match(
      /^acme -> myspoke\ncertificate +✔ passed +Fine\.\n(.+\n)+\nWhat to do:\n(.+\n)+\nbeta -> /
    );
  });

  describe('on a terminal', () => {
    const { columns, isTTY } = process.stdout;
    afterEach(() => {
      Object.assign(process.stdout, { columns, isTTY });
    });
    const printed = (width: number, section: Section): unknown[] => {
      Object.assign(process.stdout, { columns: width, isTTY: true });
      const parts: unknown[] = [];
      print({ table: (options) => parts.push(options.columns), log: (line) => parts.push(line) }, [section]);
      return parts;
    };
    const rows = [{ org: 'hub', name: 'A_long_name', spoke: 'acme\nhere' }];

    it('has columns that break no word', () => {
      const sized = { org: 5, name: 13, spoke: 7 };
      expect(printed(29, { title: 'T', rows, lines: [] })).to.deep.equal([
        Object.entries(sized).map(([key, width]) => ({ key, width })),
      ]);
    });

    it('has columns without boxes as long as the next one keeps room for its longest word', () => {
      const two = [
        { org: 'hub', name: 'short', what: 'made' },
        { org: 'spoke', name: 'A_long_name', what: 'made it' },
      ];
      const [aligned, ragged] = [
        ['hub    short        made', 'spoke  A_long_name  made it', ''],
        ['hub    short  made', 'spoke  A_long_name  made it', ''],
      ];
      expect(printed(24, { rows: two, lines: [] })).to.deep.equal(aligned);
      expect(printed(23, { rows: two, lines: [] })).to.deep.equal(ragged);
    });

    it('has lines where it is too narrow for that, with the names of columns that need them', () => {
      expect(printed(28, { title: 'T', rows, lines: [] })).to.deep.equal([
        'T',
        'hub  A_long_name  acme, here',
        '',
      ]);
      expect(printed(28, { rows, lines: [], hasHeader: true })).to.deep.equal([
        ...['hub', '  name: A_long_name', '  spoke: acme, here', ''],
      ]);
    });
  });

  it('is made of results of the one shape', () => {
    expect(linksResult.safeParse({ hub: link.spoke, links: [link] }).success).to.equal(true);
  });

  it('prints nothing that steers a terminal, wherever it came from', () => {
    const evil = '\u001b[1A\u001b]8;;https://evil.example\u0007x\u202e\u009b2J';
    const steps = [{ ...link.steps[1], name: `${evil}\nfake`, changes: [evil] }];
    const sections: Section[] = [
      stepSection({ ...link, steps }, true),
      { title: evil, rows: [{ a: evil, b: `one\n${evil}` }], lines: [evil] },
    ];
    const printed: string[] = [];
    const printer = {
      log: (line: string) => printed.push(line),
      table: (options: object) => printed.push(...JSON.stringify(options).split('\\n')),
    };
    const { isTTY } = process.stdout;
    for (process.stdout.isTTY of [true, false]) print(printer, sections);
    process.stdout.isTTY = isTTY;
    for (const text of [...printed, asText(sections)])
      expect(text)
        .not.to.match(/[^\P{Cc}\n]|\\u00|[\u202e]|evil/u)
        .and.not.to.match(/^fake/m);
    expect(printed.join()).to.include('x fake');
  });
});
