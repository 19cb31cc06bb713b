import type { SfError } from '@salesforce/core';
import { commandFor } from '../command.ts';
import { failure } from '../text/messages.ts';
import { isSameName } from '../names.ts';
import { linksOf } from '../observe/find.ts';
import { observeHub } from '../observe/hub.ts';
import type { Clock } from '../org/clock.ts';
import { atOrg, explainConnection } from '../org/explain.ts';
import type { LinkResult } from '../result.ts';
import { type UnlinkOutcome, unlinkOrgs } from '../unlink/unlink.ts';
import type { End } from '../org/end.ts';

/** What became of a link that is in excess: undefined where it was only looked at whether there is one. */
export type Pruned = { name: string; link?: LinkResult; problem?: SfError };

/** What became of all that a hub has in excess. */
export type PruneOutcome = {
  pruned: Pruned[];
  /** What kept it from being known. */
  pruneProblem?: SfError;
};

export type PruneOptions = {
  dryRun: boolean;
  /** Asks whether some links may be taken away; undefined: they may. */
  confirmPrune?: (hub: string, names: string[]) => Promise<boolean>;
};

/** Names of the links of ours that a hub has and is not to have. */
const excessOf = async (hub: End, kept: string[]): Promise<string[]> => {
  const state = await atOrg(hub.name, hub.conn.instanceUrl, observeHub(hub.conn, hub.name));
  return linksOf(state)
    .map(({ name }) => name)
    .filter((name) => !kept.some((other) => isSameName(other, name)));
};

const unlink = (hub: End, name: string, dryRun: boolean, clock: Clock): Promise<UnlinkOutcome> =>
  unlinkOrgs(
    { hub: hub.conn },
    { hub: hub.name, name, force: false, deleteCertificate: false },
    { dryRun, progress: () => undefined },
    clock
  );

/** Takes one link away, at both ends: one whose spoke can't be reached stays whole. */
const pruneLink = async (hub: End, name: string, dryRun: boolean, clock: Clock): Promise<Pruned> => {
  try {
    const plan = await unlink(hub, name, true, clock);
    if (plan.left)
      throw failure('pruneOneEnd', {
        name,
        hub: hub.name,
        unlink: commandFor('unlink', { hub: hub.name, name }),
      });
    const { result } = dryRun ? plan : await unlink(hub, name, false, clock);
    return { name, link: result.links[0] };
  } catch (error) {
    return { name, problem: explainConnection(error, hub.name, hub.conn.instanceUrl) };
  }
};

/**
 * Takes away the links of ours that a hub has and is not to have, each by itself: what keeps one does not keep the others.
 * @param kept names of the links that it is to have
 */
export const pruneHub = async (
  hub: End,
  kept: string[],
  { dryRun, confirmPrune }: PruneOptions,
  clock: Clock
): Promise<PruneOutcome> => {
  try {
    const names = await excessOf(hub, kept);
    if (names.length === 0) return { pruned: [] };
    if (!dryRun && confirmPrune && !(await confirmPrune(hub.name, names)))
      return { pruned: names.map((name) => ({ name })) };
    const pruned: Pruned[] = [];
    for (const name of names) pruned.push(await pruneLink(hub, name, dryRun, clock));
    return { pruned };
  } catch (error) {
    return { pruned: [], pruneProblem: explainConnection(error, hub.name, hub.conn.instanceUrl) };
  }
};
