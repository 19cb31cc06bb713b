import { namesFor } from '../metadata/spoke.ts';
import { nameOfOrg } from '../names.ts';
import { choose } from './choose.ts';
import {
  guardCertificate,
  guardConflicts,
  guardConsumerKey,
  guardReadOnly,
  guardSharedApp,
} from './guard.ts';
import { guardCallers, guardServiceUser } from './guardUsers.ts';
import type { Observed } from './observe.ts';
import { type Plan, planLink } from './plan.ts';
import { planUser } from './planUser.ts';
import { guardCopies } from './repoint.ts';
import type { LinkRequest } from './request.ts';
import { guardRights } from './rights.ts';
import { withServiceUser } from './serviceUser.ts';

/** Pure: the plan for what was observed. @throws SfError for what can't or must not be done */
export const planFor = (seen: Observed, request: LinkRequest, now: Date): Plan => {
  const { hub, link, serviceUser } = seen;
  const user = planUser(seen, hub.org, request);
  const spoke = user ? withServiceUser(seen.spoke, user) : seen.spoke;
  const choice = choose(hub, link, spoke, request, serviceUser, now);
  guardCopies(hub, spoke.org, choice, request);
  guardServiceUser(choice.serviceUser, spoke, request);
  guardCallers(link, request);
  guardCertificate(choice.certificate, hub, request, now);
  guardConsumerKey(spoke, request);
  guardReadOnly(choice, spoke, request);
  const names = spoke.app?.names ?? namesFor(request.app, request.appName ?? nameOfOrg(hub.org.url));
  const rest = planLink(hub, link, spoke, choice, names, request, now);
  const planned = { ...rest, steps: [...(user?.steps ?? []), ...rest.steps] };
  guardConflicts(planned, request);
  guardSharedApp(planned, hub);
  guardRights(planned, { hub: hub.org, spoke: spoke.org }, request);
  return planned;
};
