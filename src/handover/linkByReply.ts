import type { Connection } from '@salesforce/core';
import { describeEnd, describeLink, describeUnseen } from '../describe.ts';
import { callerWarnings } from '../link/callerWarnings.ts';
import { chooseName, chooseOnHub, type Choice } from '../link/choose.ts';
import { deployed } from '../link/deployed.ts';
import { describeStep } from '../link/describe.ts';
import type { Half } from '../link/half.ts';
import { hubSteps } from '../link/hubSteps.ts';
import type { LinkOptions, LinkOutcome } from '../link/outcome.ts';
import { callersOf, observeCallers } from '../link/observe.ts';
import { replaceToken, saveOnHub } from '../link/onHub.ts';
import { certificateStep, hasWork, type Plan, toDeploy } from '../link/plan.ts';
import { repointed } from '../link/repoint.ts';
import { againCommand, type LinkRequest } from '../link/request.ts';
import type { Peer } from '../org/peer.ts';
import { namesFor } from '../metadata/spoke.ts';
import { credentialNamed, presentCredential } from '../observe/find.ts';
import { type HubCertificate, type HubState, observeHub } from '../observe/hub.ts';
import type { HubLink } from '../observe/hubLink.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import { type Keep, withSource } from '../source/withSource.ts';
import { verifyLink, type Verdict } from '../verify/verify.ts';
import type { LinkView } from '../verify/view.ts';
import type { ReplyDocument } from './document.ts';
import { guardOnHub, guardReply } from './guardReply.ts';
import { proveReply } from './proveReply.ts';

/** What a hub holds of the link that a reply is about. */
type Seen = { hub: HubState; link: HubLink };

const observe = async (
  conn: Connection,
  name: (hub: HubState) => string,
  request: LinkRequest,
  now: Date
): Promise<Seen> => {
  const hub = await observeHub(conn, request.hub, [request.certificate]);
  return { hub, link: await observeCallers(conn, hub, name(hub), request, now) };
};

const spokeOf = ({ spoke: { orgId, ...spoke } }: ReplyDocument): Peer => ({ ...spoke, id: orgId });

/** Pure: the hub's half of a link, with what the reply says of the other. */
const planByReply = ({ hub, link }: Seen, reply: ReplyDocument, request: LinkRequest, now: Date): Plan => {
  const spoke = spokeOf(reply);
  const { kind, name, consumerKey } = reply.app;
  const { serviceUser, audience } = reply;
  const choice: Choice = {
    ...chooseOnHub(hub, link, spoke, request, now),
    consumerKey,
    serviceUser,
    audience,
    isReadOnly: false,
  };
  return {
    choice,
    app: namesFor(kind, name),
    appLabel: name,
    steps: [certificateStep(choice.certificate, now), ...hubSteps(hub, link, spoke, choice, request)],
  };
};

/** The same, as verify looks at it: from the hub alone. */
const viewFor = (
  { hub, link }: Seen,
  certificate: HubCertificate | undefined,
  request: LinkRequest
): Omit<LinkView, 'credential'> => ({
  hub,
  link,
  certificate,
  ...callersOf(link, request),
  hubName: request.hub,
  remedy: againCommand(request),
});

/** A run, as the result of every command tells it. */
const outcomeOf = (
  { hub, link: onHub }: Seen,
  plan: Plan,
  reply: ReplyDocument,
  request: LinkRequest,
  now: Date,
  run: { changed: boolean; verdict?: Verdict; checked: LinkOutcome['checked'] }
): LinkOutcome => {
  const { choice, app, steps } = plan;
  const { name, serviceUser, certificate } = choice;
  const all = repointed(plan, reply.spoke.url, reply.app.consumerKey);
  const known = {
    name,
    hub,
    credential: credentialNamed(hub, name),
    spoke: describeUnseen(spokeOf(reply)),
    app,
    serviceUser,
    certificate: certificate.name,
  };
  const { changed, verdict, checked } = run;
  const link = describeLink(known, now, {
    changed,
    steps: steps.map(describeStep(all)),
    checks: verdict?.checks ?? [],
  });
  return {
    result: { hub: describeEnd(hub.org), links: [link] },
    plan,
    verdict,
    checked,
    files: [],
    warnings: callerWarnings(onHub, name, request, steps, verdict === undefined),
    repointed: all,
  };
};

