import { appWords } from '../appWords.ts';
import { acceptCommand, commandFor } from '../command.ts';
import { exitCodes, say, type Values } from '../text/messages.ts';
import { nameOfOrg } from '../names.ts';
import { checkSection, type Section, stepSection, todoSection } from '../report/report.ts';
import type { Check, LinkResult } from '../result.ts';
import { namesUser } from '../org/users.ts';
import { rungOf } from '../todo.ts';
import { waitCommand } from '../verify/remedies.ts';
import type { LinkOutcome } from './outcome.ts';
import { hasWork } from './plan.ts';
import { repointLines } from './repoint.ts';
import { againCommand, type LinkRequest } from './request.ts';

/**
 * 0 when the link works or was only planned, 69 while a change may still be spreading, of this run or of the one before,
 * or a person has something to do, 1 when a check failed.
 */
export const exitCodeOf = (outcome: LinkOutcome): number => {
  if (!outcome.verdict) return 0;
  if (outcome.result.links[0].todo.length > 0) return exitCodes.unfinished;
  if (outcome.verdict.passed) return 0;
  return outcome.verdict.pending ? exitCodes.unfinished : exitCodes.failed;
};

/** What is left to the spoke's admin once a reply has led a link to another app. */
const formerApp = ({ plan, result }: LinkOutcome, { hub, files }: LinkRequest): string[] => {
  const isSwitched = plan.steps.some(
    ({ type, action, changes }) =>
      type === 'ExternalCredential' && action === 'update' && changes.includes('iss')
  );
  if (!files || !isSwitched || !result.links[0].changed) return [];
  const accept = acceptCommand('ALIAS_OF_SPOKE', { 'retire-now': true });
  return [say('s2s', 'link.formerApp', { accept, hub })];
};

/** What is said of a link that works, by what has shown it: a token, a callout, both or neither. */
const working = (checks: Check[], changed: boolean, values: Values): string => {
  const statusOf = (rung: Check['id']): Check['status'] | undefined =>
    checks.find(({ id }) => id === rung)?.status;
  const isTried = statusOf('callout') !== 'skipped';
  if (statusOf('token') === 'passed') {
    if (isTried) return say('s2s', changed ? 'link.done' : 'link.unchanged', values);
    return say('s2s', changed ? 'link.doneUntried' : 'link.unchangedUntried', values);
  }
  if (isTried) return say('s2s', changed ? 'link.doneByCallout' : 'link.unchangedByCallout', values);
  return say('s2s', changed ? 'link.doneUnproved' : 'link.unchangedUnproved', values);
};

const closing = (outcome: LinkOutcome, request: LinkRequest): string[] => {
  const { hub, spoke, assignTo, files } = request;
  const [{ name, spoke: end, changed, todo }] = outcome.result.links;
  const { app, kind } = outcome.plan.app;
  const isUsual = name === nameOfOrg(String(end.url));
  const values = {
    hub,
    spoke,
    name,
    app,
    unlink: commandFor('unlink', files ? { hub, name } : { hub, spoke, name: isUsual ? undefined : name }),
    ...appWords(kind, outcome.plan.appLabel),
  };
  if (!outcome.verdict) return [];
  if (todo.length > 0) return [say('s2s', 'link.todo', { ...values, again: againCommand(request) })];
  if (outcome.verdict.passed) {
    return [
      working(outcome.verdict.checks, changed, values),
      ...formerApp(outcome, request),
      say('s2s', 'link.use', values),
      say('s2s', outcome.plan.choice.isReadOnly ? 'link.undoReadOnly' : 'link.undo', values),
    ];
  }
  const calloutUsers = assignTo.filter(namesUser);
  const again = waitCommand({ hub, spokes: files ? [] : [spoke], calloutUsers });
  return [say('s2s', outcome.verdict.pending ? 'link.pending' : 'link.broken', { again })];
};

const planned = ({ plan, checked, files, result }: LinkOutcome, dryRun: boolean): string[] => {
  const { name, audience, serviceUser, certificate, consumerKey } = plan.choice;
  const written = files.length > 0 ? [say('s2s', 'files', { count: files.length, files })] : [];
  if (!dryRun) return written;
  const later = say('s2s', 'knownAfterApply');
  return [
    say('s2s', 'plan.summary', {
      name,
      spokeUrl: result.links[0].spoke.url ?? '',
      audience,
      serviceUser,
      certificate: certificate.name,
      consumerKey: typeof consumerKey === 'string' ? consumerKey : later,
    }),
    ...(checked.length > 0 ? [say('s2s', 'plan.checked', { orgs: checked.join(', ') })] : []),
    ...(plan.choice.certificate.existing ? [] : [say('s2s', 'plan.unchecked')]),
    say('s2s', hasWork(plan) ? 'plan.nothingChanged' : 'plan.nothingToDo'),
    ...written,
  ];
};

const steps = (outcome: LinkOutcome): Section => {
  const isPlan = outcome.verdict === undefined;
  const { steps: all } = outcome.plan;
  // What a copy led to stands above the table.
  const short = outcome.result.links[0].steps.map((step, i) => ({ ...step, changes: all[i].changes }));
  const section = stepSection({ ...outcome.result.links[0], steps: short }, isPlan);
  return { ...section, lines: [...section.lines, ...planned(outcome, isPlan)] };
};

/** The rungs without the remedies that are told as things to do. */
const withoutTodos = (link: LinkResult): LinkResult => ({
  ...link,
  checks: link.checks.map((check) =>
    link.todo.some((todo) => rungOf(todo) === check.id) ? { ...check, actions: [] } : check
  ),
});

/** What a run of link prints: its steps, the plan or the proof, how to use the link and how to undo it. */
export const linkReport = (outcome: LinkOutcome, request: LinkRequest): Section[] => {
  const [link] = outcome.result.links;
  return [
    { lines: repointLines(outcome.plan, outcome.repointed) },
    steps(outcome),
    ...(outcome.verdict ? [checkSection(withoutTodos(link))] : []),
    ...todoSection(link),
    { lines: [...closing(outcome, request), ...(outcome.gone ?? [])] },
  ];
};
