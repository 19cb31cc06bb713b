import type { Connection } from '@salesforce/core';
import type { Values } from '../text/messages.ts';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { probesOn, type RunProbe } from '../org/probes.ts';
import { checkAccess } from './access.ts';
import { checkApp } from './app.ts';
import { type Attempt, retry, type Wait } from './attempt.ts';
import { callSpoke, tryCallout, whyNoCallout } from './callout.ts';
import { checkCertificate } from './certificate.ts';
import type { Check } from '../result.ts';
import { found, type Rung } from './check.ts';
import { checkCredential } from './credential.ts';
import { checkPreAuthorisation } from './preAuthorisation.ts';
import type { Known } from './refusal.ts';
import { leftToAPerson, orWait } from './remedies.ts';
import { tryToken } from './token.ts';
import { type LinkView, todosOf, valuesOf } from './view.ts';
import { afterToken } from './warnings.ts';

export type VerifyOptions = {
  /** Until when refusals that can mean "still spreading" are tried again, in milliseconds since 1970. */
  deadline: number;
  clock: Clock;
  /** Told before each pause, and every second of it. */
  waiting: (link: string, wait: Wait) => void;
  /** Where many links are verified at once: how they share calls of their hub. */
  probe?: RunProbe;
  /** Where many links are worked on at once: when a try may begin. Pauses take no turn. */
  inTurn?: <T>(work: () => Promise<T>) => Promise<T>;
};

/** What the ladder found. `pending`: the first rung that failed may yet pass by itself. */
export type Verdict = {
  checks: Check[];
  passed: boolean;
  pending: boolean;
  /** Milliseconds that rungs were waited for which ask an org. */
  times: Partial<Record<Rung, number>>;
};

const isFailed = ({ status }: Check): boolean => status === 'failed';

/**
 * A token rung that could only warn, because it is about the place where this runs, has proved nothing: where no callout
 * was made that could decide, the link counts as failed.
 */
const settled = (token: Check, callout: Check): Check =>
  token.status === 'warning' && callout.status === 'skipped' ? { ...token, status: 'failed' } : token;

/** Work that can begin before it is asked for: the first who asks gets what was begun, unless it was dropped. */
const withHeadStart = <T>(
  work: () => Promise<T>
): { begin: () => void; drop: () => void; take: () => Promise<T> } => {
  let begun: Promise<T> | undefined;
  const drop = (): void => {
    begun = undefined;
  };
  return {
    begin: () => {
      begun = work();
      // Nobody may ask for it.
      begun.catch(() => undefined);
    },
    drop,
    take: () => {
      const taken = begun ?? work();
      drop();
      return taken;
    },
  };
};

/**
 * Climbs the seven rungs: five over what is known already, then a token exchange and a callout. The first rung that
 * fails explains the rest. Where the five stand, the hub calls while the token is exchanged, which saves the time of
 * the shorter; what it meets counts only if the token was granted at once. Changes nothing in either org.
 */
export const verifyLink = async (
  view: LinkView,
  hub: Connection,
  { probe = probesOn(hub), ...options }: VerifyOptions
): Promise<Verdict> => {
  const now = new Date(options.clock.now());
  const values: Values = valuesOf(view);
  const todos = todosOf(view);
  const ground = [
    checkCertificate(view, now),
    checkApp(view),
    checkPreAuthorisation(view),
    checkCredential(view),
    checkAccess(view),
  ].map((check) => leftToAPerson(check, todos, values));
  const known: Known = { view, ground };
  // Waiting helps only where everything that can be seen is as it should be.
  const isGroundFirm = !ground.some(isFailed);
  const times: Verdict['times'] = {};
  const climb = async (rung: Rung, tryOnce: () => Promise<Attempt>): Promise<Attempt> => {
    const start = options.clock.now();
    const inTurn = options.inTurn ?? ((work) => work());
    const attempt = await retry(() => inTurn(() => atOrg(view.hubName, hub.instanceUrl, tryOnce())), {
      deadline: isGroundFirm ? options.deadline : 0,
      clock: options.clock,
      waiting: (wait) => {
        options.waiting(view.credential.name, wait);
      },
    });
    times[rung] = options.clock.now() - start;
    const mayPass = isGroundFirm && attempt.pending === true && isFailed(attempt.check);
    return mayPass ? { ...attempt, check: orWait(attempt.check, view) } : { ...attempt, pending: false };
  };
  const call = withHeadStart(() => callSpoke(view, probe));
  let isFirst = isGroundFirm && whyNoCallout(view) === undefined;
  const token = await climb('token', () => {
    if (isFirst) call.begin();
    else call.drop();
    isFirst = false;
    return tryToken(known, probe);
  });
  const callout: Attempt = isFailed(token.check)
    ? { check: found('callout', 'skipped', 'noToken', values) }
    : await climb('callout', () => tryCallout(known, call.take, token.userId));
  const reviewed = ground.map((check) => afterToken(check, token.check, view));
  const checks = [...reviewed, settled(token.check, callout.check), callout.check];
  return {
    checks,
    passed: !checks.some(isFailed),
    pending: token.pending === true || callout.pending === true,
    times,
  };
};
