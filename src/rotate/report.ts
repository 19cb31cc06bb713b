import { commandFor } from '../command.ts';
import { exitCodes, say } from '../messages.ts';
import { checkSection, type Section, stepSection, titleOf } from '../report.ts';
import type { LinkResult } from '../result.ts';
import type { RotateOutcome } from './rotate.ts';

const isBroken = ({ checks }: LinkResult): boolean => checks.some(({ status }) => status === 'failed');

/** 0 when every link was rotated and works, or was only planned; 68 when some were and some not; 1 or 69 when none was. */
export const exitCodeOf = ({ result: { links }, problems }: RotateOutcome): number => {
  if (problems.length === 0) return links.some(isBroken) ? exitCodes.failed : 0;
  const isAnyDone = links.some(({ problem }) => problem === null);
  return isAnyDone ? exitCodes.partial : (problems[0].exitCode ?? exitCodes.failed);
};

const problemSection = (link: LinkResult): Section => ({
  lines: link.problem
    ? [
        say('s2s', 'rotate.problem', { title: titleOf(link), problem: link.problem.message }),
        ...link.problem.actions.map((action) => `  - ${action}`),
      ]
    : [],
});

const isKept = ({ steps }: LinkResult): boolean =>
  steps.some(({ org, action, reason }) => org === 'spoke' && action === 'keep' && reason !== null);

const closing = (
  { result: { links }, certificate, deleted, problems }: RotateOutcome,
  hub: string,
  isPlan: boolean
): string[] => {
  const again = commandFor('rotate', { hub });
  const moved = links.filter(({ changed, problem }) => changed && problem === null).length;
  if (isPlan) return [say('s2s', 'plan.nothingChanged')];
  return [
    ...(moved > 0 && certificate !== undefined
      ? [say('s2s', 'rotate.done', { count: moved, total: links.length, certificate })]
      : []),
    ...(moved === 0 && problems.length === 0 ? [say('s2s', 'rotate.nothing')] : []),
    ...(links.some(isKept) ? [say('s2s', 'rotate.later', { again })] : []),
    ...(deleted.length > 0 ? [say('s2s', 'rotate.deleted', { names: deleted.join(', '), hub })] : []),
    ...(certificate !== undefined && deleted.length === 0
      ? [say('s2s', 'rotate.oldCertificate', { hub })]
      : []),
  ];
};

/** What a rotation prints: what was done to each link, what each check found, and what comes later. */
export const rotateReport = (outcome: RotateOutcome, hub: string, isPlan: boolean): Section[] => [
  ...outcome.result.links.flatMap((link) => [
    ...(link.steps.length > 0 ? [stepSection(link, isPlan)] : []),
    ...(link.checks.length > 0 ? [checkSection(link)] : []),
    problemSection(link),
  ]),
  { lines: closing(outcome, hub, isPlan) },
];
