import type { Connection } from '@salesforce/core';
import pLimit, { type LimitFunction } from 'p-limit';
import { type Clock, systemClock } from '../org/clock.ts';
import { explainConnection, isTooMany } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import { beginApply, endApply } from './apply.ts';
import type { LinkOutcome } from './outcome.ts';
import {
  dryRun,
  type LinkAllOptions,
  type LinkEnd,
  type LinkJob,
  prepare,
  prove,
  type Run,
} from './phases.ts';
import { hasWork, toDeploy } from './plan.ts';
import { type SharedHub, shareHub } from './shareHub.ts';

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
      if (isOver || !isTooMany(error)) throw error;
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
