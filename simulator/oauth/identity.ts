import { randomBytes } from 'node:crypto';
import type { Org } from '../org.ts';
import { bearer, json } from '../api/http.ts';
import type { Answer, Request } from '../api/http.ts';
import { endSessions, liveSession } from './sessions.ts';

/** The identity URL of a user: on test.salesforce.com for sandboxes and scratch orgs (Salesforce Help, "Identity URLs"). */
export const identityUrl = (org: Org, userId: string): string => {
  const host = org.kind === 'sandbox' || org.kind === 'scratch' ? 'test' : 'login';
  return `https://${host}.salesforce.com/id/${org.id}/${userId}`;
};

/** The OAuth endpoints answer a dead token with 403 and one word, where the REST API answers 401. */
const badToken: Answer = {
  status: 403,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: 'Bad_OAuth_Token',
};

/** `GET /services/oauth2/userinfo` (Salesforce Help, "User Info Endpoint"). */
export const userinfo = (org: Org, request: Request): Answer => {
  const session = liveSession(org, bearer(request));
  const user = session && org.tables.get('User')?.get(session.userId);
  if (user === undefined) return badToken;
  return json(200, {
    sub: identityUrl(org, user.Id),
    user_id: user.Id,
    organization_id: org.id,
    preferred_username: user.Username,
    nickname: user.Alias,
    name: user.Name,
    email: user.Email,
    active: user.IsActive,
    user_type: String(user.UserType).toUpperCase(),
    language: user.LanguageLocaleKey,
    locale: user.LocaleSidKey,
    urls: {
      rest: `${org.url}/services/data/v{version}/`,
      metadata: `${org.url}/services/Soap/m/{version}/${org.id}`,
    },
  });
};

/** `/services/oauth2/revoke`: ends the session of a token (Salesforce Help, "Revoke OAuth Tokens"; RFC 7009). */
export const revoke = (org: Org, request: Request): Answer => {
  const token = request.query.get('token') ?? new URLSearchParams(request.body.toString()).get('token') ?? '';
  if (liveSession(org, token) === undefined) {
    return json(400, { error: 'invalid_token', error_description: 'invalid token' });
  }
  endSessions(org, (session) => session.token === token);
  return { status: 200, body: '' };
};

/** `/services/oauth2/singleaccess`: a URL that opens the org once in a browser (Salesforce Help, "Single Access URLs"). */
export const singleAccess = (org: Org, request: Request): Answer => {
  if (liveSession(org, bearer(request)) === undefined) return badToken;
  return json(200, {
    frontdoor_uri: `${org.url}/secur/frontdoor.jsp?otp=${randomBytes(16).toString('hex')}`,
  });
};
