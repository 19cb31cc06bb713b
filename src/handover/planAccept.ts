import type { X509Certificate } from 'node:crypto';
import { namesFor } from '../metadata/spoke.ts';
import { isAdopted, marker } from '../metadata/marker.ts';
import { textOf } from '../metadata/component.ts';
import { chooseOnSpoke, type SpokeChoice } from '../link/choose.ts';
import { hasWork, planSpoke, type SpokePlan } from '../link/plan.ts';
import { planUser } from '../link/planUser.ts';
import { againCommand, type LinkRequest } from '../link/request.ts';
import { withServiceUser } from '../link/serviceUser.ts';
import type { Step } from '../link/step.ts';
import { type Command, say } from '../text/messages.ts';
import { nameOfOrg } from '../names.ts';
import type { StepResult } from '../result.ts';
import { readCertificate } from '../metadata/certificate.ts';
import { type App, settingsOf } from '../observe/app.ts';
import type { SpokeState } from '../observe/spoke.ts';
import { isSameLine, successorNames, successorParts } from '../rotate/successor.ts';
import { certificateOf, peerOf } from './acceptRequest.ts';
import type { RequestDocument } from './document.ts';
import type { Seen } from './observeAccept.ts';

/** What is to be done on a spoke so that it answers a request. */
export type AcceptPlan = SpokePlan & {
  choice: SpokeChoice;
  /** The spoke, with the service user as it will be. */
  spoke: SpokeState;
  /** Permission sets, profiles' own ones included, that are to pre-authorise an app which takes another's place. */
  grants?: string[];
  /** The certificates by which the hub is known so far, where that of the request is another. */
  known: X509Certificate[];
  /** The apps of this link that trust other certificates: what becomes of them, and those that go. */
  farewells: StepResult[];
  ending: App[];
};

/** Steps that have nothing to do with one app alone. */
const ofUser: Step['type'][] = ['User', 'PermissionSetLicenseAssign', 'PermissionSet'];

/** An app beside the former one, which goes on serving the hub until that has switched. */
const planSuccessor = (
  { spoke, siblings }: Seen,
  former: App,
  base: SpokePlan,
  document: RequestDocument
): SpokePlan => {
  const names = successorNames(former, document.hub.url, siblings.taken);
  const parts = successorParts(former, names, {
    hubUrl: document.hub.url,
    spoke,
    marker: marker(document.hub.orgId, spoke.org.id),
    certificate: document.certificate.pem,
  });
  const made = (type: Step['type'], name: string): Step => ({
    org: 'spoke',
    type,
    name,
    action: 'create',
    changes: [],
  });
  return {
    app: names,
    appLabel: textOf(parts[0].body.label),
    steps: [
      ...base.steps.filter(({ type }) => ofUser.includes(type)),
      ...parts.map((component) => ({ ...made(component.type, component.fullName), component })),
      made('SetupEntityAccess', `${names.permissionSet}: ${names.app}`),
      ...base.steps.filter(({ type }) => type === 'PermissionSetAssignment'),
    ],
  };
};

/** What becomes of a former app: it stays, because the hub may still call with its tokens, until somebody says that it may go. */
const farewell = ({ component }: App, retireNow: boolean, again: Command): StepResult => {
  const isTakenOver = isAdopted(component.body.description);
  const reason = isTakenOver ? say('s2s', 'unlink.reason.adopted') : null;
  return {
    org: 'spoke',
    type: component.type,
    name: component.fullName,
    changes: [],
    ...(retireNow
      ? { action: isTakenOver ? 'release' : 'delete', reason }
      : { action: 'keep', reason: say('s2s', 'accept.keptForHub', { again }) }),
  };
};

/** The certificates that apps trust, each once. */
const certificatesOf = (apps: App[]): X509Certificate[] => {
  const all = apps.flatMap((app) => readCertificate(settingsOf(app).certificate ?? '') ?? []);
  return [...new Map(all.map((one) => [one.fingerprint256, one])).values()];
};

/**
 * Pure: what answers a request.
 * @param retireNow whether the former apps of this link go
 * @throws SfError where the service user that is asked for can't be had
 */
export const planAccept = (
  seen: Seen,
  document: RequestDocument,
  request: LinkRequest,
  retireNow: boolean
): AcceptPlan => {
  const { serviceUser, siblings, answering, replaced } = seen;
  const peer = peerOf(document);
  const user = planUser(seen, peer, request);
  const spoke = user ? withServiceUser(seen.spoke, user) : seen.spoke;
  // What somebody else made is taken over or left alone: nobody here could tell a hub of an app that is only looked at.
  const choice = { ...chooseOnSpoke(peer, undefined, spoke, request, serviceUser), isReadOnly: false };
  const names = spoke.app?.names ?? namesFor(request.app, request.appName ?? nameOfOrg(document.hub.url));
  const parts = planSpoke(peer, spoke, names, certificateOf(document), {
    ...request,
    isReadOnly: choice.isReadOnly,
    // A file proves nothing: what another hub made is never its own.
    takesCopies: false,
  });
  const base = { ...parts, steps: [...(user?.steps ?? []), ...parts.steps] };
  // A hub may have other links to this spoke: their apps are none of this request's business.
  const own = answering ?? replaced;
  const former = siblings.apps.filter(
    (app) => own && app.names.app !== answering?.names.app && isSameLine(own, app, document.hub.url)
  );
  const ending = retireNow ? former : [];
  const farewells = former.map((app) => farewell(app, retireNow, againCommand(request)));
  const known = answering ? [] : certificatesOf(siblings.apps);
  if (!replaced) return { ...base, choice, spoke, known, farewells, ending };
  return {
    ...planSuccessor({ ...seen, spoke }, replaced, base, document),
    choice: { ...choice, consumerKey: { later: 'consumerKey' } },
    spoke,
    grants: spoke.preAuthorised.map(({ id }) => id),
    known,
    farewells,
    ending,
  };
};

/** Whether anything has to be written at all. */
export const hasAcceptWork = (plan: AcceptPlan): boolean => hasWork(plan) || plan.ending.length > 0;
