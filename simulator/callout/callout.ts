import { calloutMark } from '../api/http.ts';
import type { Org } from '../org.ts';
import { ApexException } from '../apex/host.ts';
import type { ApexHttpRequest, ApexHttpResponse } from '../apex/host.ts';
import { fetchToken, findExternalCredential, findNamedCredential, refreshCodes } from './credential.ts';
import type { ExternalCredential } from './credential.ts';
import { hasObjectPermission, hasPermission, hasSetupEntityAccess } from '../data/permissions.ts';
import { refuseOtherFields, withFields } from './mergeFields.ts';
import { flag, text } from '../metadata/content.ts';
import { rows } from '../tables.ts';

const calloutException = (message: string): ApexException =>
  new ApexException('System.CalloutException', message);

const noEndpoint = (name: string): ApexException =>
  calloutException(
    `The callout couldn't access the endpoint. You might not have the required permissions, or the named credential "${name}" might not exist.`
  );

const noCredential = (name: string): ApexException =>
  calloutException(
    `We couldn't access the credential(s). You might not have the required permissions, or the external credential "${name}" might not exist.`
  );

/** Real HTTP, as Apex does it: no redirect is followed. */
const send = async (
  url: string,
  request: ApexHttpRequest,
  headers: Record<string, string>
): Promise<ApexHttpResponse> => {
  const bodiless = request.method === 'GET' || request.method === 'HEAD';
  try {
    const response = await fetch(url, {
      method: request.method,
      headers: { ...headers, ...calloutMark },
      body: bodiless ? undefined : request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeout),
    });
    return {
      statusCode: response.status,
      status: response.statusText,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') throw calloutException('Read timed out');
    const { cause, message } = error as Error & { cause?: Error & { code?: string } };
    throw calloutException(
      cause?.code === 'ECONNREFUSED' ? 'Connection refused' : (cause?.message ?? message)
    );
  }
};

/**
 * Whether the user may use a principal of the credential: mapped through a permission set, and readable User External
 * Credentials (Salesforce Help, nc_user_external_credentials_permissions).
 */
const mayUse = (org: Org, userId: string, credentialName: string): boolean => {
  const credential = rows(org, 'ExternalCredential').find((row) => row.DeveloperName === credentialName);
  const principals = rows(org, 'ExternalCredentialParameter').filter(
    (row) => row.ExternalCredentialId === credential?.Id && row.ParameterType === 'NamedPrincipal'
  );
  return (
    principals.some((principal) => hasSetupEntityAccess(org, userId, principal.Id)) &&
    hasObjectPermission(org, userId, 'UserExternalCredential', 'PermissionsRead')
  );
};

/**
 * A new token: "If a callout uses expired access tokens, the Modify All permission grants Salesforce access to retrieve
 * refreshed tokens" (Salesforce Help, nc_user_external_credentials_permissions). Whether the first token needs it too is
 * not known; it does here.
 */
const newToken = (
  org: Org,
  userId: string,
  credential: ExternalCredential,
  timeout: number,
  refused?: string
): Promise<string> => {
  if (!hasObjectPermission(org, userId, 'UserExternalCredential', 'PermissionsModifyAllRecords')) {
    throw noCredential(credential.name);
  }
  return fetchToken(org, credential, timeout, refused);
};

/**
 * `callout:Name/path`: the stored token, or a new one, and once more after a refusal: with the token that another callout
 * fetched meanwhile, or with a new one.
 */
const throughCredential = async (
  org: Org,
  userId: string,
  request: ApexHttpRequest,
  name: string,
  path: string
): Promise<ApexHttpResponse> => {
  const endpoint = findNamedCredential(org, name);
  if (!endpoint?.enabled || !hasPermission(org, userId, 'CustomizeApplication')) throw noEndpoint(name);
  const credential = findExternalCredential(org, endpoint.externalCredential);
  if (credential === undefined || !mayUse(org, userId, credential.name))
    throw noCredential(endpoint.externalCredential);
  refuseOtherFields(request);
  const call = (token: string): Promise<ApexHttpResponse> => {
    const sent = withFields(request, token, endpoint.mergeFields);
    return send(`${endpoint.url}${path}`, sent, {
      ...sent.headers,
      ...(endpoint.authorizationHeader ? { Authorization: `Bearer ${token}` } : {}),
    });
  };
  const stored = (): string | undefined => org.calloutTokens.get(credential.name);
  const first = stored() ?? (await newToken(org, userId, credential, request.timeout));
  const response = await call(first);
  if (!refreshCodes(credential).includes(response.statusCode)) return response;
  const other = stored();
  if (other !== undefined && other !== first) return call(other);
  return call(await newToken(org, userId, credential, request.timeout, first));
};

/** Whether an active remote site covers a URL (Metadata API Developer Guide, RemoteSiteSetting). */
const isRemoteSite = (org: Org, url: string): boolean =>
  [...org.components.values()].some(
    ({ type, body }) =>
      type === 'RemoteSiteSetting' &&
      flag(body, 'isActive') &&
      URL.canParse(text(body, 'url') ?? '') &&
      URL.canParse(url) &&
      new URL(url).origin === new URL(text(body, 'url') ?? '').origin
  );

/**
 * Sends a callout of Apex that a user runs. Apex Developer Guide, "Named Credentials as Callout Endpoints": names are
 * case-sensitive, and anonymous Apex needs Customize Application for them.
 * @throws ApexException System.CalloutException, with the texts that were seen live
 */
export const callout = (org: Org, userId: string, request: ApexHttpRequest): Promise<ApexHttpResponse> => {
  const [isNamed, name, path] = /^callout:([^/?#]+)(.*)$/s.exec(request.endpoint) ?? [];
  if (isNamed !== undefined) return throughCredential(org, userId, request, name, path);
  if (isRemoteSite(org, request.endpoint)) return send(request.endpoint, request, request.headers);
  throw calloutException(
    `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${request.endpoint}`
  );
};
