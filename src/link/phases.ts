import type { Connection, SfError } from '@salesforce/core';
import type { LimitFunction } from 'p-limit';
import { credentialNamed } from '../observe/find.ts';
import type { Clock } from '../org/clock.ts';
import { useMyDomain } from '../org/myDomain.ts';
import { verifyLink } from '../verify/verify.ts';
import { type Applying, checkOnly, type Ends } from './apply.ts';
import { callerWarnings, goneCallers } from './callerWarnings.ts';
import { describeRun } from './describe.ts';
import { guardRequest } from './guard.ts';
import { type Observed, observePair, viewOf } from './observe.ts';
import type { LinkOptions, LinkOutcome } from './outcome.ts';
import { writeCertificate, writeSource } from './output.ts';
import { hasWork } from './plan.ts';
import { planFor } from './planFor.ts';
import type { Progress } from './progress.ts';
import { repointed } from './repoint.ts';
import { againCommand, type LinkRequest } from './request.ts';
import type { SharedHub } from './shareHub.ts';
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
export type Planned = {
  applying: Applying;
  seen: Observed;
  request: LinkRequest;
  now: Date;
  files: string[];
};

export type Run = LinkAllOptions & { hub: Connection; shared: SharedHub; deadline: number; clock: Clock };

/**
 * Looks at both orgs and plans.
 * @param change after which the hub is to be read
 * @throws SfError for what can't or must not be done
 */
export const prepare = async (
  { spoke, request, progress }: LinkJob,
  run: Run,
  change: number
): Promise<Planned> => {
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

/** What a run would do. @throws SfError with an org's objection */
export const dryRun = async (planned: Planned, outputDir: string | undefined): Promise<LinkOutcome> => {
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
export const prove = async (
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
    gone: goneCallers(after.link, name, request),
    repointed: done,
  };
};
