import type { Connection } from '@salesforce/core';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { asPartial, type Command, exitCodes } from '../messages.ts';
import { leafOf } from '../observe/hub.ts';
import { deployed } from './deployed.ts';
import type { Half } from './half.ts';
import { haveCertificate, replaceToken, saveOnHub } from './onHub.ts';
import { authoriseOnSpoke, madeConsumerKey, saveOnSpoke } from './onSpoke.ts';
import { type Known, type Plan, toDeploy } from './plan.ts';
import type { Progress } from './progress.ts';
import type { Side } from './step.ts';

export type Ends = { hub: Connection; spoke: Connection };

/** How the orgs are called in messages, the command that continues what was stopped, and the same with an external client app. */
export type Wording = { hub: string; spoke: string; again: Command; external: Command };

type Context = {
  ends: Ends;
  plan: Plan;
  deadline: number;
  clock: Clock;
  progress: Progress;
  wording: Wording;
  hubNamespace?: string;
};

const halfAt = ({ ends, plan, wording, ...rest }: Context, side: Side): Half => ({
  ...rest,
  side,
  conn: ends[side],
  org: wording[side],
  steps: plan.steps,
  again: wording.again,
  external: wording.external,
  refused: side === 'hub' ? exitCodes.partial : exitCodes.failed,
});

const at = <T>({ ends, wording }: Context, org: Side, work: Promise<T>): Promise<T> =>
  atOrg(wording[org], ends[org].instanceUrl, work);

/** Everything settled, or the first refusal, once nothing is under way any more. */
const both = async (...work: Promise<void>[]): Promise<void> => {
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
};

/**
 * Carries a plan out: certificate, then spoke, then hub; the spoke's assignments beside the hub's deploy. Each step
 * waits only for what it needs to know. Stopped anywhere, the next plan holds what is left.
 * @throws SfError with exit code 1 (spoke refused), 68 (spoke changed, hub refused) or 69 (not finished)
 */
export const apply = async (context: Context): Promise<void> => {
  const { plan, hubNamespace } = context;
  const { certificate, consumerKey, name } = plan.choice;
  const [hub, spoke] = [halfAt(context, 'hub'), halfAt(context, 'spoke')];
  const made = await at(context, 'hub', haveCertificate(hub));
  await at(
    context,
    'spoke',
    saveOnSpoke(spoke, made ?? (certificate.existing && leafOf(certificate.existing)))
  );
  const isSpokeChanged = toDeploy(plan, 'spoke', {}).length > 0;
  const known: Known = {};
  const linkHub = async (): Promise<void> => {
    known.consumerKey =
      typeof consumerKey === 'string'
        ? consumerKey
        : await at(context, 'spoke', madeConsumerKey(spoke, plan));
    await saveOnHub(hub, known);
  };
  try {
    await both(at(context, 'spoke', authoriseOnSpoke(spoke, plan)), at(context, 'hub', linkHub()));
    await at(context, 'hub', replaceToken(hub, known, { name, namespace: hubNamespace }));
  } catch (error) {
    throw isSpokeChanged ? asPartial(error) : error;
  }
};

/** Whether the org can check these components before everything that they refer to is there. */
const isCheckable = (count: number, plan: Plan, org: Side): boolean =>
  count > 0 && (org === 'spoke' || plan.choice.certificate.existing !== undefined);

/**
 * Lets both orgs check what they can without saving (check-only deploys). What refers to a certificate that is yet to
 * be made can't be checked; a consumer key that is yet to come is stood in for by a placeholder.
 * @returns the orgs that checked their part
 * @throws SfError with the org's refusal
 */
export const checkOnly = async (context: Context): Promise<Side[]> => {
  const { plan } = context;
  const sides: Side[] = ['spoke', 'hub'];
  const checked = await Promise.all(
    sides.map(async (org) => {
      const components = toDeploy(plan, org, { consumerKey: 'CONSUMER_KEY' });
      if (!isCheckable(components.length, plan, org)) return [];
      const half = halfAt(context, org);
      await at(context, org, deployed(half.conn, components, half, { ...half, checkOnly: true }));
      return [org];
    })
  );
  return checked.flat();
};
