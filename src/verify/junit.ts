import { parse } from 'js2xmlparser';
import { printable } from '../text/printable.ts';
import type { Check, LinkResult, LinksResult } from '../result.ts';
import { titleOf } from '../report/report.ts';
import type { Verdict } from './verify.ts';

type Element = Record<string, unknown>;

/** Without what XML 1.0 cannot carry, and what would steer the terminal of whoever reads the report. */
const clean = (text: string): string =>
  printable(text).replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');

const seconds = (duration: number): string => (duration / 1000).toFixed(3);

/** Consumers show either the message or the text: the text holds both. */
const explained = ({ message, actions }: Check): string => clean([message, ...actions].join('\n'));

const outcomeOf = (check: Check): Element => {
  const message = clean(check.message);
  if (check.status === 'failed')
    return { failure: { '@': { message, type: check.findings[0] ?? check.id }, '#': explained(check) } };
  if (check.status === 'skipped') return { skipped: { '@': { message }, '#': explained(check) } };
  return check.status === 'warning' ? { 'system-out': explained(check) } : {};
};

const count = (checks: Check[], status: Check['status']): number =>
  checks.filter((check) => check.status === status).length;
const sum = (durations: number[]): number => durations.reduce((all, duration) => all + duration, 0);

const suite = (hub: string, link: LinkResult, times: Verdict['times'], timestamp: string): Element => ({
  '@': {
    name: clean(titleOf(link)),
    tests: link.checks.length,
    failures: count(link.checks, 'failed'),
    errors: 0,
    skipped: count(link.checks, 'skipped'),
    time: seconds(sum(Object.values(times))),
    timestamp,
  },
  testcase: link.checks.map((check) => ({
    '@': { name: check.id, classname: clean(`s2s.${hub}.${link.name}`), time: seconds(times[check.id] ?? 0) },
    ...outcomeOf(check),
  })),
});

/**
 * The result as JUnit XML: each link a test suite, each rung a test case. A warning is a test that passed and said so.
 * Source: the schema of Jenkins (xunit plugin, junit-10.xsd), which has no `skipped` on testsuites.
 * @param started in milliseconds since 1970
 * @param times how long rungs of each link took
 */
export const junitXml = ({
  result,
  started,
  times,
}: {
  result: LinksResult;
  started: number;
  times: Verdict['times'][];
}): string => {
  const { hub, links } = result;
  const checks = links.flatMap((link) => link.checks);
  const timestamp = new Date(started).toISOString().slice(0, 19);
  const document = {
    '@': {
      name: 'sf s2s verify',
      tests: checks.length,
      failures: count(checks, 'failed'),
      errors: 0,
      time: seconds(sum(times.flatMap((all) => Object.values(all)))),
    },
    testsuite: links.map((link, i) =>
      suite(hub.alias ?? hub.username ?? hub.url ?? String(hub.orgId), link, times[i], timestamp)
    ),
  };
  return `${parse('testsuites', document, { declaration: { encoding: 'UTF-8' }, format: { indent: '  ', doubleQuotes: true } })}\n`;
};
