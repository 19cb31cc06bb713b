import { isSameName, looksLikeProduction } from '../names.ts';
import { textOf } from '../metadata/component.ts';
import { isRefreshing } from '../metadata/signing.ts';
import { isAdopted, isSameId, ownerOf } from '../metadata/marker.ts';
import type { SpokeState } from '../observe/spoke.ts';
import { commandFor, repointCommand } from '../command.ts';
import type { Check } from '../result.ts';
import { withWarnings } from './check.ts';
import { listed } from './callers.ts';
import { isFormula } from '../metadata/formula.ts';
import { type LinkView, namedCredentialOf, spokeIdOf, spokeUrlOf, valuesOf } from './view.ts';

/** What a hub needs; `OfflineAccess` is the former name of `RefreshToken`. */
const neededScopes = ['Api', 'RefreshToken', 'OfflineAccess'];

/** Of the app: scopes that the hub has no use for, and a consumer key that was not compared. */
export const warnOfApp = (check: Check, view: LinkView, scopes: string[], isKeyHidden: boolean): Check => {
  const wider = scopes.filter((scope) => scope !== '' && !neededScopes.includes(scope));
  const findings = [isKeyHidden ? 'keyHidden' : undefined, wider.length > 0 ? 'wideScopes' : undefined];
  return withWarnings(
    check,
    findings.filter((finding) => finding !== undefined),
    {
      ...valuesOf(view),
      scopes: wider.join(', '),
    }
  );
};

/**
 * Who holds the permission set of a link besides its service user, with nothing on the hub that calls as them: one who was
 * the service user before. Not where the set is somebody else's or was, nor where the hub can't be seen.
 */
const othersHolding = ({ hub, credential, spoke }: LinkView): SpokeState['holders'] => {
  const { app, permissionSet, permissionSetId, holders = [] } = spoke ?? {};
  const isMade = [app?.component, permissionSet].every(
    (part) =>
      part !== undefined &&
      ownerOf(part.body.description, hub.org.id) === 'ours' &&
      !isAdopted(part.body.description)
  );
  const isApproving = spoke?.preAuthorised.some(({ id }) => id === permissionSetId);
  if (!isMade || !isApproving || !hub.credentials.includes(credential)) return [];
  const subjects = hub.credentials.map(({ claims }) => claims.sub ?? '');
  return subjects.some(isFormula)
    ? []
    : holders.filter(({ username }) => !subjects.some((subject) => isSameName(subject, username)));
};

/**
 * Of the service user and of who else is pre-authorised: whether they can do more than an integration should. What a
 * user may do tells an administrator; labels of profiles differ by the language of the org.
 */
export const warnOfServiceUser = (check: Check, view: LinkView): Check => {
  const { spoke } = view;
  const rights = spoke?.serviceUserRights;
  const admin = rights?.filter((right) => !right.startsWith('Api')) ?? [];
  const others = othersHolding(view);
  const findings = [
    admin.length > 0 ? 'serviceUserIsAdmin' : undefined,
    admin.length === 0 && rights?.includes('ApiUserOnly') === false ? 'serviceUserNotApiOnly' : undefined,
    (spoke?.adminGrants ?? []).length > 0 ? 'adminPreAuthorised' : undefined,
    others.length > 0 ? 'othersPreAuthorised' : undefined,
  ];
  const values = valuesOf(view);
  return withWarnings(
    check,
    findings.filter((finding) => finding !== undefined),
    {
      ...values,
      rights: admin.join(', '),
      grants: [...new Set(spoke?.adminGrants)].join(', '),
      permissionSet: spoke?.app?.names.permissionSet,
      others: listed(others),
      assignmentId: others[0]?.id,
    }
  );
};

/** Whether a sandbox hub calls production: as the spoke says, or without a login to it as its address looks. */
const isSandboxToProduction = (view: LinkView): boolean => {
  const { hub, spoke } = view;
  if (!hub.org.isSandbox || isSameId(spokeIdOf(view) ?? '', hub.org.id)) return false;
  return spoke ? spoke.org.isProduction : looksLikeProduction(spokeUrlOf(view) ?? '');
};

const isOn = (content: unknown): boolean => textOf(content) === 'true';

/** Of the credentials: where they lead to, what code may put into their callouts, and whose token is used. */
export const warnOfCredential = (check: Check, view: LinkView): Check => {
  const named = namedCredentialOf(view);
  const { allowMergeFieldsInBody, allowMergeFieldsInHeader } = named?.component.body ?? {};
  const findings = [
    isSandboxToProduction(view) ? 'sandboxToProduction' : undefined,
    isOn(allowMergeFieldsInBody) || isOn(allowMergeFieldsInHeader) ? 'mergeFields' : undefined,
    view.credential.principals.length === 0 ? 'perUser' : undefined,
    isRefreshing(view.credential.component) ? 'refreshing' : undefined,
  ];
  return withWarnings(
    check,
    findings.filter((finding) => finding !== undefined),
    {
      ...valuesOf(view),
      namedCredential: named?.name,
      rotate: commandFor('rotate', { hub: view.hubName, spoke: view.spokeName ?? 'ALIAS_OF_SPOKE' }),
      repoint: repointCommand(view.hubName, undefined),
    }
  );
};

/**
 * Of rung 3, once rung 6 has shown more: a policy that lets users authorise themselves fails a hub, unless the service
 * user did that some time before.
 */
export const afterToken = (check: Check, token: Check, view: LinkView): Check =>
  check.findings.includes('selfAuthorised') && token.status === 'passed'
    ? withWarnings(check, ['selfAuthorisedBefore'], valuesOf(view))
    : check;
