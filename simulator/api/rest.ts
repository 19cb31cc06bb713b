import { hasPermission } from '../data/permissions.ts';
import { notFound, notSimulated, SalesforceError, sessionExpired } from '../errors.ts';
import { bearer, json, refusal } from './http.ts';
import type { Answer, Request } from './http.ts';
import { identityUrl } from '../oauth/identity.ts';
import { anonymousApex } from './apex.ts';
import { batch } from './batch.ts';
import { externalCredential, namedCredentialSetup } from './connect.ts';
import { cancelDeploy, getDeploy, postDeploy } from './restdeploy.ts';
import {
  certificateChain,
  createSObject,
  deleteSObject,
  describeSObject,
  getSObject,
  patchSObject,
  runQuery,
} from './records.ts';
import { liveSession } from '../oauth/sessions.ts';
import type { Org } from '../org.ts';

/** A call of the REST API: who calls, which version, and what the pattern of the route caught. */
export type Call = {
  org: Org;
  userId: string;
  apiVersion: string;
  request: Request;
  api: 'data' | 'tooling';
  parts: string[];
};

type Route = [method: string, pattern: RegExp, handle: (call: Call) => Answer | Promise<Answer>];

/** `GET /services/data/vXX.X`: resources, and who calls (REST API Developer Guide, "Resources by Version"). */
const resources = ({ org, userId, apiVersion }: Call): Answer => {
  const names = ['tooling', 'metadata', 'query', 'sobjects', 'composite', 'named-credentials'];
  const root = `/services/data/v${apiVersion}`;
  return json(200, {
    ...Object.fromEntries(names.map((name) => [name, `${root}/${name}`])),
    identity: identityUrl(org, userId),
  });
};

const routes: Route[] = [
  ['GET', /^\/?$/, resources],
  ['GET', /^\/query\/?$/, runQuery],
  ['POST', /^\/composite\/batch\/?$/, (call) => batch(call, restCall)],
  ['GET', /^\/sobjects\/(\w+)\/describe\/?$/, describeSObject],
  ['POST', /^\/sobjects\/(\w+)\/?$/, createSObject],
  ['GET', /^\/sobjects\/(\w+)\/(\w+)\/?$/, getSObject],
  ['PATCH', /^\/sobjects\/(\w+)\/(\w+)\/?$/, patchSObject],
  ['DELETE', /^\/sobjects\/(\w+)\/(\w+)\/?$/, deleteSObject],
  ['POST', /^\/metadata\/deployRequest\/?$/, postDeploy],
  ['GET', /^\/metadata\/deployRequest\/(\w+)\/?$/, getDeploy],
  ['PATCH', /^\/metadata\/deployRequest\/(\w+)\/?$/, cancelDeploy],
  ['GET', /^\/named-credentials\/external-credentials\/(\w+)\/?$/, externalCredential],
  ['GET', /^\/named-credentials\/named-credential-setup\/(\w+)\/?$/, namedCredentialSetup],
];

const toolingRoutes: Route[] = [
  ['GET', /^\/query\/?$/, runQuery],
  ['GET', /^\/executeAnonymous\/?$/, anonymousApex],
  ['GET', /^\/sobjects\/(\w+)\/describe\/?$/, describeSObject],
  ['GET', /^\/sobjects\/Certificate\/(\w+)\/CertificateChain\/?$/, certificateChain],
  ['GET', /^\/sobjects\/(\w+)\/(\w+)\/?$/, getSObject],
];

const seasons = ['Spring', 'Summer', 'Winter'];

/** Three releases a year: version 66.0 is Spring '26, 67.0 Summer '26, 68.0 Winter '27. */
const label = (version: string): string => {
  const release = Number.parseInt(version, 10) - 66;
  return `${seasons[((release % 3) + 3) % 3]} '${26 + Math.floor((release + 1) / 3)}`;
};

/** `GET /services/data` needs no session (REST API Developer Guide, "Versions"). */
export const versions = (org: Org): Answer =>
  json(
    200,
    org.apiVersions.map((version) => ({ label: label(version), url: `/services/data/v${version}`, version }))
  );

const dispatch = async (call: Call, path: string): Promise<Answer> => {
  const found = (call.api === 'tooling' ? toolingRoutes : routes).filter(([, pattern]) => pattern.test(path));
  const { method } = call.request;
  const route = found.find(([allowed]) => allowed === method || (allowed === 'GET' && method === 'HEAD'));
  if (route) return route[2]({ ...call, parts: (route[1].exec(path) ?? []).slice(1) });
  if (found.length === 0) throw notSimulated(`${method} ${call.request.path}`);
  const allowed = found.map(([name]) => name).join(',');
  throw new SalesforceError(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are ${allowed}`
  );
};

/** Answers a call below `/services/data/vXX.X`, refusals included. */
export const restCall = async (org: Org, request: Request): Promise<Answer> => {
  try {
    const [, apiVersion, tooling, path = ''] =
      /^\/services\/data\/v(\d+\.\d)(\/tooling(?=\/|$))?(\/.*)?$/.exec(request.path) ?? [];
    const session = liveSession(org, bearer(request));
    if (session === undefined) throw sessionExpired();
    if (!org.apiVersions.includes(apiVersion)) throw notFound();
    if (!hasPermission(org, session.userId, 'ApiEnabled')) {
      throw new SalesforceError(403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User');
    }
    const api = tooling === undefined ? 'data' : 'tooling';
    return await dispatch({ org, userId: session.userId, apiVersion, request, api, parts: [] }, path);
  } catch (error) {
    if (error instanceof SalesforceError) return refusal(error);
    throw error;
  }
};
