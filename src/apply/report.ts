import type { SfError } from '@salesforce/core';
import { exitCodes, say } from '../text/messages.ts';
import type { Command } from '../text/messages.ts';
import { inOneLine } from '../text/printable.ts';
import { hasWork } from '../link/plan.ts';
import { exitCodeOf as linkExitCode } from '../link/report.ts';
import type { Section } from '../report/report.ts';
import type { HubsResult, LinkResult } from '../result.ts';
import type { HubOutcome } from './apply.ts';
import type { Pruned } from './prune.ts';

const isChanging = ({ outcomes, pruned }: HubOutcome): boolean =>
  outcomes.some((outcome) => outcome !== undefined && hasWork(outcome.plan)) || pruned.length > 0;

/** Exit codes of single links, and of those that are in excess. */
const codesOf = ({ outcomes, problems, pruned, pruneProblem }: HubOutcome): number[] => [
  ...outcomes.map((outcome, i) =>
    outcome ? linkExitCode(outcome) : (problems[i]?.exitCode ?? exitCodes.failed)
  ),
  ...pruned.map(({ problem }) => (problem ? exitCodes.failed : 0)),
  ...(pruneProblem ? [exitCodes.failed] : []),
];

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
  hubs: hubs.map(({ result, pruned }) => ({
    ...result,
    links: [...result.links, ...pruned.flatMap(({ link }) => link ?? [])],
  })),
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
    .map(({ org, type, name, action, changes }) =>
      inOneLine(`${org} ${type} ${name}: ${action}${changes.length > 0 ? ` (${changes.join(', ')})` : ''}`)
    )
    .join('\n');

/** What became of a link that is in excess. */
const wordForPruned = ({ link, problem }: Pick<Pruned, 'link' | 'problem'>, isPlan: boolean): string => {
  if (problem) return say('s2s', 'many.word.failed');
  if (!link) return say('s2s', 'many.word.kept');
  return isPlan ? say('s2s', 'many.word.toDelete') : say('s2s', 'many.word.deleted');
};

const rowsOf = (hub: HubOutcome, isPlan: boolean): Record<string, string>[] => [
  ...hub.result.links.map((link, i) => ({
    link: link.name,
    spoke: nameOf(link),
    result: wordFor(hub, i),
    ...(isPlan ? { changes: changesOf(link) } : {}),
  })),
  ...hub.pruned.map(({ name, link, problem }) => ({
    link: name,
    spoke: link ? nameOf(link) : '',
    result: wordForPruned({ link, problem }, isPlan),
    ...(isPlan ? { changes: link ? changesOf(link) : '' } : {}),
  })),
];

/** An error, and what to do about it. */
const linesOf = (name: string, { message, actions = [] }: SfError): string[] => [
  `${name}: ${message}`,
  ...actions.map((action) => `  - ${action}`),
];

const hubOf = ({ result: { hub } }: HubOutcome): string => hub.alias ?? hub.username ?? '';

/** What went wrong with links: their own errors, or their first failed checks, and what to do. */
const troubleOf = (hub: HubOutcome): string[] => [
  ...hub.result.links.flatMap(({ name, checks }, i) => {
    const problem = hub.problems[i];
    if (problem) return linesOf(name, problem);
    const failed = hub.outcomes[i]?.verdict ? checks.find(({ status }) => status === 'failed') : undefined;
    return failed ? [`${name}: ${failed.message}`, ...failed.actions.map((action) => `  - ${action}`)] : [];
  }),
  ...hub.pruned.flatMap(({ name, problem }) => (problem ? linesOf(name, problem) : [])),
  ...(hub.pruneProblem ? linesOf(hubOf(hub), hub.pruneProblem) : []),
];

const excessLines = (hub: HubOutcome): string[] => {
  const kept = hub.pruned.flatMap(({ name, link, problem }) => (link || problem ? [] : [name]));
  return [
    ...(hub.isExcessUnknown ? [say('s2s', 'many.excessUnknown', { hub: hubOf(hub) })] : []),
    ...(kept.length > 0 ? [say('s2s', 'many.excessKept', { hub: hubOf(hub), names: kept.join(', ') })] : []),
  ];
};

/** Source files that a run wrote, and where. */
type Written = { files: string[]; directory?: string };

const filesLines = ({ files, directory = '' }: Written): string[] =>
  files.length > 0 ? [say('s2s', 'many.files', { count: files.length, directory })] : [];

/** How a dry run ended. What could not be looked at may have something to do. */
const planLines = (hubs: HubOutcome[], code: number): string[] =>
  code === 0 && !hubs.some(isChanging)
    ? [say('s2s', 'plan.nothingToDo')]
    : [say('s2s', 'plan.nothingChanged')];

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
  const links = hubs.flatMap(({ outcomes }) => outcomes);
  const deleted = hubs.flatMap(({ pruned }) => pruned.filter(({ link }) => link));
  const code = applyExitCode(hubs, false);
  return [
    ...hubs.map((hub) => ({
      title: say('s2s', 'many.title', { hub: hubOf(hub) }),
      rows: rowsOf(hub, isPlan),
      lines: excessLines(hub),
      hasHeader: true,
    })),
    { lines: hubs.flatMap(troubleOf) },
    {
      lines: [
        ...filesLines(written),
        ...(isPlan ? planLines(hubs, code) : []),
        ...(!isPlan && code === 0 && deleted.length > 0
          ? [say('s2s', 'many.deleted', { count: deleted.length })]
          : []),
        ...(!isPlan && code === 0 && links.length > 0
          ? [say('s2s', 'many.allWork', { count: links.length })]
          : []),
        ...(!isPlan && code === 0 && links.length === 0 && deleted.length === 0
          ? [say('s2s', 'many.none')]
          : []),
        ...(code === 0 ? [] : [say('s2s', 'many.again', { again })]),
      ],
    },
  ];
};
