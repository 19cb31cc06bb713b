import { connectedAppNames, newAppNames } from '../metadata/spoke.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { LinksResult } from '../result.ts';
import { type Verdict, verifyLink } from '../verify/verify.ts';
import { apply, checkOnly, type Ends } from './apply.ts';
import { choose } from './choose.ts';
import { describeRun } from './describe.ts';
import {
  guardCertificate,
  guardConflicts,
  guardConsumerKey,
  guardReadOnly,
  guardRequest,
  guardSharedApp,
} from './guard.ts';
import { guardCalloutUsers, guardServiceUser } from './guardUsers.ts';
import { nameOfOrg } from '../names.ts';
import { credentialNamed } from '../observe/find.ts';
import { type AskServiceUser, type Observed, observePair, viewOf } from './observe.ts';
import { writeCertificate, writeSource } from './output.ts';
import { hasWork, type Plan, planLink } from './plan.ts';
import type { Progress } from './progress.ts';
import { guardCopies, type Repointed, repointed } from './repoint.ts';
import { againCommand, type LinkRequest } from './request.ts';
import { guardRights } from './rights.ts';
import type { Side } from './step.ts';
import { unsaid, warningsFor } from './warnings.ts';

export type LinkOptions = {
  dryRun: boolean;
  outputDir?: string;
  /** Milliseconds. */
  wait: number;
  progress: Progress;
  /** Undefined where nobody can be asked. */
  askServiceUser?: AskServiceUser;
};

export type LinkOutcome = {
  result: LinksResult;
  plan: Plan;
  /** Undefined after a dry run. */
  verdict?: Verdict;
  /** The orgs that checked their part of a dry run. */
  checked: Side[];
  /** Paths of the source files that were written. */
  files: string[];
  warnings: string[];
  /** What of a copied link leads elsewhere now, or would. */
  repointed: Repointed[];
};

/** Pure: the plan for what was observed. @throws SfError for what can't or must not be done */
const plan = (seen: Observed, request: LinkRequest, now: Date): Plan => {
  const { hub, link, spoke, serviceUser } = seen;
  const choice = choose(hub, link, spoke, request, serviceUser, now);
  guardCopies(hub, spoke, choice, request);
  guardServiceUser(choice.serviceUser, spoke, request);
  guardCalloutUsers(link, request);
  guardCertificate(choice.certificate, hub, request, now);
  guardConsumerKey(spoke, request);
  guardReadOnly(choice, spoke, request);
  const newNames = request.app === 'connected-app' ? connectedAppNames : newAppNames;
  const names = spoke.app?.names ?? newNames(request.appName ?? nameOfOrg(hub.org.url));
  const planned = planLink(hub, link, spoke, choice, names, request, now);
  guardConflicts(planned, request);
  guardSharedApp(planned, hub);
  guardRights(planned, { hub: hub.org, spoke: spoke.org }, request);
  return planned;
};

/**
 * Links a hub to a spoke: looks at both, plans, carries the plan out and proves the link. With nothing to do it writes
 * nothing. With `dryRun` nothing is written in any case.
 * @throws SfError for input that can't work (nothing is changed then), or when an org refuses
 */
export const linkOrgs = async (
  ends: Ends,
  request: LinkRequest,
  { dryRun, outputDir, wait, progress, askServiceUser }: LinkOptions,
  clock: Clock = systemClock
): Promise<LinkOutcome> => {
  const deadline = clock.now() + wait;
  await Promise.all([useMyDomain(ends.hub), useMyDomain(ends.spoke)]);
  guardRequest(ends.hub, ends.spoke, request);
  progress({ stage: 'observe' });
  const now = new Date(clock.now());
  const seen = await observePair(ends, request, askServiceUser, now);
  progress({ stage: 'plan' });
  const planned = plan(seen, request, now);
  const files = outputDir === undefined ? [] : await writeSource(planned, outputDir);
  const warnings = hasWork(planned) ? warningsFor(seen, request, planned) : [];
  const wording = {
    hub: request.hub,
    spoke: request.spoke,
    again: againCommand(request),
    external: againCommand({ ...request, app: undefined }),
  };
  const hubNamespace = seen.hub.org.namespace;
  const context = { ends, plan: planned, deadline, clock, progress, wording, hubNamespace };
  if (dryRun) {
    const checked = await checkOnly(context);
    files.push(...(await writeCertificate(seen.hub, planned, outputDir)));
    const { consumerKey } = planned.choice;
    const known = typeof consumerKey === 'string' ? consumerKey : undefined;
    const toCome = repointed(planned, seen.spoke.org.url, known);
    const result = describeRun(seen, planned, request, now, { changed: false, outputDir, repointed: toCome });
    return {
      result,
      plan: planned,
      checked,
      files,
      warnings: unsaid(warnings, undefined),
      repointed: toCome,
    };
  }
  const changed = hasWork(planned);
  const { name, serviceUser } = planned.choice;
  if (changed) await apply(context);
  progress({ stage: 'verify' });
  const after = changed
    ? await observePair(ends, { ...request, name, serviceUser }, undefined, new Date(clock.now()))
    : seen;
  const verdict = await verifyLink(viewOf(after, name, request), ends.hub, {
    deadline,
    clock,
    waiting: (link, wait) => {
      progress({ stage: 'verify', waiting: { link, wait } });
    },
  });
  files.push(...(await writeCertificate(after.hub, planned, outputDir)));
  const done = repointed(planned, after.spoke.org.url, credentialNamed(after.hub, name)?.claims.iss);
  return {
    result: describeRun(after, planned, request, now, { verdict, changed, outputDir, repointed: done }),
    plan: planned,
    verdict,
    checked: [],
    files,
    warnings: unsaid(warnings, verdict),
    repointed: done,
  };
};
