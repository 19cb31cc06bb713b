import type { Command } from '../messages.ts';
import { newAppNames } from '../metadata/spoke.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { LinksResult, StepResult } from '../result.ts';
import { type Verdict, verifyLink } from '../verify/verify.ts';
import { apply, checkOnly, type Ends } from './apply.ts';
import { choose } from './choose.ts';
import { commandFor } from '../command.ts';
import { describeCertificate, describeEnd } from '../describe.ts';
import {
  guardCertificate,
  guardConflicts,
  guardConsumerKey,
  guardRequest,
  guardRights,
  guardSharedApp,
  guardUsers,
} from './guard.ts';
import { nameOfOrg } from '../names.ts';
import { type AskServiceUser, type Observed, observePair, viewOf } from './observe.ts';
import { writeSource } from './output.ts';
import { hasWork, type Plan, planLink } from './plan.ts';
import type { Progress } from './progress.ts';
import type { LinkRequest } from './request.ts';
import type { Side, Step } from './step.ts';
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
};

const describeStep = ({ org, type, name, action, changes }: Step): StepResult => ({
  org,
  type,
  name,
  action,
  changes,
});

/** Pure: the plan for what was observed. @throws SfError for what can't or must not be done */
const plan = (seen: Observed, request: LinkRequest, now: Date): Plan => {
  const { hub, link, spoke, serviceUser } = seen;
  const choice = choose(hub, link, spoke, request, serviceUser, now);
  guardUsers(choice, link, spoke, request);
  guardCertificate(choice, hub, request, now);
  guardConsumerKey(spoke, request);
  const names = spoke.app?.names ?? newAppNames(request.appName ?? nameOfOrg(hub.org.url));
  const planned = planLink(hub, link, spoke, choice, names, request, now);
  guardConflicts(planned, request);
  guardSharedApp(planned, hub);
  guardRights(planned, { hub: hub.org, spoke: spoke.org }, request);
  return planned;
};

const resultOf = (
  { hub, spoke }: Observed,
  { choice, app, steps }: Plan,
  verdict: Verdict | undefined,
  changed: boolean
): LinksResult => {
  const { name } = choice.certificate;
  const certificate = hub.certificates.find((other) => other.name === name);
  return {
    hub: describeEnd(hub.org),
    links: [
      {
        name: choice.name,
        spoke: describeEnd(spoke.org),
        app: app.app,
        serviceUser: choice.serviceUser,
        certificate: describeCertificate(name, certificate),
        changed,
        steps: steps.map(describeStep),
        checks: verdict?.checks ?? [],
      },
    ],
  };
};

/** The command that continues a run which was stopped: the same once more. */
const againCommand = (request: LinkRequest): Command =>
  commandFor('link', {
    hub: request.hub,
    spoke: request.spoke,
    name: request.name,
    'app-name': request.appName,
    'service-user': request.serviceUser,
    'assign-to': request.assignTo,
    'credential-access': request.credentialAccess,
    'ip-relaxation': request.ipRelaxation,
    certificate: request.certificate,
    audience: request.audience,
    adopt: request.adopt,
    'allow-self': request.allowSelf,
    'allow-production': request.allowProduction,
  });

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
  const seen = await observePair(ends, request, askServiceUser);
  progress({ stage: 'plan' });
  const planned = plan(seen, request, new Date(clock.now()));
  const files = outputDir === undefined ? [] : await writeSource(planned, outputDir);
  const warnings = hasWork(planned) ? warningsFor(seen, request, planned) : [];
  const wording = { hub: request.hub, spoke: request.spoke, again: againCommand(request) };
  const context = { ends, plan: planned, deadline, clock, progress, wording };
  if (dryRun) {
    const checked = await checkOnly(context);
    return {
      result: resultOf(seen, planned, undefined, false),
      plan: planned,
      checked,
      files,
      warnings: unsaid(warnings, undefined),
    };
  }
  const changed = hasWork(planned);
  const { name, serviceUser } = planned.choice;
  if (changed) await apply(context);
  progress({ stage: 'verify' });
  const after = changed ? await observePair(ends, { ...request, name, serviceUser }, undefined) : seen;
  const verdict = await verifyLink(viewOf(after, name, request), ends.hub, {
    deadline: changed ? deadline : 0,
    clock,
    waiting: (detail) => {
      progress({ stage: 'verify', detail });
    },
  });
  return {
    result: resultOf(after, planned, verdict, changed),
    plan: planned,
    verdict,
    checked: [],
    files,
    warnings: unsaid(warnings, verdict),
  };
};
