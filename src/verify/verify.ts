import type { Connection } from '@salesforce/core';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import type { Values } from '../messages.ts';
import { checkAccess, withoutExpired } from './access.ts';
import { checkApp } from './app.ts';
import { type Attempt, retry } from './attempt.ts';
import { tryCallout } from './callout.ts';
import { checkCertificate } from './certificate.ts';
import { type Check, found } from './check.ts';
import { checkCredential } from './credential.ts';
import { checkPreAuthorisation } from './preAuthorisation.ts';
import { tryToken } from './token.ts';
import { type LinkView, valuesOf } from './view.ts';
import { afterToken } from './warnings.ts';

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
 * Climbs the seven rungs: five over what is known already, then a token exchange and a callout. The first rung that
 * fails explains the rest. Changes nothing in either org.
 */
export const verifyLink = async (
  seen: LinkView,
  hub: Connection,
  options: VerifyOptions
): Promise<Verdict> => {
  const now = new Date(options.clock.now());
  const view = withoutExpired(seen, now);
  const values: Values = valuesOf(view);
  const ground = [
    checkCertificate(view, now),
    checkApp(view),
    checkPreAuthorisation(view),
    checkCredential(view),
    checkAccess(view),
  ];
  // Waiting helps only where everything that can be seen is as it should be.
  const patience = ground.some(isFailed) ? { ...options, deadline: 0 } : options;
  const token = await retry(() => atOrg(view.hubName, hub.instanceUrl, tryToken(view, hub)), patience);
  const callout: Attempt = isFailed(token.check)
    ? { check: found('callout', 'skipped', 'noToken', values) }
    : await retry(() => atOrg(view.hubName, hub.instanceUrl, tryCallout(view, hub, token.userId)), patience);
  const reviewed = ground.map((check) => afterToken(check, token.check, view));
  const checks = [...reviewed, token.check, callout.check];
  return {
    checks,
    passed: !checks.some(isFailed),
    pending: !reviewed.some(isFailed) && (token.pending === true || callout.pending === true),
  };
};
