import { sign } from 'node:crypto';
import { calloutMark } from '../api/http.ts';
import type { Node, Org } from '../org.ts';
import { ApexException } from '../apex/host.ts';
import { claimValue } from './formula.ts';
import { flag, nodes, text } from '../metadata/content.ts';
import type { MergeFieldsAllowed } from './mergeFields.ts';

export type ExternalCredential = { name: string; parameters: Node[] };

/** Values of the parameters of a type, keyed by name. */
const values = ({ parameters }: ExternalCredential, type: string): [string, string][] =>
  parameters
    .filter((parameter) => text(parameter, 'parameterType') === type)
    .map((parameter) => [text(parameter, 'parameterName') ?? '', text(parameter, 'parameterValue') ?? '']);

/** An external credential of the org by its name, which is case-sensitive. */
export const findExternalCredential = (org: Org, name: string): ExternalCredential | undefined => {
  const component = org.components.get(`ExternalCredential:${name}`);
  return component && { name, parameters: nodes(component.body, 'externalCredentialParameters') };
};

/** Status codes that call for a new token, besides 401 (Metadata API Developer Guide, AdditionalRefreshStatusCode). */
export const refreshCodes = (credential: ExternalCredential): number[] => [
  401,
  ...values(credential, 'AdditionalRefreshStatusCode').map(([, value]) => Number(value)),
];

/** The failure of an exchange; newer releases append what the endpoint said (seen live). */
const failed = (tail = ''): ApexException =>
  new ApexException('System.CalloutException', `Unable to complete the JWT token exchange.${tail}`);

const algorithms: Record<string, string> = { RS256: 'RSA-SHA256', RS512: 'RSA-SHA512' };

/** A fresh assertion from the claims of a credential, signed with its certificate. @throws ApexException */
const assertionOf = (org: Org, credential: ExternalCredential): string => {
  const now = org.settings.now();
  const claims = (type: string): Record<string, unknown> =>
    Object.fromEntries(values(credential, type).map(([name, value]) => [name, claimValue(value, now)]));
  const header = claims('JwtHeaderClaim');
  const signing = credential.parameters.find((row) => text(row, 'parameterType') === 'SigningCertificate');
  const certificate = org.certificates.get((signing && text(signing, 'certificate')) ?? '');
  const algorithm = algorithms[String(header.alg)];
  const usable = certificate?.keyless !== true && Number(certificate?.expires?.getTime()) > now;
  if (certificate === undefined || !usable || algorithm === undefined) throw failed();
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims('JwtBodyClaim'))}`;
  return `${signed}.${sign(algorithm, Buffer.from(signed), certificate.privateKey).toString('base64url')}`;
};

type TokenAnswer = { access_token?: string; error?: string; error_description?: string };

/**
 * Exchanges a fresh assertion for an access token and keeps it for the credential (Salesforce Help,
 * nc_user_external_credentials).
 * @param refused the stored token that was refused; it is dropped, but not one that came in its place since
 * @throws ApexException System.CalloutException `Unable to complete the JWT token exchange. …`
 */
export const fetchToken = async (
  org: Org,
  credential: ExternalCredential,
  timeout: number,
  refused?: string
): Promise<string> => {
  const url = values(credential, 'AuthProviderUrl')[0]?.[1] ?? '';
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: assertionOf(org, credential),
  });
  if (org.calloutTokens.get(credential.name) === refused) org.calloutTokens.delete(credential.name);
  let answer: TokenAnswer;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: calloutMark,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    answer = (await response.json()) as TokenAnswer;
  } catch {
    throw failed();
  }
  if (typeof answer.error === 'string') {
    throw failed(`\nError: ${answer.error}. Error description: ${answer.error_description ?? ''}.`);
  }
  if (typeof answer.access_token !== 'string') throw failed();
  org.calloutTokens.set(credential.name, answer.access_token);
  return answer.access_token;
};

export type NamedCredential = {
  enabled: boolean;
  url: string;
  externalCredential: string;
  authorizationHeader: boolean;
  mergeFields: MergeFieldsAllowed;
};

/** A named credential of the org by its name, which is case-sensitive. */
export const findNamedCredential = (org: Org, name: string): NamedCredential | undefined => {
  const body = org.components.get(`NamedCredential:${name}`)?.body;
  const parameters = nodes(body, 'namedCredentialParameters');
  const of = (type: string): Node | undefined =>
    parameters.find((row) => text(row, 'parameterType') === type);
  return (
    body && {
      enabled: (text(body, 'calloutStatus') ?? 'Enabled') === 'Enabled',
      url: text(of('Url'), 'parameterValue') ?? '',
      externalCredential: text(of('Authentication'), 'externalCredential') ?? '',
      authorizationHeader: flag(body, 'generateAuthorizationHeader', true),
      mergeFields: {
        inHeader: flag(body, 'allowMergeFieldsInHeader'),
        inBody: flag(body, 'allowMergeFieldsInBody'),
      },
    }
  );
};
