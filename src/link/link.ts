import type { Connection } from '@salesforce/core';
import { failure, say } from '../messages.ts';
import { ownerOf } from '../metadata/marker.ts';
import { newAppNames } from '../metadata/spoke.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import type { OrgFacts } from '../org/identity.ts';
import type { LinkResult, LinksResult } from '../result.ts';
import type { Verdict } from '../verify/verify.ts';
import { verifyLink } from '../verify/verify.ts';
import type { LinkView } from '../verify/view.ts';
import { apply, checkOnly, type Ends } from './apply.ts';
import { choose, chooseName, findCredential } from './choose.ts';
import { commandFor } from './command.ts';
import { guardChoice, guardConflicts, guardProduction, guardRequest, guardRights } from './guard.ts';
import { type HubLink, observeHubLink } from './hubLink.ts';
import { type HubState, observeHub } from './hubState.ts';
import { myDomain, nameOfOrg } from './names.ts';
import { writeSource } from './output.ts';
import { hasWork, type Plan, planLink, type Side } from './plan.ts';
import type { Progress } from './progress.ts';
import type { LinkRequest } from './request.ts';
import { describeCertificate, describeEnd, describeStep } from './describe.ts';
import { observeSpoke, type SpokeState } from './spokeState.ts';

export type LinkOptions = {
  dryRun: boolean;
  outputDir?: string;
  /** Milliseconds. */
  wait: number;
  progress: Progress;
  /** Asks a person for the service user; undefined where nobody can be asked. */
  askServiceUser?: (spoke: OrgFacts) => Promise<string>;
};

export type LinkOutcome = {
  result: LinksResult;
  plan: Plan;
  verdict?: Verdict;
  checked: Side[];
  files: string[];
  warnings: string[];
};

type Observed = { hub: HubState; link: HubLink; spoke: SpokeState; serviceUser: string };

/** Origin of the spoke's My Domain; guardRequest has made sure that there is one. */
const urlOf = (conn: Connection): string => myDomain(conn.instanceUrl)!;

/** Who calls on the spoke: the asked one, the link's own, or outside production the user who is logged in. */
const chooseServiceUser = async (
  hub: HubState,
  spoke: OrgFacts,
  request: LinkRequest,
  options: LinkOptions
): Promise<string> => {
  if (request.serviceUser !== undefined) return request.serviceUser;
  const credential = findCredential(hub, { id: spoke.id, url: spoke.url }, request.name);
  const isOwn = credential && ownerOf(credential.component.body.description, hub.org.id) === 'ours';
  if (isOwn && credential.claims.sub) return credential.claims.sub;
  if (!spoke.isProduction) return spoke.user.username;
  if (!options.askServiceUser) throw failure('serviceUserNeeded', { spoke: request.spoke, hub: request.hub });
  return options.askServiceUser(spoke);
};

const observe = async (
  { hub: hubEnd, spoke: spokeEnd }: Ends,
  request: LinkRequest,
  options: LinkOptions
): Promise<Observed> => {
  const seenHub = atOrg(
    request.hub,
    hubEnd.instanceUrl,
    observeHub(hubEnd, request.hub, request.certificate)
  );
  let serviceUser = '';
  const selector = {
    hubId: String(hubEnd.getAuthInfoFields().orgId),
    spokeId: String(spokeEnd.getAuthInfoFields().orgId),
    appName: request.appName ?? nameOfOrg(new URL(hubEnd.instanceUrl).origin),
    isNameGiven: request.appName !== undefined,
  };
  const seenSpoke = observeSpoke(
    spokeEnd,
    selector,
    async (facts) => (serviceUser = await chooseServiceUser(await seenHub, facts, request, options)),
    request.spoke
  );
  const seenLink = seenHub.then((hub) => {
    const spokeEndOfLink = { id: String(spokeEnd.getAuthInfoFields().orgId), url: urlOf(spokeEnd) };
    const name = chooseName(hub, spokeEndOfLink, request.name);
    const principal = hub.credentials.find((credential) => credential.name === name)?.principals[0];
    return observeHubLink(hubEnd, name, principal, [hub.org.user.username, ...request.assignTo]);
  });
  const [hub, link, spoke] = await Promise.all([
    seenHub,
    atOrg(request.hub, hubEnd.instanceUrl, seenLink),
    atOrg(request.spoke, spokeEnd.instanceUrl, seenSpoke),
  ]);
  return { hub, link, spoke, serviceUser };
};

