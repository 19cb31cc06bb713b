import type { Connection, SfError } from '@salesforce/core';
import type { LimitFunction } from 'p-limit';
import { credentialNamed } from '../observe/find.ts';
import type { Clock } from '../org/clock.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { Keep } from '../source/withSource.ts';
import { verifyLink } from '../verify/verify.ts';
import { type Applying, checkOnly, type Ends } from './apply.ts';
import { callerWarnings, goneCallers } from './callerWarnings.ts';
import { describeRun } from './describe.ts';
import { guardRequest } from './guard.ts';
import { type Observed, observePair, viewOf } from './observe.ts';
import type { LinkOptions, LinkOutcome } from './outcome.ts';
import { writeCertificate } from './writeCertificate.ts';
import { hasWork, planLink } from './plan.ts';
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
  /** Takes what is to be written to `outputDir` as source files. */
  keep?: Keep;
};

/** What is known of a link once it is planned. */
export type Planned = {
  applying: Applying;
  seen: Observed;
  request: LinkRequest;
  now: Date;
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
  const { hub, shared, deadline, clock, keep, askServiceUser } = run;
  const ends: Ends = { hub, spoke };
  await useMyDomain(spoke);
  guardRequest(hub, spoke, request);
  progress({ stage: 'observe' });
  const now = new Date(clock.now());
  const seen = await observePair(ends, request, askServiceUser, now, () => shared.observe(change));
  progress({ stage: 'plan' });
  const plan = planFor(seen, request, now);
  shared.claim(plan.choice.name, seen.spoke.org.url, request);
  const { consumerKey } = plan.choice;
  keep?.({
    hub: seen.hub,
    spoke: seen.spoke.org,
    plan,
    consumerKey: typeof consumerKey === 'string' ? consumerKey : undefined,
  });
  const wording = {
    hub: request.hub,
    spoke: request.spoke,
    again: againCommand(request),
    external: againCommand({ ...request, app: undefined }),
  };
  const namespaces = { hub: seen.hub.org.namespace, spoke: seen.spoke.org.namespace };
  return {
    applying: { ends, plan, deadline, clock, progress, wording, namespaces, shared },
    seen,
    request,
    now,
  };
};

/** What a run that changes something warns of. */
const warningsOf = ({ seen, request, applying: { plan } }: Planned): ReturnType<typeof warningsFor> =>
  hasWork(plan) ? warningsFor(seen, request, plan) : [];

/** What a run would do. @throws SfError with an org's objection */
export const dryRun = async (planned: Planned, outputDir: string | undefined): Promise<LinkOutcome> => {
  const { applying, seen, request, now } = planned;
  const { plan } = applying;
  const checked = await checkOnly(applying);
  const { consumerKey, name } = plan.choice;
  const known = typeof consumerKey === 'string' ? consumerKey : undefined;
  const toCome = repointed(plan, seen.spoke.org.url, known);
  return {
    result: describeRun(seen, plan, request, now, { changed: false, outputDir, repointed: toCome }),
    plan,
    checked,
    files: await writeCertificate(seen.hub, plan, outputDir),
    warnings: [
      ...unsaid(warningsOf(planned), undefined),
      ...callerWarnings(seen.link, name, request, plan.steps, true),
    ],
    repointed: toCome,
  };
};

/** Takes a link as its orgs tell it now: the next run would write the same files. */
const keepAsIs = ({ applying: { plan }, request, now }: Planned, after: Observed, keep: Keep): void => {
  const consumerKey = credentialNamed(after.hub, plan.choice.name)?.claims.iss;
  const { name } = plan.choice.certificate;
  const existing = after.hub.certificates.find((one) => one.name === name);
  const choice = {
    ...plan.choice,
    consumerKey: consumerKey ?? plan.choice.consumerKey,
    certificate: { name, existing },
  };
  const asIs = planLink(after.hub, after.link, after.spoke, choice, plan.app, request, now);
  keep({ hub: after.hub, spoke: after.spoke.org, plan: asIs, consumerKey });
};

/** Looks again where something was changed, and proves the link. */
export const prove = async (
  planned: Planned,
  { hub, shared, outputDir, keep }: Run,
  turns: LimitFunction
): Promise<LinkOutcome> => {
  const { applying, seen, request, now } = planned;
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
  if (keep && changed) keepAsIs(planned, after, keep);
  const verdict = await verifyLink(viewOf(after, name, request), hub, {
    deadline,
    clock,
    waiting: (link, wait) => {
      progress({ stage: 'verify', waiting: { link, wait } });
    },
    probe: shared.probe,
    inTurn: turns,
  });
  const done = repointed(plan, after.spoke.org.url, credentialNamed(after.hub, name)?.claims.iss);
  return {
    result: describeRun(after, plan, request, now, { verdict, changed, outputDir, repointed: done }),
    plan,
    verdict,
    checked: [],
    files: await writeCertificate(after.hub, plan, outputDir),
    warnings: [
      ...unsaid(warningsOf(planned), verdict),
      ...callerWarnings(after.link, name, request, plan.steps, false),
    ],
    gone: goneCallers(after.link, name, request),
    repointed: done,
  };
};
