import { describeEnd, describeLink, describeUnseen } from '../describe.ts';
import { guardApiVersion } from '../link/guard.ts';
import type { Progress } from '../link/progress.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { longestDeploy } from '../org/deploy.ts';
import type { LinksResult } from '../result.ts';
import { applyUnlink } from './apply.ts';
import { guardUnlink } from './guard.ts';
import { leftAt, type Left } from './left.ts';
import { type HubEnd, type KnownEnd, observeEnds, type Seen } from './observe.ts';
import { hasWork, planUnlink, type UnlinkPlan } from './plan.ts';
import { againCommand, type UnlinkEnds, type UnlinkRequest } from './request.ts';

export type UnlinkOptions = {
  dryRun: boolean;
  progress: Progress;
  /** Asks whether the plan may be carried out; undefined: it may. */
  confirm?: (outcome: UnlinkOutcome) => Promise<boolean>;
};

export type UnlinkOutcome = {
  result: LinksResult;
  plan: UnlinkPlan;
  seen: Seen;
  /** What stays at an end that could not be reached. */
  left?: Left;
  /** Whether the plan was carried out: not after a dry run, nor after a no. */
  done: boolean;
};

const isSeen = (hub: HubEnd): hub is KnownEnd => hub.conn !== undefined;

const describeFar = (end: HubEnd | undefined): LinksResult['hub'] =>
  describeUnseen({
    id: end?.id,
    url: end?.url,
    login: end?.conn && { username: end.conn.getUsername(), name: end.name },
  });

const describe = (
  { hub, spoke, hubParts, spokeParts }: Seen,
  plan: UnlinkPlan,
  left: Left | undefined,
  changed: boolean,
  now: Date
): LinksResult => {
  const [part] = hubParts?.selection.parts ?? [];
  const spokeEnd = spokeParts ? describeEnd(spokeParts.org) : describeFar(spoke);
  const link = describeLink(
    {
      name: plan.name,
      hub: hubParts?.state,
      credential: part?.credential,
      spoke: { ...spokeEnd, orgId: spokeEnd.orgId ?? part?.spokeId ?? null },
      app: plan.app === undefined ? undefined : { app: plan.app, kind: plan.appKind! },
    },
    now,
    {
      changed,
      steps: plan.steps.map(({ org, type, name, action, changes, reason }) => ({
        org,
        type,
        name,
        action,
        changes,
        reason: reason ?? null,
      })),
      todo: left ? [left.todo] : [],
    }
  );
  return {
    hub: hubParts ? describeEnd(hubParts.state.org) : describeFar(hub),
    // What was taken away is in no state any more.
    links: [changed ? { ...link, state: null } : link],
  };
};

/**
 * Takes a link away at both ends: looks at both, plans, asks, carries the plan out. With nothing to do it writes
 * nothing. With only one end in reach it cleans that end and says what is left at the other.
 * @throws SfError for what must not be done (nothing is changed then), or when an org refuses
 */
export const unlinkOrgs = async (
  ends: UnlinkEnds,
  request: UnlinkRequest,
  { dryRun, progress, confirm }: UnlinkOptions,
  clock: Clock = systemClock
): Promise<UnlinkOutcome> => {
  if ('hub' in ends) guardApiVersion(ends.hub, request.hub);
  if (ends.spoke) guardApiVersion(ends.spoke, String(request.spoke));
  progress({ stage: 'hub' in ends ? 'observe' : 'look' });
  const seen = await observeEnds(ends, request);
  progress({ stage: 'plan' });
  const plan = planUnlink(seen, request);
  guardUnlink(seen, plan, request);
  const left = leftAt(seen, plan, request);
  const outcome = (done: boolean): UnlinkOutcome => ({
    result: describe(seen, plan, left, done && hasWork(plan), new Date(clock.now())),
    plan,
    seen,
    left,
    done,
  });
  if (!hasWork(plan)) return outcome(true);
  if (dryRun || (confirm && !(await confirm(outcome(false))))) return outcome(false);
  await applyUnlink(
    {
      ends: { hub: isSeen(seen.hub) ? seen.hub : undefined, spoke: seen.spoke },
      again: againCommand(request),
      deadline: clock.now() + longestDeploy,
      clock,
      progress,
    },
    plan.steps
  );
  return outcome(true);
};
