import pLimit from 'p-limit';
import type { LinkRequest } from '../link/request.ts';
import { isSameName } from '../names.ts';
import { linksOf } from '../observe/find.ts';
import { observeHub } from '../observe/hub.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import type { LinkResult } from '../result.ts';
import { unlinkOrgs } from '../unlink/unlink.ts';
import type { End } from '../verify/links.ts';
import {
  connectTo,
  failedLinks,
  linkMany,
  type ManyOptions,
  type ManyOutcome,
  type ManyProgress,
  type Wanted,
} from './links.ts';

/** A hub and the links that it is to have. */
export type DesiredHub = {
  hub: string;
  /** Whether these are all links that it is to have, so that others are in excess. */
  isListed: boolean;
  links: { request: LinkRequest }[];
};

export type ApplyOptions = Omit<ManyOptions, 'turns' | 'progress'> & {
  /** How many links are worked on at once. */
  atOnce: number;
  apiVersion?: string;
  /** Whether links that are in excess are taken away. */
  prune: boolean;
  /** Asks whether some links may be taken away; undefined: they may. */
  confirmPrune?: (hub: string, names: string[]) => Promise<boolean>;
  progress: ManyProgress;
};

/** What became of one hub. */
export type HubOutcome = ManyOutcome & {
  /** Names of links that are in excess, whether or not they were taken away. */
  excess: string[];
  /** Whether it was left open what is in excess, because a link could not be worked on. */
  isExcessUnknown: boolean;
  pruned: LinkResult[];
};

/** Links of a hub where nobody asks what else it has. */
export const withoutExcess = (made: ManyOutcome): HubOutcome => ({
  ...made,
  excess: [],
  isExcessUnknown: false,
  pruned: [],
});

/** Names of the links of ours that a hub has and is not to have. */
const excessOf = async (hub: End, kept: string[]): Promise<string[]> => {
  const state = await atOrg(hub.name, hub.conn.instanceUrl, observeHub(hub.conn, hub.name));
  return linksOf(state)
    .map(({ name }) => name)
    .filter((name) => !kept.some((other) => isSameName(other, name)));
};

const pruneLink = async (hub: End, name: string, dryRun: boolean, clock: Clock): Promise<LinkResult> => {
  const request = { hub: hub.name, name, force: false, deleteCertificate: false };
  const outcome = await unlinkOrgs({ hub: hub.conn }, request, { dryRun, progress: () => undefined }, clock);
  return outcome.result.links[0];
};

const prune = async (
  hub: End,
  names: string[],
  { dryRun, confirmPrune }: ApplyOptions,
  clock: Clock
): Promise<LinkResult[]> => {
  if (names.length === 0 || (!dryRun && confirmPrune && !(await confirmPrune(hub.name, names)))) return [];
  const pruned: LinkResult[] = [];
  for (const name of names) pruned.push(await pruneLink(hub, name, dryRun, clock));
  return pruned;
};

/** Brings the links of one hub to what they are to be. */
const applyHub = async (
  { hub: name, isListed, links }: DesiredHub,
  options: ApplyOptions & Pick<ManyOptions, 'turns'>,
  clock: Clock
): Promise<HubOutcome> => {
  const { conn, problem } = await connectTo(name, options.apiVersion);
  if (!conn) {
    const failed = failedLinks(
      name,
      links.map(({ request }) => ({ request })),
      problem!,
      clock
    );
    links.forEach((_, i) => {
      options.progress.ended(i, problem);
    });
    return withoutExcess(failed);
  }
  const wanted = await Promise.all(
    links.map(async ({ request }): Promise<Wanted> => {
      const spoke = await connectTo(request.spoke, options.apiVersion);
      return { request, spoke: spoke.conn, problem: spoke.problem };
    })
  );
  const end = { conn, name };
  const made = await linkMany(end, wanted, options, clock);
  if (!isListed || !options.prune) return withoutExcess(made);
  if (made.problems.some((one) => one !== undefined))
    return { ...withoutExcess(made), isExcessUnknown: true };
  const excess = await excessOf(
    end,
    made.result.links.map((link) => link.name)
  );
  return { ...made, excess, isExcessUnknown: false, pruned: await prune(end, excess, options, clock) };
};

/**
 * Brings the links of some hubs to what they are to be, side by side. What goes wrong with one link, or at one hub, does
 * not stop the others.
 * @returns what became of each hub, in the same order
 */
export const applyManifest = (
  hubs: DesiredHub[],
  options: ApplyOptions,
  clock: Clock = systemClock
): Promise<HubOutcome[]> => {
  const turns = pLimit(options.atOnce);
  const starts = hubs.map((_, i) => hubs.slice(0, i).reduce((sum, { links }) => sum + links.length, 0));
  return Promise.all(
    hubs.map((hub, i) => {
      const progress: ManyProgress = {
        stage: (link, stage) => {
          options.progress.stage(starts[i] + link, stage);
        },
        ended: (link, problem) => {
          options.progress.ended(starts[i] + link, problem);
        },
      };
      return applyHub(hub, { ...options, turns, progress }, clock);
    })
  );
};
