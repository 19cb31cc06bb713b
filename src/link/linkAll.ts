import type { Connection, SfError } from '@salesforce/core';
import pLimit, { type LimitFunction } from 'p-limit';
import { type Clock, systemClock } from '../org/clock.ts';
import { explainConnection } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import { verifyLink } from '../verify/verify.ts';
import { type Applying, beginApply, checkOnly, endApply, type Ends } from './apply.ts';
import { callerWarnings } from './callerWarnings.ts';
import { describeRun } from './describe.ts';
import { guardRequest } from './guard.ts';
import { credentialNamed } from '../observe/find.ts';
import { type Observed, observePair, viewOf } from './observe.ts';
import type { LinkOptions, LinkOutcome } from './outcome.ts';
import { writeCertificate, writeSource } from './output.ts';
import { hasWork, toDeploy } from './plan.ts';
import { planFor } from './planFor.ts';
import type { Progress } from './progress.ts';
import { repointed } from './repoint.ts';
import { againCommand, type LinkRequest } from './request.ts';
import { type SharedHub, shareHub } from './shareHub.ts';
import { unsaid, warningsFor } from './warnings.ts';

/** One of several links of a hub that are made together. */
export type LinkJob = {
  spoke: Connection;
  request: LinkRequest;
  progress: Progress;
  /** Told as soon as it is known what became of it. */
  ended?: (end: LinkEnd) => void;
};

/** What became of one of several links. */
export type LinkEnd = { outcome: LinkOutcome } | { problem: SfError };

export type LinkAllOptions = Omit<LinkOptions, 'progress'> & {
  /** How many links are worked on at once. */
  turns: LimitFunction;
};

/** What is known of a link once it is planned. */
type Planned = { applying: Applying; seen: Observed; request: LinkRequest; now: Date; files: string[] };

type Run = LinkAllOptions & { hub: Connection; shared: SharedHub; deadline: number; clock: Clock };

/** @param change after which the hub is to be read */
const prepare = async ({ spoke, request, progress }: LinkJob, run: Run, change: number): Promise<Planned> => {
  const { hub, shared, deadline, clock, outputDir, askServiceUser } = run;
  const ends: Ends = { hub, spoke };
  await useMyDomain(spoke);
  guardRequest(hub, spoke, request);
  progress({ stage: 'observe' });
  const now = new Date(clock.now());
  const seen = await observePair(ends, request, askServiceUser, now, () => shared.observe(change));
  progress({ stage: 'plan' });
  const plan = planFor(seen, request, now);
  shared.claim(plan.choice.name, seen.spoke.org, { hub: request.hub, spoke: request.spoke });
  const files = outputDir === undefined ? [] : await writeSource(plan, outputDir);
  const wording = {
    hub: request.hub,
    spoke: request.spoke,
    again: againCommand(request),
    external: againCommand({ ...request, app: undefined }),
  };
  const hubNamespace = seen.hub.org.namespace;
  return {
    applying: { ends, plan, deadline, clock, progress, wording, hubNamespace, shared },
    seen,
    request,
    now,
    files,
  };
};

/** What a run that changes something warns of. */
const warningsOf = ({ seen, request, applying: { plan } }: Planned): ReturnType<typeof warningsFor> =>
  hasWork(plan) ? warningsFor(seen, request, plan) : [];

const dryRun = async (planned: Planned, outputDir: string | undefined): Promise<LinkOutcome> => {
  const { applying, seen, request, now, files } = planned;
  const { plan } = applying;
  const checked = await checkOnly(applying);
  files.push(...(await writeCertificate(seen.hub, plan, outputDir)));
  const { consumerKey, name } = plan.choice;
  const known = typeof consumerKey === 'string' ? consumerKey : undefined;
  const toCome = repointed(plan, seen.spoke.org.url, known);
  return {
    result: describeRun(seen, plan, request, now, { changed: false, outputDir, repointed: toCome }),
    plan,
    checked,
    files,
    warnings: [
      ...unsaid(warningsOf(planned), undefined),
      ...callerWarnings(seen.link, name, request, plan.steps, true),
    ],
    repointed: toCome,
  };
};

