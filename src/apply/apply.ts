import type { Connection, SfError } from '@salesforce/core';
import pLimit from 'p-limit';
import type { LinkRequest } from '../link/request.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import {
  connectTo,
  failedLinks,
  linkMany,
  type ManyOptions,
  type ManyOutcome,
  type ManyProgress,
  type Wanted,
} from './links.ts';
import { pruneHub, type PruneOptions, type PruneOutcome } from './prune.ts';

/** A hub, as a file names it, and the links that it is to have. */
export type DesiredHub = {
  hub: string;
  /** Whether these are all links that it is to have, so that others are in excess. */
  isListed: boolean;
  links: { request: LinkRequest }[];
};

/** A hub with its connection, or with the problem that there is with it. */
export type ConnectedHub = DesiredHub & { conn?: Connection; problem?: SfError };

export type ApplyOptions = Omit<ManyOptions, 'turns' | 'progress'> &
  PruneOptions & {
    /** How many links are worked on at once. */
    atOnce: number;
    apiVersion?: string;
    /** Whether links that are in excess are taken away. */
    prune: boolean;
    progress: ManyProgress;
  };

/** What became of one hub. */
export type HubOutcome = ManyOutcome &
  PruneOutcome & {
    /** Whether it was left open what is in excess, because a link could not be worked on. */
    isExcessUnknown: boolean;
  };

/** Links of a hub where nobody asks what else it has. */
export const withoutExcess = (made: ManyOutcome): HubOutcome => ({
  ...made,
  isExcessUnknown: false,
  pruned: [],
});

/**
 * Connects to hubs by alias or username. An org that is named in several ways is one hub: what is declared of it in one place
 * is not in excess because of another.
 */
export const connectHubs = async (
  hubs: DesiredHub[],
  apiVersion: string | undefined
): Promise<ConnectedHub[]> => {
  const found = new Map<string, ConnectedHub>();
  for (const hub of hubs) {
    const { conn, problem } = await connectTo(hub.hub, apiVersion);
    const id = conn?.getAuthInfoFields().orgId ?? hub.hub;
    const known = found.get(id);
    found.set(
      id,
      known
        ? { ...known, isListed: known.isListed || hub.isListed, links: [...known.links, ...hub.links] }
        : { ...hub, conn, problem }
    );
  }
  return [...found.values()];
};

/** Brings the links of one hub to what they are to be. */
const applyHub = async (
  { hub: name, isListed, links, conn, problem }: ConnectedHub,
  options: ApplyOptions & Pick<ManyOptions, 'turns'>,
  clock: Clock
): Promise<HubOutcome> => {
  const requests = links.map(({ request }) => ({ ...request, hub: name }));
  if (!conn) {
    const failed = failedLinks(
      name,
      requests.map((request) => ({ request })),
      problem!,
      clock
    );
    links.forEach((_, i) => {
      options.progress.ended(i, problem);
    });
    return withoutExcess(failed);
  }
  const wanted = await Promise.all(
    requests.map(async (request): Promise<Wanted> => {
      const spoke = await connectTo(request.spoke, options.apiVersion);
      return { request, spoke: spoke.conn, problem: spoke.problem };
    })
  );
  const end = { conn, name };
  const made = await linkMany(end, wanted, options, clock);
  if (!isListed || !options.prune) return withoutExcess(made);
  if (made.problems.some((one) => one !== undefined))
    return { ...withoutExcess(made), isExcessUnknown: true };
  const kept = made.result.links.map((link) => link.name);
  return { ...withoutExcess(made), ...(await pruneHub(end, kept, options, clock)) };
};

/**
 * Brings the links of some hubs to what they are to be, side by side. What goes wrong with one link, or at one hub, does
 * not stop the others.
 * @returns what became of each hub, in the same order
 */
export const applyManifest = (
  hubs: ConnectedHub[],
  options: ApplyOptions,
  clock: Clock = systemClock
): Promise<HubOutcome[]> => {
  const turns = pLimit(options.atOnce);
  // Hubs are worked on side by side, but only one question can be answered at a time.
  const asking = pLimit(1);
  const { confirmPrune: ask } = options;
  const confirmPrune = ask && ((hub: string, links: string[]) => asking(ask, hub, links));
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
      return applyHub(hub, { ...options, turns, progress, confirmPrune }, clock);
    })
  );
};
