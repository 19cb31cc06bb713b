import { columnWidths, padded, widest } from './columnWidths.ts';
import { say } from '../text/messages.ts';
import { inOneLine, printable } from '../text/printable.ts';
import type { LinkResult } from '../result.ts';

/** A part of what a command prints: a table, lines, or both. */
export type Section = {
  title?: string;
  rows?: Record<string, string>[];
  lines: string[];
  /** Whether the names of the columns stand in the text, too. In a table they always do. */
  hasHeader?: boolean;
};

/** What of a command prints: with its own table and log nothing is printed under --json. */
export type Printer = {
  table: (options: {
    data: Record<string, string>[];
    columns?: { key: string; width: number }[];
    title?: string;
    overflow: 'wrap';
  }) => void;
  log: (line: string) => void;
};

/** Rows in which what stands below each other in a cell of a table stands side by side. */
const flat = (rows: Record<string, string>[]): Record<string, string>[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text.replaceAll('\n', ', ')]))
  );

const gap = 2;

/** Columns as plain text; they stand below each other as long as they leave room for the longest word of the next. */
const columns = (rows: Record<string, string>[], width = Infinity): string[] => {
  const cells = flat(rows).map((row) => Object.values(row));
  const widths = (cells[0] ?? []).map((_, i) => widest(cells.map((row) => row[i])));
  const isAligned = widths.map((_, i) => {
    const taken = widths.slice(0, i + 1).reduce((sum, one) => sum + one + gap, 0);
    return taken + widest(cells.flatMap((row) => (row[i + 1] ?? '').split(/\s+/))) <= width;
  });
  return cells.map((row) =>
    row
      .map((cell, i) => padded(cell, isAligned[i] ? widths[i] : 0))
      .join(' '.repeat(gap))
      .trimEnd()
  );
};

/** Sections as they may be printed, wherever their texts came from. */
const clean = ({ title, rows, lines, ...section }: Section): Section => ({
  ...section,
  title: title && printable(title),
  rows: rows?.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, printable(cell)]))
  ),
  lines: lines.map(printable),
});

const isEmpty = ({ rows = [], lines }: Section): boolean => rows.length === 0 && lines.length === 0;

/** Sections as plain text, for files and logs. */
export const asText = (sections: Section[]): string =>
  sections
    .filter((section) => !isEmpty(section))
    .map(clean)
    .map(({ title, rows = [], lines, hasHeader }) => {
      const header = Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, name]));
      const all = hasHeader && rows.length > 0 ? [header, ...rows] : rows;
      const between = rows.length > 0 && lines.length > 0 ? [''] : [];
      return [...(title ? [title] : []), ...columns(all), ...between, ...lines, ''].join('\n');
    })
    .join('\n');

/** Rows where the terminal is too narrow for a table, with the names of their columns: each on lines of its own. */
const labelled = (rows: Record<string, string>[]): string[] =>
  flat(rows).flatMap((row) => {
    const [[, first], ...others] = Object.entries(row);
    return [first, ...others.map(([name, text]) => `  ${name}: ${text}`)];
  });

const printTable = (command: Printer, { title, rows = [], hasHeader }: Section): void => {
  const { columns: width } = process.stdout;
  const widths = width > 0 ? columnWidths(rows, width) : {};
  if (widths) {
    const sized = Object.entries(widths).map(([key, one]) => ({ key, width: one }));
    command.table({ data: rows, ...(sized.length > 0 ? { columns: sized } : {}), title, overflow: 'wrap' });
    return;
  }
  const narrow = hasHeader ? labelled(rows) : columns(rows, width);
  for (const line of [...(title ? [title] : []), ...narrow, '']) command.log(line);
};

/** Prints sections for people: in boxes that fit the terminal, or as plain text where stdout is none. */
export const print = (command: Printer, sections: Section[]): void => {
  if (!process.stdout.isTTY) {
    command.log(asText(sections).trimEnd());
    return;
  }
  const shown = sections.filter((section) => !isEmpty(section)).map(clean);
  for (const [i, section] of shown.entries()) {
    // A table brings its empty line along.
    if (i > 0 && shown[i - 1].lines.length > 0) command.log('');
    if (section.rows) printTable(command, section);
    for (const line of section.lines) command.log(line);
  }
};

/** What was done, or would be, where. What is as it should be is only counted. */
export const stepSection = ({ steps }: LinkResult, isPlan: boolean): Section => {
  const changed = steps.filter(({ action }) => action !== 'unchanged');
  const [count, total] = [steps.length - changed.length, steps.length];
  const rows = changed.map(({ org, type, name, action, changes, reason }) => {
    const isToCome = isPlan && action !== 'manual';
    const what = isToCome || action === 'conflict' ? action : say('s2s', `done.${action}`);
    const detail = inOneLine(reason ?? changes.join(', '));
    return { org, type, name: inOneLine(name), action: detail === '' ? what : `${what}: ${detail}` };
  });
  return {
    ...(rows.length > 0 ? { title: say('s2s', isPlan ? 'table.plan' : 'table.steps'), rows } : {}),
    lines: count > 0 ? [say('s2s', 'unchanged', { count, total })] : [],
  };
};

const signs = { passed: '✔', failed: '✘', warning: '!', skipped: '-' };

/** How a link is called in reports: its name and its spoke. */
export const titleOf = ({ name, spoke }: LinkResult): string =>
  say('s2s', 'table.checks', { name, spoke: spoke.alias ?? spoke.username ?? spoke.url ?? '' });
/** What a person has to do on somebody else's app. */
export const todoSection = ({ todo }: LinkResult): Section[] =>
  todo.length === 0
    ? []
    : [
        {
          lines: [
            say('s2s', 'todo'),
            ...todo.flatMap(({ message, actions }, i) => [
              `  ${i + 1}. ${message}`,
              ...actions.map((action) => `     - ${action}`),
            ]),
          ],
        },
      ];

/** What the checks found, and what to do about it. The first that failed explains the rest: its remedy goes first. */
export const checkSection = (link: LinkResult): Section => {
  const { checks } = link;
  const failed = checks.findIndex(({ status }) => status === 'failed');
  const explaining = failed < 0 ? checks : [checks[failed], ...checks.slice(0, failed)];
  const rungsOf = new Map<string, string[]>();
  for (const { id, status, actions } of explaining)
    for (const action of status === 'passed' ? [] : actions)
      rungsOf.set(action, [...new Set([...(rungsOf.get(action) ?? []), id])]);
  const remedies = [...rungsOf].map(([action, rungs]) => `  ${rungs.join(', ')}: ${action}`);
  return {
    title: titleOf(link),
    rows: checks.map(({ id, status, message }) => ({
      check: id,
      status: `${signs[status]} ${status}`,
      finding: message,
    })),
    lines: remedies.length > 0 ? [say('s2s', 'remedies'), ...remedies] : [],
  };
};
