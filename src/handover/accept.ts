import type { Connection } from '@salesforce/core';
import { describeEnd, describeLink, describeUnseen } from '../describe.ts';
import { describeStep } from '../link/describe.ts';
import { deployed } from '../link/deployed.ts';
import { endApp } from '../link/endApp.ts';
import type { Half } from '../link/half.ts';
import type { AskServiceUser } from '../link/observe.ts';
import { authoriseOnSpoke, madeConsumerKey, saveOnSpoke } from '../link/onSpoke.ts';
import { isSent, toDeploy } from '../link/plan.ts';
import type { Progress } from '../link/progress.ts';
import { againCommand, type LinkRequest } from '../link/request.ts';
import { saveServiceUser } from '../link/saveServiceUser.ts';
import { asPartial } from '../text/messages.ts';
import { labelOfOrg, nameOfOrg } from '../names.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { useMyDomain } from '../org/myDomain.ts';
import type { Check, LinksResult } from '../result.ts';
import { checkSpokeHalf, viewFromSpoke } from '../verify/spokeHalf.ts';
import { type Accepting, asLinkRequest, certificateOf } from './acceptRequest.ts';
import { type ReplyDocument, type RequestDocument, seal } from './document.ts';
import { guardAccept, guardAddressee } from './guardAccept.ts';
import { guardRetiring } from './guardRetiring.ts';
import { observeAccept, type Seen } from './observeAccept.ts';
import { type AcceptPlan, hasAcceptWork, planAccept } from './planAccept.ts';

export type AcceptOptions = {
  dryRun: boolean;
  /** How long a deploy is waited for, in milliseconds. */
  wait: number;
  progress: Progress;
  /** Undefined where nobody can be asked. */
  askServiceUser?: AskServiceUser;
  /** Asks whether the hub may be let in; undefined: it may. */
  confirm?: (outcome: AcceptOutcome) => Promise<boolean>;
};

export type AcceptOutcome = {
  result: LinksResult;
  plan: AcceptPlan;
  /** What the hub's admin is to get; undefined where the plan was not carried out. */
  reply?: ReplyDocument;
};

/** The rungs that the spoke can show by itself. */
const checksOf = ({ spoke }: Seen, document: RequestDocument, request: LinkRequest, now: Date): Check[] => {
  const { orgId: id, url, name } = document.hub;
  // Who calls is found by what is there; some remedies name another user.
  const remedy = againCommand({ ...request, serviceUser: undefined, createServiceUser: undefined });
  const options = { spokeName: request.spoke, remedy };
  return checkSpokeHalf(viewFromSpoke(spoke, { id, url, name }, options), now);
};

const describe = (
  { spoke }: Seen,
  { app, choice, steps, farewells }: AcceptPlan,
  document: RequestDocument,
  now: Date,
  run: { changed: boolean; checks: Check[] }
): LinksResult => {
  const known = {
    name: nameOfOrg(spoke.org.url),
    spoke: describeEnd(spoke.org),
    app,
    serviceUser: choice.serviceUser,
    certificate: certificateOf(document),
  };
  const { orgId: id, url } = document.hub;
  const all = [...steps.map(describeStep([])), ...farewells];
  return {
    hub: describeUnseen({ id, url }),
    links: [describeLink(known, now, { ...run, steps: all })],
  };
};

/** @returns the consumer key of the app */
const carryOut = async (planned: Half, plan: AcceptPlan, document: RequestDocument): Promise<string> => {
  const at = <T>(work: Promise<T>): Promise<T> => atOrg(planned.org, planned.conn.instanceUrl, work);
  const half = await at(saveServiceUser(planned));
  const { consumerKey } = plan.choice;
  const isUserSaved = half.steps.some((step) => step.type === 'User' && isSent(step));
  try {
    await at(saveOnSpoke(half, document.certificate.pem));
  } catch (error) {
    throw isUserSaved ? asPartial(error) : error;
  }
  try {
    await at(authoriseOnSpoke(half, plan, plan.grants));
    const key = typeof consumerKey === 'string' ? consumerKey : await at(madeConsumerKey(half, plan));
    for (const app of plan.ending) await endApp(half.conn, half.org, app, half);
    return key;
  } catch (error) {
    throw isUserSaved || toDeploy(half, 'spoke', {}).length > 0 ? asPartial(error) : error;
  }
};

const replyTo = (
  document: RequestDocument,
  { spoke: { org } }: Seen,
  { app, choice }: AcceptPlan,
  consumerKey: string
): ReplyDocument =>
  seal({
    kind: 's2s-reply' as const,
    version: 1 as const,
    request: document,
    spoke: {
      orgId: org.id,
      url: org.url,
      name: labelOfOrg(org),
      isSandbox: org.isSandbox,
      isProduction: org.isProduction,
    },
    app: { kind: app.kind, name: app.app, consumerKey },
    serviceUser: choice.serviceUser,
    audience: choice.audience,
  });

/** The same once what was asked of the service user is done. */
const settled = (request: LinkRequest, serviceUser: string): LinkRequest => ({
  ...request,
  serviceUser,
  createServiceUser: undefined,
  serviceUserPermsets: [],
});

/**
 * The spoke's half of a link between two orgs that no single person may log in to: lets the hub in that a request
 * describes. A hub that is known already and brings another certificate gets a second app, so that its callouts go on
 * until it has switched. Run again it changes nothing and gives the same reply.
 * @throws SfError for a request that can't or must not be accepted (nothing is changed then), or when the spoke refuses
 */
export const acceptLink = async (
  conn: Connection,
  document: RequestDocument,
  accepting: Accepting,
  { dryRun, wait, progress, askServiceUser, confirm }: AcceptOptions,
  clock: Clock = systemClock
): Promise<AcceptOutcome> => {
  const now = new Date(clock.now());
  const request = asLinkRequest(accepting, document);
  const at = <T>(work: Promise<T>): Promise<T> => atOrg(accepting.spoke, conn.instanceUrl, work);
  await useMyDomain(conn);
  guardAddressee(conn, document, request);
  progress({ stage: 'look' });
  const seen = await at(observeAccept(conn, document, request, askServiceUser, now));
  progress({ stage: 'plan' });
  const plan = planAccept(seen, document, request, accepting.retireNow);
  guardAccept(seen, plan, request);
  await at(guardRetiring(conn, seen, plan, request, now.getTime()));
  const planned = { result: describe(seen, plan, document, now, { changed: false, checks: [] }), plan };
  const half: Half = {
    side: 'spoke',
    conn,
    org: accepting.spoke,
    namespace: seen.spoke.org.namespace,
    steps: plan.steps,
    again: againCommand(request),
    external: againCommand({ ...request, app: undefined }),
    deadline: clock.now() + wait,
    clock,
    progress,
  };
  if (dryRun) {
    const components = toDeploy(plan, 'spoke', {});
    if (components.length > 0) await at(deployed(conn, components, half, { ...half, checkOnly: true }));
    return planned;
  }
  const changed = hasAcceptWork(plan);
  if (changed && confirm && !(await confirm(planned))) return planned;
  const consumerKey = await carryOut(half, plan, document);
  const { serviceUser } = plan.choice;
  progress({ stage: 'verify' });
  const after = changed
    ? await at(observeAccept(conn, document, settled(request, serviceUser), undefined, now))
    : seen;
  const checks = checksOf(after, document, request, now);
  return {
    result: describe(after, plan, document, now, { changed, checks }),
    plan,
    reply: replyTo(document, after, plan, consumerKey),
  };
};
