import { hasPermission } from '../data/permissions.ts';
import { methodNotAllowed, notFound, notSimulated, SalesforceError, sessionExpired } from '../errors.ts';
import { bearer, json, refusal } from './http.ts';
import type { Answer, Request } from './http.ts';
import { identityUrl } from '../oauth/identity.ts';
import { anonymousApex } from './apex.ts';
import { batch } from './batch.ts';
import { createCollection, deleteCollection, getCollection, updateCollection } from './collections.ts';
import { composite } from './composite.ts';
import {
  externalCredential,
  externalCredentials,
  namedCredentialSetup,
  namedCredentialSetups,
} from './connect.ts';
import { basicInformation, describeGlobal, describeSObject } from './describe.ts';
import { deleteCredential, getCredential } from './credential.ts';
import { queryMore, runQuery } from './query.ts';
import { recordCount } from './recordcount.ts';
import {
  byExternalId,
  certificateChain,
  createSObject,
  deleteSObject,
  getSObject,
  patchSObject,
} from './records.ts';
import { cancelDeploy, getDeploy, postDeploy } from './restdeploy.ts';
import { createTree } from './tree.ts';
import { liveSession } from '../oauth/sessions.ts';
import type { Org } from '../org.ts';

/** A call of the REST API: who calls, which version, and what the pattern of the route caught. */
export type Call = {
  org: Org;
  userId: string;
  /** Token of the session that asks. */
  token: string;
  apiVersion: string;
  request: Request;
  api: 'data' | 'tooling';
  parts: string[];
};

type Handler = (call: Call) => Answer | Promise<Answer>;
type Route = [methods: string, pattern: RegExp, handle: Handler];

/** `GET /services/data/vXX.X`: resources, and who calls (REST API Developer Guide, "Resources by Version"). */
const resources = ({ org, userId, apiVersion }: Call): Answer => {
  const names = ['tooling', 'metadata', 'query', 'queryAll', 'sobjects', 'composite', 'named-credentials'];
  const root = `/services/data/v${apiVersion}`;
  return json(200, {
    ...Object.fromEntries(names.map((name) => [name, `${root}/${name}`])),
    identity: identityUrl(org, userId),
  });
};

/** `GET …/composite` (REST API Developer Guide, "Composite Resources"). */
const compositeResources = ({ apiVersion }: Call): Answer => {
  const root = `/services/data/v${apiVersion}/composite`;
  return json(200, { tree: `${root}/tree`, batch: `${root}/batch`, sobjects: `${root}/sobjects` });
};

/** For methods that Salesforce has and the simulator has not. */
const beyond: Handler = ({ request }) => {
  throw notSimulated(`${request.method} ${request.path}`);
};

const routes: Route[] = [
  ['GET', /^\/?$/, resources],
  ['GET', /^\/query(?:All)?\/?$/, runQuery],
  ['GET', /^\/query(?:All)?\/([\w-]+)\/?$/, queryMore],
  ['GET', /^\/limits\/recordCount\/?$/, recordCount],
  ['GET', /^\/composite\/?$/, compositeResources],
  ['POST', /^\/composite\/?$/, (call) => composite(call, restCall)],
  ['POST', /^\/composite\/batch\/?$/, (call) => batch(call, restCall)],
  ['POST', /^\/composite\/tree\/(\w+)\/?$/, createTree],
  ['POST', /^\/composite\/sobjects\/?$/, createCollection],
  ['PATCH', /^\/composite\/sobjects\/?$/, updateCollection],
  ['DELETE', /^\/composite\/sobjects\/?$/, deleteCollection],
  ['GET POST', /^\/composite\/sobjects\/(\w+)\/?$/, getCollection],
  ['PATCH', /^\/composite\/sobjects\/\w+\/\w+\/?$/, beyond],
  ['GET', /^\/sobjects\/?$/, describeGlobal],
  ['GET', /^\/sobjects\/(\w+)\/?$/, basicInformation],
  ['POST', /^\/sobjects\/(\w+)\/?$/, createSObject],
  ['GET', /^\/sobjects\/(\w+)\/describe\/?$/, describeSObject],
  ['GET', /^\/sobjects\/(\w+)\/(?:updated|deleted|listviews)\/?$/, beyond],
  ['GET', /^\/sobjects\/(\w+)\/(\w+)\/?$/, getSObject],
  ['PATCH', /^\/sobjects\/(\w+)\/(\w+)\/?$/, patchSObject],
  ['DELETE', /^\/sobjects\/(\w+)\/(\w+)\/?$/, deleteSObject],
  ['GET POST PATCH DELETE', /^\/sobjects\/(\w+)\/(\w+)\/[^/]+\/?$/, byExternalId],
  ['POST', /^\/metadata\/deployRequest\/?$/, postDeploy],
  ['GET', /^\/metadata\/deployRequest\/(\w+)\/?$/, getDeploy],
  ['PATCH', /^\/metadata\/deployRequest\/(\w+)\/?$/, cancelDeploy],
  ['GET', /^\/named-credentials\/credential\/?$/, getCredential],
  ['DELETE', /^\/named-credentials\/credential\/?$/, deleteCredential],
  ['POST PUT PATCH', /^\/named-credentials\/credential\/?$/, beyond],
  ['GET', /^\/named-credentials\/external-credentials\/?$/, externalCredentials],
  ['POST', /^\/named-credentials\/external-credentials\/?$/, beyond],
  ['GET', /^\/named-credentials\/external-credentials\/(\w+)\/?$/, externalCredential],
  ['PUT DELETE', /^\/named-credentials\/external-credentials\/(\w+)\/?$/, beyond],
  ['GET', /^\/named-credentials\/named-credential-setup\/?$/, namedCredentialSetups],
  ['POST', /^\/named-credentials\/named-credential-setup\/?$/, beyond],
  ['GET', /^\/named-credentials\/named-credential-setup\/(\w+)\/?$/, namedCredentialSetup],
  ['PUT DELETE', /^\/named-credentials\/named-credential-setup\/(\w+)\/?$/, beyond],
];