const viewOf = ({ hub, link, spoke }: Observed, name: string, request: LinkRequest): LinkView => {
  const credential = hub.credentials.find((other) => other.name === name)!;
  return {
    hub,
    link,
    credential,
    certificate: hub.certificates.find((certificate) => certificate.name === credential.certificate),
    spoke,
    calloutUsers: request.assignTo,
    hubName: request.hub,
    spokeName: request.spoke,
  };
};

const resultOf = (
  { hub, spoke }: Observed,
  plan: Plan,
  verdict: Verdict | undefined,
  changed: boolean
): LinksResult => {
  const link: LinkResult = {
    name: plan.choice.name,
    spoke: describeEnd(spoke.org),
    app: plan.app.app,
    serviceUser: plan.choice.serviceUser,
    certificate: describeCertificate(plan.choice.certificate.name, plan.choice.certificate.existing),
    changed,
    steps: plan.steps.map(describeStep),
    checks: verdict?.checks ?? [],
  };
  return { hub: describeEnd(hub.org), links: [link] };
};

/**
 * Links a hub to a spoke: looks at both, plans, carries the plan out and proves the link. With nothing to do it writes
 * nothing. With `dryRun` nothing is written in any case.
 * @throws SfError for input that can't work (nothing is changed then), or when an org refuses
 */
export const linkOrgs = async (
  ends: Ends,
  request: LinkRequest,
  options: LinkOptions,
  clock: Clock = systemClock
): Promise<LinkOutcome> => {
  const { progress } = options;
  const deadline = clock.now() + options.wait;
  const now = new Date(clock.now());
  guardRequest(ends.hub, ends.spoke, request);
  progress({ stage: 'observe' });
  const seen = await observe(ends, request, options);
  progress({ stage: 'plan' });
  const { hub, link, spoke } = seen;
  guardProduction(hub.org, spoke.org, request);
  const choice = choose(hub, link, spoke, request, seen.serviceUser, now);
  guardChoice(choice, link, spoke, request, now);
  const names = spoke.app?.names ?? newAppNames(request.appName ?? nameOfOrg(hub.org.url));
  const plan = planLink(hub, link, spoke, choice, names, request, now);
  guardConflicts(plan, request);
  guardRights(plan, { hub: hub.org, spoke: spoke.org }, request);
  const warnings = isOwnUser(seen, request)
    ? [say('s2s', 'warning.serviceUserIsYou', { user: seen.serviceUser })]
    : [];
  const files = options.outputDir === undefined ? [] : await writeSource(plan, options.outputDir);
  const wording = { hub: request.hub, spoke: request.spoke, again: againCommand(request) };
  const context = { ends, plan, deadline, clock, progress, wording };
  if (options.dryRun) {
    return {
      result: resultOf(seen, plan, undefined, false),
      plan,
      checked: await checkOnly(context),
      files,
      warnings,
    };
  }
  const changed = hasWork(plan);
  if (changed) await apply(context);
  progress({ stage: 'verify' });
  const after = changed
    ? await observe(ends, { ...request, name: choice.name, serviceUser: choice.serviceUser }, options)
    : seen;
  const verdict = await verifyLink(viewOf(after, choice.name, request), ends.hub, {
    deadline: changed ? deadline : 0,
    clock,
    waiting: (detail) => {
      progress({ stage: 'verify', detail });
    },
  });
  return {
    result: resultOf(after, planAfter(plan, after), verdict, changed),
    plan,
    verdict,
    checked: [],
    files,
    warnings,
  };
};

const isOwnUser = ({ spoke, serviceUser }: Observed, request: LinkRequest): boolean =>
  request.serviceUser === undefined && spoke.org.user.username === serviceUser;

/** The plan with the certificate that the hub made meanwhile. */
const planAfter = (plan: Plan, { hub }: Observed): Plan => ({
  ...plan,
  choice: {
    ...plan.choice,
    certificate: {
      name: plan.choice.certificate.name,
      existing: hub.certificates.find(({ name }) => name === plan.choice.certificate.name),
    },
  },
});

/** The command that continues a run which was stopped: the same once more. */
const againCommand = ({
  hub,
  spoke,
  name,
  appName,
  serviceUser,
  assignTo,
  adopt,
  allowSelf,
  allowProduction,
}: LinkRequest) =>
  commandFor('link', {
    hub,
    spoke,
    name,
    'app-name': appName,
    'service-user': serviceUser,
    'assign-to': assignTo,
    adopt,
    'allow-self': allowSelf,
    'allow-production': allowProduction,
  });
