import { appWords } from '../appWords.ts';
import { acceptCommand, commandFor } from '../command.ts';
import { exitCodes, say } from '../text/messages.ts';
import { type Component, textOf } from '../metadata/component.ts';
import { isSameName } from '../names.ts';
import { type Section, stepSection } from '../report/report.ts';
import { someOf } from '../someOf.ts';
import { lineOf } from './guard.ts';
import { hasWork } from './plan.ts';
import type { UnlinkOutcome } from './unlink.ts';

/** Whether somebody was asked and said no. */
export const isDeclined = ({ done }: UnlinkOutcome, dryRun: boolean): boolean => !done && !dryRun;

/**
 * 0 when nothing of the link is left or it was only planned, 68 when something is left at the other end, 1 after a no. Of the
 * spoke's half alone nothing is left: no run on that side could do more.
 */
export const exitCodeOf = (outcome: UnlinkOutcome, dryRun: boolean): number => {
  if (dryRun) return 0;
  if (isDeclined(outcome, dryRun)) return exitCodes.failed;
  return outcome.left && outcome.seen.hub.conn ? exitCodes.partial : 0;
};

const namesOf = ({ seen, plan }: UnlinkOutcome): { hub: string; spoke: string; name: string } => ({
  hub: seen.hub.name,
  spoke: seen.spoke?.name ?? seen.hubParts?.selection.parts[0]?.spokeId ?? '',
  name: plan.name,
});

/** Apps that the link used and that stay because somebody else made them: they go on trusting its certificate. */
const stayingApps = ({ seen, plan }: UnlinkOutcome): Component[] => {
  const { apps = [], usedApp } = seen.spokeParts ?? {};
  const isReleased = ({ type, fullName }: Component): boolean =>
    plan.steps.some((step) => step.action === 'release' && step.type === type && step.name === fullName);
  return [...apps.map(({ app }) => app.component).filter(isReleased), ...(usedApp ? [usedApp] : [])];
};

/** What the hub did not tell, what uses the link all the same, and what stays on an app that is somebody else's. */
export const warningsOf = (outcome: UnlinkOutcome): string[] => {
  const { seen } = outcome;
  const { usage } = seen.hubParts ?? {};
  const values = namesOf(outcome);
  const users = (usage?.users ?? []).map(lineOf).join('; ');
  return [
    ...(users === '' ? [] : [say('s2s', 'unlink.warning.used', { ...values, users })]),
    ...(usage?.unchecked ?? []).map(({ what, problem }) =>
      say('s2s', `unlink.warning.unchecked.${what}`, { ...values, problem })
    ),
    ...(seen.problems.hub ? [say('s2s', 'unlink.warning.hubUnseen', values)] : []),
    ...stayingApps(outcome).map(({ type, fullName, body }) =>
      say('s2s', 'unlink.warning.trusts', {
        ...values,
        app: fullName,
        ...appWords(
          type === 'ConnectedApp' ? 'connected-app' : 'external-client-app',
          textOf(body.label) || fullName
        ),
      })
    ),
  ];
};

/** What can't be seen of a certificate that goes, or that only stays because nobody asked for more. */
const certificateLines = ({ plan, seen, done }: UnlinkOutcome): string[] => {
  const step = plan.steps.find(({ type }) => type === 'Certificate');
  const values = { certificate: step?.name, hub: seen.hub.name };
  if (step?.action === 'delete') return done ? [] : [say('s2s', 'unlink.certificateGoes', values)];
  return step?.reason === say('s2s', 'unlink.reason.certificate')
    ? [say('s2s', 'unlink.certificateStays', values)]
    : [];
};

/** The permission sets that a user held besides those of the links. */
const setsTakenFrom = ({ plan, seen }: UnlinkOutcome, username: string): string[] => {
  const user = seen.spokeParts?.users.find((one) => one.username === username);
  const own = plan.steps.flatMap(({ org, type, name }) =>
    org === 'spoke' && type === 'PermissionSet' ? [name] : []
  );
  return (user?.assignments ?? []).flatMap(({ permissionSet }) =>
    permissionSet !== undefined && !own.some((name) => isSameName(name, permissionSet)) ? [permissionSet] : []
  );
};

/** What is left of service users that link made. */
const userLines = (outcome: UnlinkOutcome): string[] => {
  const { plan, seen } = outcome;
  const users = plan.steps.flatMap(({ action, name }) => (action === 'deactivate' ? [name] : []));
  if (users.length === 0) return [];
  const [hub, spoke] = [seen.hub, seen.spoke?.name ?? ''];
  const wishes = {
    'create-service-user': users[0],
    'service-user-permset': setsTakenFrom(outcome, users[0]),
  };
  const link = hub.conn
    ? commandFor('link', { hub: hub.name, spoke, ...wishes })
    : acceptCommand(spoke, wishes);
  return [say('s2s', 'unlink.usersStay', { spoke, users: users.join(', '), link })];
};

const nothingToDo = (outcome: UnlinkOutcome): string => {
  const values = namesOf(outcome);
  if (!outcome.seen.hub.conn) return say('s2s', 'unlink.nothingOfHub', values);
  const { bystanders = [] } = outcome.seen.hubParts?.selection ?? {};
  if (values.spoke === '') {
    const links = bystanders.filter(({ isOurs }) => isOurs).map(({ name }) => name);
    const list = commandFor('list', { hub: values.hub });
    return links.length === 0
      ? say('s2s', 'unlink.nothingNamed', values)
      : say('s2s', 'unlink.noSuchName', { ...values, others: someOf(links), list });
  }
  const others = bystanders.filter(({ isOfSpoke }) => isOfSpoke).map(({ name }) => name);
  return others.length > 0
    ? say('s2s', 'unlink.nothingOfName', { ...values, others: others.join(', ') })
    : say('s2s', 'unlink.nothing', values);
};

const closing = (outcome: UnlinkOutcome, dryRun: boolean): string[] => {
  const { plan, left, done } = outcome;
  const values = namesOf(outcome);
  if (!hasWork(plan)) return [nothingToDo(outcome)];
  const certificate = certificateLines(outcome);
  const rest = left ? [left.todo.message, ...left.todo.actions.map((action) => `  - ${action}`)] : [];
  if (!done) return [...certificate, ...rest, ...(dryRun ? [say('s2s', 'plan.nothingChanged')] : [])];
  return [...certificate, ...userLines(outcome), ...(left ? rest : [say('s2s', 'unlink.done', values)])];
};

/** What a run of unlink prints: its steps, what is left, how it ended. */
export const unlinkReport = (outcome: UnlinkOutcome, dryRun: boolean): Section[] => {
  const [link] = outcome.result.links;
  return [stepSection(link, !outcome.done), { lines: closing(outcome, dryRun) }];
};
