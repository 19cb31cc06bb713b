import type { BenchOptions } from './options.ts';
import type { Machine } from './machine.ts';
import type { Ratio } from './ratios.ts';
import type { Case } from './sample.ts';
import { asMarkdown, caseTable, ratioTable } from './tables.ts';

/** All that a run of the bench found out. */
export type Results = {
  /** ISO 8601. */
  date: string;
  machine: Machine;
  options: BenchOptions;
  cases: Case[];
  ratios: Ratio[];
};

const begin = '<!-- written by npm run bench -- --write-docs -->';
const end = '<!-- end of what is written -->';

const conditions = ({ date, machine, options }: Results): string =>
  [
    `${date.slice(0, 10)}, ${machine.cores} cores (${machine.cpu}), ${machine.memory} GB, Node ${machine.node}, ${machine.platform};`,
    `medians of ${options.runs} ${options.runs === 1 ? 'run' : 'runs'}; ${options.latency} ms a request,`,
    `${options.deploy} ms a deploy, ${options.certificate} ms a certificate; load of the machine before the run: ${machine.load}.`,
  ].join(' ');

/**
 * Puts the tables of a run where the page has a place for them.
 * @throws Error for a page without such a place
 */
export const withTables = (page: string, results: Results): string => {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no "${begin}" with "${end}" after it.`);
  const written = [
    begin,
    conditions(results),
    asMarkdown(ratioTable(results.ratios)),
    asMarkdown(caseTable(results.cases)),
  ];
  return `${page.slice(0, from)}${written.join('\n\n')}\n\n${page.slice(to)}`;
};
