import { type Connection, Org, type SfError } from '@salesforce/core';
import { describeLink, describeProblem, describeUnseen } from '../describe.ts';
import { linkAll } from '../link/linkAll.ts';
import type { LinkAllOptions, LinkEnd, LinkJob } from '../link/phases.ts';
import type { LinkOutcome } from '../link/outcome.ts';
import type { Stage } from '../link/progress.ts';
import type { LinkRequest } from '../link/request.ts';
import { failure } from '../text/messages.ts';
import { nameOfOrg } from '../names.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import type { LinkResult, LinksResult } from '../result.ts';
import type { End } from '../org/end.ts';

/** A link that is wanted, and how its spoke is reached: undefined where nobody is logged in to it. */
export type Wanted = { request: LinkRequest; spoke?: Connection; problem?: SfError };

/** What a run tells while it works on many links. */
export type ManyProgress = {
  /** @param link index of the link */
  stage: (link: number, stage: Stage) => void;
  ended: (link: number, problem: SfError | undefined) => void;
};

export type ManyOptions = Omit<LinkAllOptions, 'askServiceUser'> & { progress: ManyProgress };

/** What became of the links of one hub, in the order in which they were wanted. */
export type ManyOutcome = {
  result: LinksResult;
  outcomes: (LinkOutcome | undefined)[];
  problems: (SfError | undefined)[];
  /** What to say besides, each once. */
  warnings: string[];
};

/**
 * Connects to an org by alias or username.
 * @returns the connection, or the problem that there is with it: it belongs to one link alone
 */
export const connectTo = async (
  aliasOrUsername: string,
  apiVersion: string | undefined
): Promise<{ conn?: Connection; problem?: SfError }> => {
  try {
    return { conn: (await Org.create({ aliasOrUsername })).getConnection(apiVersion) };
  } catch (error) {
    return { problem: failure('noLogin', { org: aliasOrUsername, problem: (error as Error).message }) };
  }
};

/** What is the matter with links that are wanted twice, under two aliases of the same org, by index. */
const repeated = (wanted: Wanted[]): Map<number, SfError> => {
  const seen = new Map<string, Wanted>();
  const problems = new Map<number, SfError>();
  for (const [i, one] of wanted.entries()) {
    if (!one.spoke) continue;
    const { hub, spoke, name = '' } = one.request;
    const key = `${one.spoke.getAuthInfoFields().orgId ?? one.spoke.instanceUrl} ${name}`;
    const first = seen.get(key);
    if (first) problems.set(i, failure('linkedTwice', { hub, spoke, other: first.request.spoke }));
    else seen.set(key, one);
  }
  return problems;
};

/** An org of which only the login is known. */
const describeLogin = ({ conn, name }: End): LinksResult['hub'] =>
  describeUnseen({
    id: conn.getAuthInfoFields().orgId,
    url: new URL(conn.instanceUrl).origin,
    login: { username: conn.getUsername(), name },
  });

const failedLink = ({ request, spoke }: Wanted, problem: SfError, now: Date): LinkResult => {
  const end = spoke
    ? describeLogin({ conn: spoke, name: request.spoke })
    : describeUnseen({ login: { name: request.spoke } });
  const name = request.name ?? (end.url === null ? request.spoke : nameOfOrg(end.url));
  return describeLink({ name, spoke: end, serviceUser: request.serviceUser }, now, {
    problem: describeProblem(problem),
  });
};

/** What became of links whose hub nobody is logged in to. @param hub alias or username */
export const failedLinks = (hub: string, wanted: Wanted[], problem: SfError, clock: Clock): ManyOutcome => ({
  result: {
    hub: { orgId: null, username: null, alias: hub, url: null },
    links: wanted.map((one) => failedLink(one, problem, new Date(clock.now()))),
  },
  outcomes: wanted.map(() => undefined),
  problems: wanted.map(() => problem),
  warnings: [],
});

/** Makes several links of one hub, and tells of each what became of it. */
export const linkMany = async (
  hub: End,
  wanted: Wanted[],
  { progress, ...options }: ManyOptions,
  clock: Clock = systemClock
): Promise<ManyOutcome> => {
  const now = new Date(clock.now());
  const twice = repeated(wanted);
  const problemOf = (i: number): SfError | undefined => wanted[i].problem ?? twice.get(i);
  const jobs = wanted.flatMap((one, i): (LinkJob & { i: number })[] => {
    if (!one.spoke || problemOf(i)) return [];
    const tell = {
      progress: ({ stage }: { stage: Stage }) => {
        progress.stage(i, stage);
      },
      ended: (end: LinkEnd) => {
        progress.ended(i, 'problem' in end ? end.problem : undefined);
      },
    };
    return [{ i, spoke: one.spoke, request: one.request, ...tell }];
  });
  for (const i of wanted.keys()) if (problemOf(i)) progress.ended(i, problemOf(i));
  const ends = await linkAll(hub.conn, jobs, options, clock);
  const endOf = (i: number): LinkEnd | undefined => ends[jobs.findIndex((job) => job.i === i)];
  const outcomes = wanted.map((_, i) => {
    const end = endOf(i);
    return end && 'outcome' in end ? end.outcome : undefined;
  });
  const problems = wanted.map((_, i) => {
    const end = endOf(i);
    return end && 'problem' in end ? end.problem : problemOf(i);
  });
  const seen = outcomes.find((outcome) => outcome !== undefined)?.result.hub;
  return {
    result: {
      hub: seen ?? describeLogin(hub),
      links: wanted.map((one, i) => outcomes[i]?.result.links[0] ?? failedLink(one, problems[i]!, now)),
    },
    outcomes,
    problems,
    warnings: [...new Set(outcomes.flatMap((outcome) => outcome?.warnings ?? []))],
  };
};