/** Certificates are only read here (Tooling API, "Certificate"). */
const toolingRoutes: Route[] = [
  ['GET', /^\/query(?:All)?\/?$/, runQuery],
  ['GET', /^\/query(?:All)?\/([\w-]+)\/?$/, queryMore],
  ['GET', /^\/executeAnonymous\/?$/, anonymousApex],
  ['GET', /^\/sobjects\/?$/, describeGlobal],
  ['GET', /^\/sobjects\/(\w+)\/?$/, basicInformation],
  ['POST', /^\/sobjects\/(?!certificate\b)(\w+)\/?$/i, beyond],
  ['GET', /^\/sobjects\/(\w+)\/describe\/?$/, describeSObject],
  ['GET', /^\/sobjects\/Certificate\/(\w+)\/CertificateChain\/?$/, certificateChain],
  ['GET', /^\/sobjects\/(\w+)\/(\w+)\/?$/, getSObject],
  ['PATCH DELETE', /^\/sobjects\/(?!certificate\b)(\w+)\/(\w+)\/?$/i, beyond],
];

const seasons = ['Spring', 'Summer', 'Winter'];

/** Three releases a year: version 66.0 is Spring '26, 67.0 Summer '26, 68.0 Winter '27. */
const label = (version: string): string => {
  const release = Number.parseInt(version, 10) - 66;
  return `${seasons[((release % 3) + 3) % 3]} '${26 + Math.floor((release + 1) / 3)}`;
};

/** `GET /services/data` needs no session (REST API Developer Guide, "Versions"). */
export const versions = (org: Org, { method }: Request): Answer => {
  if (method !== 'GET' && method !== 'HEAD') return refusal(methodNotAllowed(method, ['HEAD', 'GET']));
  return json(
    200,
    org.apiVersions.map((version) => ({ label: label(version), url: `/services/data/v${version}`, version }))
  );
};

const methodsOf = (found: Route[]): string[] =>
  found
    .flatMap(([methods]) => methods.split(' '))
    .flatMap((name) => (name === 'GET' ? ['HEAD', name] : name));

const dispatch = async (call: Call, path: string): Promise<Answer> => {
  const found = (call.api === 'tooling' ? toolingRoutes : routes).filter(([, pattern]) => pattern.test(path));
  const { method } = call.request;
  const route = found.find((one) => methodsOf([one]).includes(method));
  if (route) return route[2]({ ...call, parts: (route[1].exec(path) ?? []).slice(1) });
  if (found.length === 0) throw notSimulated(`${method} ${call.request.path}`);
  throw methodNotAllowed(method, methodsOf(found));
};

/** `POST …?_HttpMethod=PATCH`, for clients that can't send PATCH (REST API Developer Guide, "Using HTTP PATCH"). */
const withRealMethod = (request: Request): Request => {
  const method = request.query.get('_HttpMethod');
  return request.method === 'POST' && method !== null
    ? { ...request, method: method.toUpperCase() }
    : request;
};

/** Whether a client takes XML only; the REST API would answer it so. */
const wantsXml = ({ headers }: Request): boolean => {
  const accepted = headers.accept ?? '';
  return /[/+]xml\b/.test(accepted) && !/json\b|\*\/\*/.test(accepted);
};

/** Versions that were, and are no more (Salesforce Help, "Legacy API Versions Retirement"). */
const isRetired = (org: Org, apiVersion: string | undefined): boolean =>
  Number(apiVersion) >= 7 && Number(apiVersion) < Number(org.apiVersions[0]);

/** Answers a call below `/services/data/vXX.X`, refusals included. */
export const restCall = async (org: Org, incoming: Request): Promise<Answer> => {
  try {
    const request = withRealMethod(incoming);
    const [, apiVersion, tooling, path = ''] =
      /^\/services\/data\/v(\d+\.\d)(\/tooling(?=\/|$))?(\/.*)?$/.exec(request.path) ?? [];
    // No source gives the text of 410.
    if (isRetired(org, apiVersion))
      throw new SalesforceError(410, 'GONE', `API version ${apiVersion} is retired`);
    const session = liveSession(org, bearer(request));
    if (session === undefined) throw sessionExpired();
    if (!org.apiVersions.includes(apiVersion)) throw notFound();
    if (!hasPermission(org, session.userId, 'ApiEnabled')) {
      throw new SalesforceError(403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User');
    }
    if (wantsXml(request)) throw notSimulated('answers in XML');
    const { userId, token } = session;
    const api = tooling === undefined ? 'data' : 'tooling';
    return await dispatch({ org, userId, token, apiVersion, request, api, parts: [] }, path);
  } catch (error) {
    if (error instanceof SalesforceError) return refusal(error);
    throw error;
  }
};
