import { expect } from 'chai';
import type { Check, LinkResult } from '../../src/result.ts';
import type { VerifyOutcome, VerifyRequest } from '../../src/verify/links.ts';
import { verifyReport } from '../../src/verify/report.ts';

const end = { orgId: null, username: 'hub@example.com', alias: 'myhub', url: null };
const request = { hub: { name: 'myhub' }, spokes: [], calloutUsers: [] } as unknown as VerifyRequest;

/** A link whose checks have these statuses. */
const link = (name: string, token: Check['status'], callout: Check['status']): LinkResult => ({
  name,
  spoke: { ...end, alias: 'myspoke' },
  app: null,
  appKind: null,
  serviceUser: null,
  certificate: null,
  created: null,
  state: null,
  changed: false,
  steps: [],
  checks: (['token', 'callout'] as const).map((id) => ({
    id,
    status: id === 'token' ? token : callout,
    findings: [],
    message: '',
    actions: [],
  })),
  todo: [],
  problem: null,
});
const good = link('acme', 'passed', 'warning');
const bad = link('beta', 'failed', 'skipped');
const unproved = link('gamma', 'passed', 'skipped');

const lastWords = (links: LinkResult[], unfinished = false): string[] => {
  const outcome: VerifyOutcome = {
    result: { hub: end, links },
    passed: false,
    unfinished,
    started: 0,
    views: [],
    verdicts: [],
  };
  return verifyReport(outcome, request).at(-1)!.lines;
};

describe('verify/report', () => {
  it('ends with a sentence that says whether the links work', () => {
    expect(lastWords([good])).to.deep.equal(['acme works.']);
    expect(lastWords([good, { ...good, name: 'delta' }])).to.deep.equal(['All 2 links work.']);
    expect(lastWords([bad])).to.deep.equal(['beta is not in order: its check token failed.']);
    expect(lastWords([good, bad, unproved])).to.deep.equal([
      '2 of 3 links are in order. These are not: beta (token failed).',
    ]);
  });

  it('does not say of a link that it works where no callout was made', () => {
    expect(lastWords([good, unproved])).to.deep.equal([
      'No check failed, but no callout was made, so it is not proved that these work: gamma',
    ]);
  });

  it('says how to go on where the time to wait was not enough', () => {
    expect(lastWords([bad], true)).to.have.lengthOf(2);
    expect(lastWords([bad], true)[1]).to.include('sf s2s verify --hub myhub --wait 10');
  });
});
