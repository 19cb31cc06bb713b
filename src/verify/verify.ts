import type { Connection } from '@salesforce/core';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { type Command, say, type Values } from '../messages.ts';
import { checkAccess } from './access.ts';
import { checkApp } from './app.ts';
import { type Attempt, retry } from './attempt.ts';
import { tryCallout } from './callout.ts';
import { checkCertificate } from './certificate.ts';
import { type Check, found } from './check.ts';
import { checkCredential } from './credential.ts';
import { checkPreAuthorisation } from './preAuthorisation.ts';
import { tryToken } from './token.ts';
import { rungOf, type Todo } from '../todo.ts';
import { type LinkView, todosOf, valuesOf } from './view.ts';

export type VerifyOptions = {
  /** Until when refusals that can mean "still spreading" are tried again, in milliseconds since 1970. */
  deadline: number;
  clock: Clock;
  waiting: (text: string) => void;
};

/** What the ladder found. `pending`: the first rung that failed may yet pass by itself. */
export type Verdict = { checks: Check[]; passed: boolean; pending: boolean };

/** The remedy of the rungs that look at somebody else's app: what there is to do by hand, or to take the app over. */
const leftToAPerson = (check: Check, todos: Todo[], values: Values): Check => {
  const own = todos.filter((todo) => rungOf(todo) === check.id);
  const isAboutApp = own.length > 0 && check.actions.includes((values.link as Command).command);
  if (!isAboutApp) return check;
  return { ...check, actions: [...own.flatMap(({ actions }) => actions), say('s2s', 'orAdopt', values)] };
};

const isFailed = ({ status }: Check): boolean => status === 'failed';

/**
 * Climbs the seven rungs: five over what is known already, then a token exchange and a callout. The first rung that
 * fails explains the rest. Changes nothing in either org.
 */
export const verifyLink = async (
  view: LinkView,
  hub: Connection,
  options: VerifyOptions
): Promise<Verdict> => {
  const values: Values = valuesOf(view);
  const todos = todosOf(view);
  const ground = [
    checkCertificate(view, new Date(options.clock.now())),
    checkApp(view),
    checkPreAuthorisation(view),
    checkCredential(view),
    checkAccess(view),
  ].map((check) => leftToAPerson(check, todos, values));
  // Waiting helps only where everything that can be seen is as it should be.
  const patience = ground.some(isFailed) ? { ...options, deadline: 0 } : options;
  const token = await retry(() => atOrg(view.hubName, hub.instanceUrl, tryToken(view, hub)), patience);
  const callout: Attempt = isFailed(token.check)
    ? { check: found('callout', 'skipped', 'noToken', values) }
    : await retry(() => atOrg(view.hubName, hub.instanceUrl, tryCallout(view, hub, token.userId)), patience);
  const checks = [...ground, token.check, callout.check];
  return {
    checks,
    passed: !checks.some(isFailed),
    pending: !ground.some(isFailed) && (token.pending === true || callout.pending === true),
  };
};
