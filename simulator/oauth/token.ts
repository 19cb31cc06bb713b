import type { Org, Row } from '../org.ts';
import { expiry, isSignedBy, readAssertion } from './assertion.ts';
import type { Assertion } from './assertion.ts';
import { hasSetupEntityAccess } from '../data/permissions.ts';
import { json } from '../api/http.ts';
import type { Answer, Request } from '../api/http.ts';
import { appByConsumerKey } from '../metadata/apps.ts';
import type { App } from '../metadata/apps.ts';
import { identityUrl } from './identity.ts';
import { isAllowedAddress, tooManyLogins, writeLogin } from './logingate.ts';
import { openSession } from './sessions.ts';
import { rows } from '../tables.ts';
import { userByUsername } from '../users.ts';

/** A refusal in the words of RFC 6749, section 5.2. */
type Refusal = [error: string, description: string];

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Leeway for `exp`: how much there is exactly is not documented, but clients that send the present moment get in. */
const skew = 180_000;

const loginHost = 'https://login.salesforce.com';
const testHost = 'https://test.salesforce.com';

/**
 * Audiences that an org takes: the login host of its kind and its own My Domain (Salesforce DX Setup Guide,
 * SF_AUDIENCE_URL). Whether it takes the other login host is not known: not here.
 */
const audiences = (org: Org): string[] => [
  org.kind === 'sandbox' || org.kind === 'scratch' ? testHost : loginHost,
  org.url,
];

/**
 * The app of an assertion. An app that is new, changed or switched off is "not installed" for an external client app
 * (seen live: forcedotcom/cli#3482), unknown for a connected app (Salesforce DX Developer Guide, "Resolve Common
 * Authorization Errors").
 */
const findApp = (org: Org, consumerKey: unknown): App | Refusal => {
  const app = typeof consumerKey === 'string' ? appByConsumerKey(org, consumerKey) : undefined;
  if (app === undefined) return ['invalid_client_id', 'client identifier invalid'];
  const propagating = org.settings.now() < app.changedAt + org.settings.propagation;
  if (!propagating && app.enabled) return app;
  return app.type === 'ExternalClientApplication'
    ? ['app_not_found', 'External client app is not installed in this org']
    : ['invalid_client_id', 'client identifier invalid'];
};

/** Salesforce Help, remoteaccess_oauth_jwt_flow: signature, validity, audience, a `jti` that has not been sent before. */
const checkAssertion = (org: Org, app: App, assertion: Assertion): Refusal | undefined => {
  if (!isSignedBy(assertion, app.certificate)) return ['invalid_client', 'invalid client credentials'];
  const expires = expiry(assertion);
  if (expires === undefined) return ['invalid_grant', 'invalid assertion'];
  if (expires < org.settings.now() - skew) return ['invalid_grant', 'expired authorization code'];
  const { aud, jti } = assertion.claims;
  if (typeof aud !== 'string' || !audiences(org).includes(aud))
    return ['invalid_grant', 'audience is invalid'];
  if (jti === undefined) return undefined;
  const key = `${app.name}:${String(jti)}`;
  if (org.seenJti.has(key)) return ['invalid_grant', 'invalid assertion'];
  org.seenJti.add(key);
  return undefined;
};

/**
 * The two halves of pre-authorisation have two texts: no admin-approved policy, and a user who is not among the approved
 * (seen live by several; profiles and permission sets count alike).
 */
const checkUser = (org: Org, app: App, user: Row, from: string): Refusal | undefined => {
  if (tooManyLogins(org, user.Id)) return ['rate_limit_exceeded', 'number of logins exceeded'];
  const login = [...(org.tables.get('UserLogin')?.values() ?? [])].find((row) => row.UserId === user.Id);
  if (user.IsActive !== true || login?.IsFrozen === true) return ['inactive_user', 'user is inactive'];
  if (!app.adminApproved) return ['invalid_grant', "user hasn't approved this consumer"];
  if (!hasSetupEntityAccess(org, user.Id, app.id)) {
    return ['invalid_app_access', 'user is not admin approved to access this app'];
  }
  if (app.enforcesIpRanges && !isAllowedAddress(org, user, from)) return ['invalid_grant', 'ip restricted'];
  const usable = ['api', 'web', 'full'].some((scope) => app.scopes.includes(scope));
  return usable ? undefined : ['invalid_grant', 'no valid scopes defined'];
};

/** Runtime behaviour of the endpoint: never cached, always JSON. */
const headers = {
  'cache-control': 'no-cache,must-revalidate,max-age=0,no-store,private',
  pragma: 'no-cache',
};

const refuse = ([error, description]: Refusal): Answer =>
  json(400, { error, error_description: description }, headers);

/** A trial or scratch org ends with its TrialExpirationDate (Object Reference, Organization); nobody logs in any more. */
const isOver = (org: Org): boolean =>
  rows(org, 'Organization').some(
    ({ TrialExpirationDate: end }) => typeof end === 'string' && Date.parse(end) <= org.settings.now()
  );

/** The OAuth 2.0 JWT bearer grant of an assertion. */
const grant = (org: Org, compact: string, from: string): Answer => {
  if (isOver(org)) return refuse(['inactive_org', 'organization is locked, closed, or suspended']);
  const assertion = readAssertion(compact);
  if (assertion === undefined) return refuse(['invalid_grant', 'invalid assertion']);
  const app = findApp(org, assertion.claims.iss);
  if (Array.isArray(app)) return refuse(app);
  const refused = checkAssertion(org, app, assertion);
  if (refused) return refuse(refused);
  const user = userByUsername(org, String(assertion.claims.sub));
  if (user === undefined) return refuse(['invalid_grant', "user hasn't approved this consumer"]);
  const problem = checkUser(org, app, user, from);
  const login = writeLogin(org, user.Id, app.label, from, problem?.[1]);
  if (problem) return refuse(problem);
  const session = openSession(org, user.Id, app, login);
  const body = {
    access_token: session.token,
    scope: app.scopes.join(' '),
    instance_url: org.url,
    id: identityUrl(org, user.Id),
    token_type: 'Bearer',
  };
  return json(200, body, headers);
};

/**
 * `POST /services/oauth2/token` with the JWT bearer grant; other grants are refused as unsupported. Salesforce Help,
 * remoteaccess_oauth_jwt_flow and remoteaccess_oauth_flow_errors; RFC 7523, section 2.1.
 */
export const token = (org: Org, request: Request): Answer => {
  if (request.method !== 'POST') return refuse(['invalid_request', 'must use HTTP POST']);
  const parameters = new URLSearchParams(request.body.toString());
  if (parameters.get('grant_type') !== grantType) {
    return refuse(['unsupported_grant_type', 'grant type not supported']);
  }
  if (parameters.has('scope')) return refuse(['invalid_request', 'scope parameter not supported']);
  return grant(org, parameters.get('assertion') ?? '', request.from);
};
