import type { Connection } from '@salesforce/core';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import type { Values } from '../messages.ts';
import { checkAccess } from './access.ts';
import { checkApp } from './app.ts';
import { type Attempt, retry } from './attempt.ts';
import { tryCallout } from './callout.ts';
import { checkCertificate } from './certificate.ts';
import { type Check, found } from './check.ts';
import { checkCredential } from './credential.ts';
import { checkPreAuthorisation } from './preAuthorisation.ts';
import type { Known } from './refusal.ts';
import { tryToken } from './token.ts';
import { type LinkView, valuesOf } from './view.ts';

export type VerifyOptions = {
  /** Until when refusals that can mean "still spreading" are tried again, in milliseconds since 1970. */
  deadline: number;
  clock: Clock;
  waiting: (text: string) => void;
};

/** What the ladder found. `pending`: the first rung that failed may yet pass by itself. */
export type Verdict = { checks: Check[]; passed: boolean; pending: boolean };

const isFailed = ({ status }: Check): boolean => status === 'failed';

/**
 * A token rung that could only warn, because it is about the place where this runs, has proved nothing: where no callout
 * was made that could decide, the link counts as failed.
 */
const settled = (token: Check, callout: Check): Check =>
  token.status === 'warning' && callout.status === 'skipped' ? { ...token, status: 'failed' } : token;

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
  const ground = [
    checkCertificate(view, new Date(options.clock.now())),
    checkApp(view),
    checkPreAuthorisation(view),
    checkCredential(view),
    checkAccess(view),
  ];
  const known: Known = { view, ground };
  // Waiting helps only where everything that can be seen is as it should be.
  const patience = ground.some(isFailed) ? { ...options, deadline: 0 } : options;
  const token = await retry(() => atOrg(view.hubName, hub.instanceUrl, tryToken(known, hub)), patience);
  const callout: Attempt = isFailed(token.check)
    ? { check: found('callout', 'skipped', 'noToken', values) }
    : await retry(() => atOrg(view.hubName, hub.instanceUrl, tryCallout(known, hub, token.userId)), patience);
  const checks = [...ground, settled(token.check, callout.check), callout.check];
  return {
    checks,
    passed: !checks.some(isFailed),
    pending: !ground.some(isFailed) && (token.pending === true || callout.pending === true),
  };
};
