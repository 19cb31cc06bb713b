import { commandFor } from '../command.ts';
import { exitCodes, say } from '../text/messages.ts';
import { isOwnCertificate } from '../names.ts';
import { checkSection, type Section, stepSection, titleOf } from '../report/report.ts';
import type { LinkResult, StepResult } from '../result.ts';
import { againCommand, type RotateRequest } from './request.ts';
import type { RotateOutcome } from './rotate.ts';

const isBroken = ({ checks }: LinkResult): boolean => checks.some(({ status }) => status === 'failed');

/**
 * 0 when every link was rotated and works, or was only planned; 68 when some were and some not; 1 or 69 when none was, or
 * a check failed: 69 where a change may still be spreading.
 */
export const exitCodeOf = ({ result: { links }, problems, pending }: RotateOutcome): number => {
  const broken = links.filter(isBroken);
  if (problems.length === 0 && broken.length === 0) return 0;
  if (problems.length === 0)
    return broken.every(({ name }) => pending.includes(name)) ? exitCodes.unfinished : exitCodes.failed;
  const isAnyDone = links.some(({ problem }) => problem === null);
  return isAnyDone ? exitCodes.partial : (problems[0].exitCode ?? exitCodes.failed);
};

const isCertificate = ({ type }: StepResult): boolean => type === 'Certificate';

const stepsOf = (link: LinkResult, links: LinkResult[], isPlan: boolean): Section => {
  // The one certificate of all links is told of once.
  const isFirst = links.find(({ steps }) => steps.some(isCertificate)) === link;
  const steps = link.steps.filter((step) => isFirst || !isCertificate(step));
  const section = stepSection({ ...link, steps }, isPlan);
  const title = section.title && say('s2s', 'rotate.steps', { title: titleOf(link), what: section.title });
  return { ...section, title };
};

const problemSection = (link: LinkResult): Section => {
  const { problem, changed } = link;
  if (!problem) return { lines: [] };
  const key = changed ? 'rotate.notFinished' : 'rotate.leftAsItIs';
  return {
    lines: [
      say('s2s', key, { title: titleOf(link), problem: problem.message }),
      ...problem.actions.map((action) => `  - ${action}`),
    ],
  };
};

/** What becomes of the certificates that nothing of ours signs with any more. */
const certificateLines = (
  { deleted, former }: RotateOutcome,
  { deleteCertificate, ...request }: RotateRequest
): string[] => {
  const hub = request.hub.name;
  const others = former.filter((name) => !isOwnCertificate(name));
  const isAnyOwn = others.length < former.length;
  const again = againCommand({ ...request, deleteCertificate: true });
  const ofOthers =
    others.length > 0 ? [say('s2s', 'rotate.othersCertificate', { hub, names: others.join(', ') })] : [];
  if (deleted.length > 0)
    return [say('s2s', 'rotate.deleted', { names: deleted.join(', '), hub }), ...ofOthers];
  if (deleteCertificate && (isAnyOwn || others.length === 0))
    return [say('s2s', 'rotate.deletedNone', { hub, again }), ...ofOthers];
  return [...(isAnyOwn ? [say('s2s', 'rotate.oldCertificate', { hub, again })] : []), ...ofOthers];
};

const closing = (outcome: RotateOutcome, request: RotateRequest): string[] => {
  const { links } = outcome.result;
  const again = againCommand(request);
  const done = links.filter(({ problem }) => problem === null);
  const isMoved = ({ changed, certificate }: LinkResult): boolean =>
    changed && outcome.certificate !== undefined && certificate?.name === outcome.certificate;
  const moved = done.filter(isMoved);
  const total = links.length;
  const ended = done.filter((link) => link.changed && !moved.includes(link)).length;
  const values = { total, certificate: outcome.certificate, again };
  const isIdle = done.length === total && !links.some(({ changed }) => changed);
  const isWaiting = done.some(({ state }) => state === 'retiring');
  const whyIdle = isWaiting || request.certificate !== undefined ? 'rotate.nothing' : 'rotate.justRotated';
  return [
    ...(moved.length > 0 ? [say('s2s', 'rotate.done', { count: moved.length, ...values })] : []),
    ...(ended > 0 ? [say('s2s', 'rotate.over', { count: ended, total })] : []),
    ...(isIdle ? [say('s2s', whyIdle)] : []),
    ...(isWaiting ? [say('s2s', 'rotate.later', values)] : []),
    ...(done.length < total && total > 1
      ? [say('s2s', 'rotate.open', { count: total - done.length, ...values })]
      : []),
    ...certificateLines(outcome, request),
  ];
};

const leftOutLines = ({ leftOut }: RotateOutcome, hub: string): string[] => {
  const names = leftOut.map(({ name, certificate }) => `${name} (${certificate})`).join(', ');
  const again = commandFor('rotate', { hub, spoke: 'ALIAS_OF_SPOKE' });
  return leftOut.length > 0 ? [say('s2s', 'rotate.leftOut', { names, again })] : [];
};

/** What a rotation prints: what was done to each link, what each check found, and what comes later. */
export const rotateReport = (outcome: RotateOutcome, request: RotateRequest, isPlan: boolean): Section[] => [
  ...outcome.result.links.flatMap((link, _, links) => [
    ...(link.steps.length > 0 ? [stepsOf(link, links, isPlan)] : []),
    ...(link.checks.length > 0 ? [checkSection(link)] : []),
    problemSection(link),
  ]),
  {
    lines: [
      ...(isPlan ? [say('s2s', 'plan.nothingChanged')] : closing(outcome, request)),
      ...leftOutLines(outcome, request.hub.name),
    ],
  },
];