const linkHalf = async (
  conn: Connection,
  reply: ReplyDocument,
  asked: LinkRequest,
  { dryRun, wait, progress, keep }: LinkOptions & { keep: Keep | undefined },
  clock: Clock
): Promise<LinkOutcome> => {
  const deadline = clock.now() + wait;
  const now = new Date(clock.now());
  const named = { ...asked, certificate: reply.request.certificate.name };
  const at = <T>(work: Promise<T>): Promise<T> => atOrg(named.hub, conn.instanceUrl, work);
  await useMyDomain(conn);
  guardReply(conn, reply, named);
  progress({ stage: 'look' });
  const spoke = spokeOf(reply);
  const seen = await at(observe(conn, (hub) => chooseName(hub, spoke, named), named, now));
  // A reply is no reason to let somebody in again who was left out, where others may call.
  const request = { ...named, letsNobodyIn: seen.link.assigned.length + seen.link.joined.length > 0 };
  progress({ stage: 'plan' });
  const plan = planByReply(seen, reply, request, now);
  guardOnHub(seen, plan, reply, request, now);
  const { consumerKey } = reply.app;
  keep?.({ hub: seen.hub, spoke, plan, consumerKey });
  const half: Half = {
    side: 'hub',
    conn,
    org: request.hub,
    namespace: seen.hub.org.namespace,
    steps: plan.steps,
    again: againCommand(request),
    deadline,
    clock,
    progress,
  };
  const changed = hasWork(plan);
  if (dryRun) {
    const components = toDeploy(plan, 'hub', {});
    if (components.length > 0) await at(deployed(conn, components, half, { ...half, checkOnly: true }));
    const checked: LinkOutcome['checked'] = components.length > 0 ? ['hub'] : [];
    return outcomeOf(seen, plan, reply, request, now, { changed: false, checked });
  }
  const { name } = plan.choice;
  if (changed) {
    await proveReply(viewFor(seen, plan.choice.certificate.existing, request), half, spoke.url);
    await at(saveOnHub(half, {}));
    await at(replaceToken(half, {}, name));
  }
  progress({ stage: 'verify' });
  const after = changed ? await at(observe(conn, () => name, request, new Date(clock.now()))) : seen;
  keep?.({ hub: after.hub, spoke, plan: planByReply(after, reply, request, now), consumerKey });
  const credential = presentCredential(after.hub, name, request.hub);
  const signing = after.hub.certificates.find((one) => one.name === credential.certificate);
  const verdict = await verifyLink({ ...viewFor(after, signing, request), credential }, conn, {
    deadline,
    clock,
    waiting: (link, waiting) => {
      progress({ stage: 'verify', waiting: { link, wait: waiting } });
    },
  });
  return outcomeOf(after, plan, reply, request, now, { changed, verdict, checked: [] });
};

/**
 * The hub's half of a link to an org to which its admin has no login: what its reply says goes into the credentials, after
 * a token exchange has shown that the spoke does let the hub in. Run again it changes nothing.
 * @param request names the certificate of the reply
 * @throws SfError for a reply that can't be used (nothing is changed then), or when the hub refuses
 */
export const linkByReply = async (
  conn: Connection,
  reply: ReplyDocument,
  request: LinkRequest,
  options: LinkOptions,
  clock: Clock = systemClock
): Promise<LinkOutcome> => {
  const { done, files } = await withSource(options.outputDir, (keep) =>
    linkHalf(conn, reply, request, { ...options, keep }, clock)
  );
  return { ...done, files };
};
