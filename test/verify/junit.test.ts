import { XMLParser } from 'fast-xml-parser';
import { expect } from 'chai';
import type { Check, LinkResult } from '../../src/result.ts';
import { junitXml } from '../../src/verify/junit.ts';

const check = (id: Check['id'], status: Check['status'], more: Partial<Check> = {}): Check => ({
  id,
  status,
  findings: status === 'passed' ? [] : [`${id}Finding`],
  message: `${id} is ${status}.`,
  actions: status === 'passed' ? [] : [`sf mend ${id}`, `sf look ${id}`],
  ...more,
});

const end = { orgId: null, username: 'hub@example.com', alias: 'myhub', url: null };
const link = (name: string, checks: Check[]): LinkResult => ({
  name,
  spoke: { ...end, username: 'spoke@example.com', alias: 'myspoke' },
  app: null,
  appKind: null,
  serviceUser: null,
  certificate: null,
  created: null,
  state: null,
  changed: false,
  steps: [],
  todo: [],
  problem: null,
  checks,
});

const checks = [
  check('certificate', 'warning'),
  check('app', 'skipped'),
  check('access', 'passed'),
  check('token', 'failed'),
];

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: 'text',
  trimValues: false,
  isArray: (name) => ['testsuite', 'testcase'].includes(name),
});

const written = (links: LinkResult[], hub = end): any => {
  const text = junitXml({
    result: { hub, links },
    started: Date.UTC(2026, 10, 24, 8),
    times: links.map(() => ({ token: 1500, callout: 250 })),
  });
  return parser.parse(text).testsuites;
};

describe('verify/junit', () => {
  it('makes each link a suite and each rung a test case, and counts them', () => {
    const suites = written([link('acme', checks), link('beta', [check('access', 'passed')])]);
    expect(suites).to.include({ tests: '5', failures: '1', errors: '0', time: '3.500' });
    expect(suites).not.to.have.property('skipped');
    const [acme, beta] = suites.testsuite;
    expect(acme).to.include({
      name: 'acme -> myspoke',
      tests: '4',
      failures: '1',
      errors: '0',
      skipped: '1',
      time: '1.750',
      timestamp: '2026-11-24T08:00:00',
    });
    expect(beta).to.include({ tests: '1', failures: '0', skipped: '0' });
    expect(acme.testcase.map(({ name, classname, time }: any) => [name, classname, time])).to.deep.equal([
      ['certificate', 's2s.myhub.acme', '0.000'],
      ['app', 's2s.myhub.acme', '0.000'],
      ['access', 's2s.myhub.acme', '0.000'],
      ['token', 's2s.myhub.acme', '1.500'],
    ]);
  });

  it('shows a failure with what was found and what to do, and a warning as output of a test that passed', () => {
    const [{ testcase }] = written([link('acme', checks)]).testsuite;
    const [certificate, app, access, token] = testcase;
    expect(certificate['system-out']).to.equal(
      'certificate is warning.\nsf mend certificate\nsf look certificate'
    );
    expect(certificate).not.to.have.any.keys('failure', 'skipped');
    expect(app.skipped).to.deep.equal({
      message: 'app is skipped.',
      text: 'app is skipped.\nsf mend app\nsf look app',
    });
    expect(access).to.have.all.keys('name', 'classname', 'time');
    expect(token.failure).to.deep.equal({
      message: 'token is failed.',
      type: 'tokenFinding',
      text: 'token is failed.\nsf mend token\nsf look token',
    });
  });

  it('carries any text: markup is escaped, what XML can not hold or steers a terminal is left out', () => {
    const message = 'a <b> & "c" \u0000\u001b[31m\ud800 \ufffe 😀 ]]>';
    const [{ testcase }] = written([link('acme', [check('token', 'failed', { message })])]).testsuite;
    expect(testcase[0].failure.message).to.equal('a <b> & "c"   😀 ]]>');
  });

  it('names a hub without alias by its username', () => {
    const [{ testcase }] = written([link('acme', checks)], { ...end, alias: null as never }).testsuite;
    expect(testcase[0].classname).to.equal('s2s.hub@example.com.acme');
  });
});
