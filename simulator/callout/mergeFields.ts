import type { ApexHttpRequest } from '../apex/host.ts';
import { notSimulated } from '../errors.ts';

const field = /\{!\$Credential\.(\w+)\}/g;

/** What each merge field that is simulated stands for. */
const values: Record<string, (token: string) => string> = {
  OAuthToken: (token) => token,
  AuthorizationHeaderValue: (token) => `Bearer ${token}`,
};

const filled = (text: string, token: string): string =>
  text.replace(field, (_, name: string) => values[name](token));

/** Where a named credential lets merge fields stand. */
export type MergeFieldsAllowed = { inHeader: boolean; inBody: boolean };

/**
 * Whether a request can be sent: `{!$Credential.…}` may name only what is simulated.
 * @throws SalesforceError
 */
export const refuseOtherFields = ({ headers, body }: ApexHttpRequest): void => {
  const names = [...Object.values(headers), body].flatMap((text) =>
    [...text.matchAll(field)].map(([, name]) => name)
  );
  const other = names.find((name) => !(name in values));
  if (other !== undefined) throw notSimulated(`the merge field $Credential.${other}`);
};

/**
 * The request with merge fields filled in, where the named credential allows them; elsewhere they are sent as they are
 * (Apex Developer Guide, "Merge Fields for Apex Callouts That Use Named Credentials").
 */
export const withFields = (
  request: ApexHttpRequest,
  token: string,
  { inHeader, inBody }: MergeFieldsAllowed
): ApexHttpRequest => ({
  ...request,
  headers: inHeader
    ? Object.fromEntries(Object.entries(request.headers).map(([name, text]) => [name, filled(text, token)]))
    : request.headers,
  body: inBody ? filled(request.body, token) : request.body,
});
