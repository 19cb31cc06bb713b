import type { Ratio } from './ratios.ts';
import { type Case, medians } from './sample.ts';

/** A table as rows of cells, the head first. */
export type Table = string[][];

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

const spread = (numbers: number[]): string =>
  numbers.length < 2 ? '' : `${seconds(Math.min(...numbers))} to ${seconds(Math.max(...numbers))}`;

const rowOf = ({ title, samples, skipped }: Case): string[] => {
  const middle = medians(samples);
  if (!middle) return [title, `not measured: ${skipped}`, '', '', '', '', '', '', '', '', ''];
  return [
    title,
    seconds(middle.total),
    spread(samples.map(({ total }) => total)),
    seconds(middle.startUp),
    seconds(middle.own),
    seconds(middle.cpu),
    `${middle.memory.toFixed(0)} MB`,
    middle.held > 0 ? `${middle.held.toFixed(0)} MB` : '',
    String(middle.requests),
    String(middle.depth),
    `${middle.deploys} (${middle.hubDeploys})`,
  ];
};

/** The medians of each case. */
export const caseTable = (cases: Case[]): Table => [
  [
    'case',
    'time',
    'from, to',
    'start-up',
    'own time',
    'CPU',
    'memory',
    'held',
    'requests',
    'in a row',
    'deploys (hub)',
  ],
  ...cases.map(rowOf),
];

const hundredths = (value: number): string => String(Math.round(value * 100) / 100);

const verdict = ({ met, best }: Ratio): string => {
  if (met === undefined) return 'not measured';
  if (best === undefined) return met ? 'met' : 'MISSED';
  return `${met ? 'met as far as can be' : 'MISSED'}: ${hundredths(best)} at best`;
};

/** The ratios beside their limits. */
export const ratioTable = (judged: Ratio[]): Table => [
  ['ratio', 'is', 'at most', ''],
  ...judged.map((ratio) => [
    ratio.says,
    ratio.value === undefined ? '' : hundredths(ratio.value),
    String(ratio.limit),
    verdict(ratio),
  ]),
];

/** A table for a terminal: columns as wide as their widest cell. */
export const asText = (table: Table): string => {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  // What is not measured says why, in the second column and beyond.
  return table
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd()
    )
    .join('\n');
};

/** The same in Markdown. */
export const asMarkdown = ([head, ...rows]: Table): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
