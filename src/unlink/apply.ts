import { deployed } from '../link/deployed.ts';
import type { Progress } from '../link/progress.ts';
import type { Side } from '../link/step.ts';
import { asPartial, type Command, failure } from '../text/messages.ts';
import type { ComponentType } from '../metadata/component.ts';
import { deleteRows } from '../org/records.ts';
import { deactivateUsers } from '../org/users.ts';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { deleteComponents } from '../org/metadata.ts';
import type { KnownEnd } from './observe.ts';
import { isWork, type UnlinkStep } from './step.ts';

type Context = {
  ends: Record<Side, KnownEnd | undefined>;
  /** The command that goes on. */
  again: Command;
  deadline: number;
  clock: Clock;
  progress: Progress;
};

/** Stretches of steps that have the same value of a field. */
const inStretches = (steps: UnlinkStep[], field: 'org' | 'type'): UnlinkStep[][] => {
  const stretches: UnlinkStep[][] = [];
  for (const step of steps) {
    const last = stretches.at(-1);
    if (last?.[0][field] === step[field]) last.push(step);
    else stretches.push([step]);
  }
  return stretches;
};

/** Refuses what an org refused of a batch; where it did the rest, something was changed. */
const refuse = ({ again }: Context, org: KnownEnd, problems: string[], total: number): void => {
  if (problems.length === 0) return;
  const refusal = failure('deletionRefused', { org: org.name, problems, again });
  throw problems.length < total ? asPartial(refusal) : refusal;
};

const deleteBatch = async (context: Context, org: KnownEnd, batch: UnlinkStep[]): Promise<void> => {
  const rows = batch.flatMap(({ rowId, name }) => (rowId ? [{ id: rowId, name }] : []));
  const type = batch[0].type;
  const refused =
    rows.length > 0
      ? await deleteRows(org.conn, type, rows)
      : (
          await deleteComponents(
            org.conn,
            type as ComponentType,
            batch.map(({ name }) => name)
          )
        ).map(({ name, problem }) => `${type} ${name}: ${problem}`);
  refuse(context, org, refused, batch.length);
};

/** Takes users out of use: they can't be deleted. */
const deactivate = async (context: Context, org: KnownEnd, steps: UnlinkStep[]): Promise<void> => {
  if (steps.length === 0) return;
  const refused = await deactivateUsers(
    org.conn,
    steps.map(({ rowId, name }) => ({ id: String(rowId), name }))
  );
  refuse(context, org, refused, steps.length);
};

/** Gives back what somebody else had made: the same components without the marker, in one deploy. */
const giveBack = async (context: Context, org: KnownEnd, steps: UnlinkStep[]): Promise<void> => {
  const components = steps.flatMap(({ component }) => component ?? []);
  if (components.length === 0) return;
  await deployed(org.conn, components, { org: org.name, again: context.again }, context);
};

/**
 * Carries a plan out in its order, one call after the other: what refers to something has to be gone before it. What is
 * given back comes last in each stretch at one end. Stopped anywhere, the next plan holds what is left.
 * @throws SfError with exit code 1 where nothing was changed, 68 where something was
 */
export const applyUnlink = async (context: Context, steps: UnlinkStep[]): Promise<void> => {
  let changed = false;
  const seen: Side[] = [];
  try {
    for (const own of inStretches(steps.filter(isWork), 'org')) {
      const side = own[0].org;
      const org = context.ends[side];
      if (!org) continue;
      // A picture of the stages goes forward only: the end of the link's trace on the hub is no stage of its own.
      if (!seen.includes(side)) context.progress({ stage: side });
      seen.push(side);
      const work = async (): Promise<void> => {
        for (const batch of inStretches(
          own.filter(({ action }) => action === 'delete'),
          'type'
        )) {
          await deleteBatch(context, org, batch);
          changed = true;
        }
        await deactivate(
          context,
          org,
          own.filter(({ action }) => action === 'deactivate')
        );
        await giveBack(
          context,
          org,
          own.filter(({ action }) => action === 'release')
        );
        changed = true;
      };
      await atOrg(org.name, org.url, work());
    }
  } catch (error) {
    throw changed ? asPartial(error) : error;
  }
};
