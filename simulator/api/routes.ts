import { soapApex } from './apex.ts';
import { notSimulated, SalesforceError } from '../errors.ts';
import type { Answer, Request } from './http.ts';
import { revoke, singleAccess, userinfo } from '../oauth/identity.ts';
import type { Org } from '../org.ts';
import { restCall, versions } from './rest.ts';
import { liveSession } from '../oauth/sessions.ts';
import { refusal } from './http.ts';
import { streaming } from './streaming.ts';
import { ParseProblem } from '../metadata/problem.ts';
import { readSoap, soapFault } from './soap.ts';
import { soapMetadata } from './soapmetadata.ts';
import { token } from '../oauth/token.ts';

const soapPath = /^\/services\/Soap\/([a-zA-Z]+)(?:\/([^/]*))?(?:\/.*)?$/;

/** APIs below `/services/Soap` besides Apex (s) and Metadata (m). */
const otherApis: Record<string, string> = { c: 'Enterprise', u: 'Partner', T: 'Tooling' };

/** Whether a request goes to one of the SOAP APIs. */
export const isSoap = (request: Request): boolean => soapPath.test(request.path);

const codeOf = (error: SalesforceError): string =>
  error.errorCode === 'INSUFFICIENT_ACCESS_OR_READONLY' ? 'INSUFFICIENT_ACCESS' : error.errorCode;

/** A call of the Apex (s) or Metadata (m) SOAP API; every failure is a fault with status 500. */
const soapCall = async (org: Org, request: Request): Promise<Answer> => {
  const [, api, apiVersion] = soapPath.exec(request.path) ?? [];
  if (request.method !== 'POST')
    return { ...soapFault('soapenv:Client', `HTTP Method '${request.method}' not allowed`), status: 405 };
  if (api !== 's' && api !== 'm')
    return soapFault('sf:NOT_SIMULATED', `NOT_SIMULATED: not simulated: SOAP API (${otherApis[api] ?? api})`);
  const call = readSoap(request.body.toString());
  if (call instanceof ParseProblem) return soapFault('soapenv:Client', call.message);
  const session = liveSession(org, call.sessionId);
  if (session === undefined) {
    return soapFault(
      'sf:INVALID_SESSION_ID',
      'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session'
    );
  }
  if (!org.apiVersions.includes(apiVersion)) {
    return soapFault(
      'sf:UNSUPPORTED_API_VERSION',
      'UNSUPPORTED_API_VERSION: Invalid Api version specified on URL'
    );
  }
  try {
    return api === 's'
      ? await soapApex(org, session.userId, call)
      : await soapMetadata(org, session.userId, request.body.toString());
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    return soapFault(`sf:${codeOf(error)}`, `${codeOf(error)}: ${error.message}`);
  }
};

/** Answers a request to any path of the org. */
export const route = async (org: Org, request: Request): Promise<Answer> => {
  const { path, method } = request;
  if (/^\/services\/data\/?$/.test(path)) return versions(org, request);
  if (path.startsWith('/services/data/')) return restCall(org, request);
  if (isSoap(request)) return soapCall(org, request);
  if (path === '/services/oauth2/token') return token(org, request);
  if (path === '/services/oauth2/userinfo') return userinfo(org, request);
  if (path === '/services/oauth2/revoke') return revoke(org, request);
  if (path === '/services/oauth2/singleaccess') return singleAccess(org, request);
  if (/^\/cometd\/\d+\.\d\/?$/.test(path)) return streaming(request);
  return refusal(notSimulated(`${method} ${path}`));
};
