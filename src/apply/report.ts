import { exitCodes, say } from '../messages.ts';
import type { Command } from '../messages.ts';
import { hasWork } from '../link/plan.ts';
import { exitCodeOf as linkExitCode } from '../link/report.ts';
import type { Section } from '../report.ts';
import type { HubsResult, LinkResult } from '../result.ts';
import type { HubOutcome } from './apply.ts';

const isChanging = ({ outcomes, pruned, excess }: HubOutcome): boolean =>
  outcomes.some((outcome) => outcome !== undefined && hasWork(outcome.plan)) ||
  pruned.length > 0 ||
  excess.length > 0;

/** Exit codes of single links. */
const codesOf = ({ outcomes, problems }: HubOutcome): number[] =>
  outcomes.map((outcome, i) =>
    outcome ? linkExitCode(outcome) : (problems[i]?.exitCode ?? exitCodes.failed)
  );

/**
 * 0 when every link works, was only planned, or needs nothing; 1 when all failed, or with `failOnChanges` when something
 * would change; 68 when some failed; 69 when some are not finished.
 */
export const applyExitCode = (hubs: HubOutcome[], failOnChanges: boolean): number => {
  const codes = hubs.flatMap(codesOf);
  const failed = codes.filter((code) => code !== 0 && code !== exitCodes.unfinished);
  if (failed.length > 0)
    return failed.length === codes.length
      ? codes.length === 1
        ? codes[0]
        : exitCodes.failed
      : exitCodes.partial;
  if (failOnChanges && hubs.some(isChanging)) return exitCodes.failed;
  return codes.includes(exitCodes.unfinished) ? exitCodes.unfinished : 0;
};

/** The outcomes as the result of the command. */
export const resultOf = (hubs: HubOutcome[]): HubsResult => ({
  hubs: hubs.map(({ result, pruned }) => ({ ...result, links: [...result.links, ...pruned] })),
});

const nameOf = ({ spoke }: LinkResult): string => spoke.alias ?? spoke.username ?? spoke.url ?? '';

/** What became of a link, in a word or two. */
const wordFor = ({ result, outcomes, problems }: HubOutcome, i: number): string => {
  const outcome = outcomes[i];
  if (problems[i] || !outcome) return say('s2s', 'many.word.failed');
  const { changed, steps } = result.links[i];
  const isNew = steps.some(
    ({ org, type, action }) => org === 'hub' && type === 'ExternalCredential' && action === 'create'
  );
  if (!hasWork(outcome.plan) && outcome.verdict?.passed !== false) return say('s2s', 'many.word.unchanged');
  if (!outcome.verdict) return isNew ? say('s2s', 'many.word.toCreate') : say('s2s', 'many.word.toUpdate');
  if (outcome.verdict.pending) return say('s2s', 'many.word.pending');
  if (!outcome.verdict.passed) return say('s2s', 'many.word.broken');
  if (!changed) return say('s2s', 'many.word.unchanged');
  return isNew ? say('s2s', 'many.word.created') : say('s2s', 'many.word.updated');
};

/** Components of a link that would change, or have. */
const changesOf = ({ steps }: LinkResult): string =>
  steps
    .filter(({ action }) => !['unchanged', 'keep'].includes(action))
    .map(
      ({ org, type, name, action, changes }) =>
        `${org} ${type} ${name}: ${action}${changes.length > 0 ? ` (${changes.join(', ')})` : ''}`
    )
    .join('\n');

const rowsOf = (hub: HubOutcome, isPlan: boolean): Record<string, string>[] => [
  ...hub.result.links.map((link, i) => ({
    link: link.name,
    spoke: nameOf(link),
    result: wordFor(hub, i),
    ...(isPlan ? { changes: changesOf(link) } : {}),
  })),
  ...hub.pruned.map((link) => ({
    link: link.name,
    spoke: nameOf(link),
    result: say('s2s', isPlan ? 'many.word.toDelete' : 'many.word.deleted'),
    ...(isPlan ? { changes: changesOf(link) } : {}),
  })),
];

/** What went wrong with a link: its own error, or its first failed check, and what to do. */
const troubleOf = ({ result, problems, outcomes }: HubOutcome): string[] =>
  result.links.flatMap(({ name, checks }, i) => {
    const problem = problems[i];
    if (problem)
      return [`${name}: ${problem.message}`, ...(problem.actions ?? []).map((action) => `  - ${action}`)];
    const failed = outcomes[i]?.verdict ? checks.find(({ status }) => status === 'failed') : undefined;
    return failed ? [`${name}: ${failed.message}`, ...failed.actions.map((action) => `  - ${action}`)] : [];
  });

const excessLines = ({ result, excess, pruned, isExcessUnknown }: HubOutcome): string[] => {
  const hub = result.hub.alias ?? result.hub.username ?? '';
  if (isExcessUnknown) return [say('s2s', 'many.excessUnknown', { hub })];
  return excess.length > 0 && pruned.length === 0
    ? [say('s2s', 'many.excessKept', { hub, names: excess.join(', ') })]
    : [];
};

/** Source files that a run wrote, and where. */
type Written = { files: string[]; directory?: string };

const filesLines = ({ files, directory = '' }: Written): string[] =>
  files.length > 0 ? [say('s2s', 'many.files', { count: files.length, directory })] : [];

/**
 * What a run on many links prints: a row for each, then what went wrong and how to go on.
 * @param again the command that goes on
 */
export const applyReport = (
  hubs: HubOutcome[],
  again: Command,
  isPlan: boolean,
  written: Written
): Section[] => {
  const trouble = hubs.flatMap(troubleOf);
  const all = hubs.flatMap(({ result }) => result.links);
  const code = applyExitCode(hubs, false);
  return [
    ...hubs.map((hub) => ({
      title: say('s2s', 'many.title', { hub: hub.result.hub.alias ?? hub.result.hub.username ?? '' }),
      rows: rowsOf(hub, isPlan),
      lines: excessLines(hub),
      hasHeader: true,
    })),
    { lines: trouble },
    {
      lines: [
        ...filesLines(written),
        ...(isPlan ? [say('s2s', hubs.some(isChanging) ? 'plan.nothingChanged' : 'plan.nothingToDo')] : []),
        ...(code === 0
          ? isPlan
            ? []
            : [say('s2s', 'many.allWork', { count: all.length })]
          : [say('s2s', 'many.again', { again })]),
      ],
    },
  ];
};
