import { commandFor } from '../command.ts';
import { say } from '../text/messages.ts';
import { readOnlyName } from '../metadata/hub.ts';
import { credentialNamed } from '../observe/find.ts';
import type { HubState } from '../observe/hub.ts';
import type { Verdict } from '../verify/verify.ts';
import { adoptionWarnings } from './adoption.ts';
import type { Observed } from './observe.ts';
import type { Plan } from './plan.ts';
import type { LinkRequest } from './request.ts';

/** A warning, and the findings of verify that say the same. */
type Warning = { text: string; saidBy: string[] };

/** Where a link that works gets another certificate in its present app: one of the two orgs is changed first. */
const replacementWarnings = (hub: HubState, request: LinkRequest, { choice, steps }: Plan): Warning[] => {
  const former = credentialNamed(hub, choice.name);
  if (!former || choice.copied || former.claims.iss !== choice.consumerKey) return [];
  const isInApp = steps.some(({ org, changes }) => org === 'spoke' && changes.includes('certificate'));
  const { hub: hubName, spoke, certificate } = request;
  if (!isInApp || certificate === undefined || former.certificate === choice.certificate.name) return [];
  const rotate = commandFor('rotate', { hub: hubName, spoke, certificate });
  return [{ text: say('s2s', 'warning.certificateMoment', { hub: hubName, spoke, rotate }), saidBy: [] }];
};

/** Where a link that is there is led through another app: the one that it had stays, and still lets the service user in. */
const formerAppWarnings = (hub: HubState, request: LinkRequest, { choice, app }: Plan): Warning[] => {
  const former = credentialNamed(hub, choice.name);
  const isOther = former?.claims.iss !== undefined && former.claims.iss !== choice.consumerKey;
  if (!isOther || choice.copied || request.appName === undefined) return [];
  const values = { spoke: request.spoke, app: app.app, name: choice.name, user: former.claims.sub };
  return [{ text: say('s2s', 'warning.formerApp', values), saidBy: [] }];
};

/** What a run that changes something warns of. */
export const warningsFor = (
  { hub, spoke, serviceUser }: Observed,
  request: LinkRequest,
  plan: Plan
): Warning[] => {
  const { choice, app, steps } = plan;
  const readOnly = readOnlyName(choice.name);
  const users = steps.flatMap(({ action, assigned }) =>
    action === 'create' && assigned?.permissionSet === readOnly ? [assigned.user.name] : []
  );
  const former = credentialNamed(hub, choice.name)?.claims.sub;
  const isOwnUser = request.serviceUser === undefined && spoke.org.user.username === serviceUser;
  return [
    ...(isOwnUser
      ? [
          {
            text: say('s2s', 'warning.serviceUserIsYou', { user: serviceUser }),
            saidBy: ['serviceUserIsAdmin', 'serviceUserNotApiOnly'],
          },
        ]
      : []),
    // The user that a copied link names is one of another org.
    ...(former !== undefined && former !== choice.serviceUser && !choice.copied
      ? [
          {
            text: say('s2s', 'warning.formerServiceUser', {
              former,
              permissionSet: app.permissionSet,
              spoke: request.spoke,
            }),
            saidBy: ['othersPreAuthorised'],
          },
        ]
      : []),
    ...(users.length > 0
      ? [
          {
            text: say('s2s', 'warning.readOnlyUsers', { users: users.join(', '), permissionSet: readOnly }),
            saidBy: ['readOnlyLicence'],
          },
        ]
      : []),
    ...replacementWarnings(hub, request, plan),
    ...formerAppWarnings(hub, request, plan),
    ...adoptionWarnings(spoke, request, plan).map((text) => ({ text, saidBy: [] })),
  ];
};

/** What verify has not said yet. */
export const unsaid = (warnings: Warning[], verdict: Verdict | undefined): string[] => {
  const findings = (verdict?.checks ?? []).flatMap((check) => check.findings);
  return warnings.flatMap(({ text, saidBy }) =>
    saidBy.some((finding) => findings.includes(finding)) ? [] : [text]
  );
};