/** Looks again where something was changed, and proves the link. */
const prove = async (
  planned: Planned,
  { hub, shared, outputDir }: Run,
  turns: LimitFunction
): Promise<LinkOutcome> => {
  const { applying, seen, request, now, files } = planned;
  const { ends, plan, deadline, clock, progress } = applying;
  const changed = hasWork(plan);
  const { name, serviceUser } = plan.choice;
  progress({ stage: 'verify' });
  const change = shared.changed();
  // What was asked of the service user is done by now.
  const settled = { ...request, name, serviceUser, createServiceUser: undefined, serviceUserPermsets: [] };
  const look = (): Promise<Observed> =>
    observePair(ends, settled, undefined, new Date(clock.now()), () => shared.observe(change));
  const after = changed ? await turns(look) : seen;
  const verdict = await verifyLink(viewOf(after, name, request), hub, {
    deadline,
    clock,
    waiting: (link, wait) => {
      progress({ stage: 'verify', waiting: { link, wait } });
    },
    inTurn: turns,
  });
  files.push(...(await writeCertificate(after.hub, plan, outputDir)));
  const done = repointed(plan, after.spoke.org.url, credentialNamed(after.hub, name)?.claims.iss);
  return {
    result: describeRun(after, plan, request, now, { verdict, changed, outputDir, repointed: done }),
    plan,
    verdict,
    checked: [],
    files,
    warnings: [
      ...unsaid(warningsOf(planned), verdict),
      ...callerWarnings(after.link, name, request, plan.steps, false),
    ],
    repointed: done,
  };
};

/** What an org says that has too many requests at a time. Source: Salesforce Developer Limits, "Concurrent API Request Limits". */
const tooMany = /REQUEST_LIMIT_EXCEEDED[^]*Concurrent/;
const firstBackOff = 5_000;
const longestBackOff = 40_000;

/** Works once more on what an org refused because it has too many requests, later and with half as many at a time. */
const backingOff = async <T>(
  work: (change: number) => Promise<T>,
  { turns, deadline, clock, shared }: Run
): Promise<T> => {
  let change = 0;
  for (let pause = firstBackOff; ; pause *= 2) {
    try {
      return await work(change);
    } catch (error) {
      const isOver = pause > longestBackOff || clock.now() + pause > deadline;
      if (isOver || !tooMany.test((error as Error).message)) throw error;
      turns.concurrency = Math.max(1, Math.ceil(turns.concurrency / 2));
      await clock.sleep(pause);
      change = shared.changed();
    }
  }
};

/** Several links to one spoke may share its app: one after the other. */
const turnsBySpoke = (): ((spoke: Connection) => LimitFunction) => {
  const turns = new Map<string, LimitFunction>();
  return (spoke) => {
    const id = spoke.getAuthInfoFields().orgId ?? spoke.instanceUrl;
    const known = turns.get(id) ?? pLimit(1);
    turns.set(id, known);
    return known;
  };
};

/**
 * Makes or brings up to date several links of one hub side by side. The hub is read once and gets its part in as few deploys
 * as can be; what goes wrong with one link does not stop the others. With nothing to do nothing is written.
 * @returns what became of each, in the same order
 * @throws SfError when the hub can't be asked at all
 */
export const linkAll = async (
  hub: Connection,
  jobs: LinkJob[],
  options: LinkAllOptions,
  clock: Clock = systemClock
): Promise<LinkEnd[]> => {
  const deadline = clock.now() + options.wait;
  const certificates = jobs.map(({ request }) => request.certificate);
  const hubName = jobs[0]?.request.hub ?? '';
  await useMyDomain(hub);
  const shared = shareHub(hub, hubName, certificates, jobs.length, { deadline, clock });
  const run: Run = { ...options, hub, shared, deadline, clock };
  const { turns } = options;
  const spokeTurns = turnsBySpoke();
  const linkOne = async (job: LinkJob, change: number, arrive: () => void): Promise<LinkOutcome> => {
    const commit: SharedHub['group']['commit'] = (...parts) => {
      const work = shared.group.commit(...parts);
      arrive();
      return work;
    };
    const own = { ...run, shared: { ...shared, group: { ...shared.group, commit } } };
    const { planned, spoke } = await turns(() =>
      spokeTurns(job.spoke)(async () => {
        const ready = await prepare(job, own, change);
        const isToApply = !options.dryRun && hasWork(ready.applying.plan);
        return { planned: ready, spoke: isToApply ? await beginApply(ready.applying) : undefined };
      })
    );
    if (toDeploy(planned.applying.plan, 'hub', {}).length === 0) arrive();
    if (options.dryRun) return turns(() => dryRun(planned, options.outputDir));
    if (spoke) await endApply(planned.applying, spoke);
    return prove(planned, run, turns);
  };
  return Promise.all(
    jobs.map(async (job) => {
      let isAwaited = true;
      const arrive = (): void => {
        if (isAwaited) shared.group.arrived();
        isAwaited = false;
      };
      const work = backingOff((change) => linkOne(job, change, arrive), run).finally(arrive);
      const end = await work.then(
        (outcome) => ({ outcome }),
        (error: unknown) => ({ problem: explainConnection(error, job.request.spoke, job.spoke.instanceUrl) })
      );
      job.ended?.(end);
      return end;
    })
  );
};
