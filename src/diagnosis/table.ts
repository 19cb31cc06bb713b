/**
 * What Salesforce says when it refuses, and what that means: data. The words for people, cause and remedy, stand under
 * the same id in messages/s2s.diagnosis.md.
 */
export type Refusal = {
  id: string;
  text: RegExp;
  /** Whether it can also mean that a change has not reached every server yet. */
  pending: boolean;
};

/**
 * Refusals of the token endpoint, matched against `<error>: <error_description>`.
 * Source: Salesforce DX Developer Guide, "Resolve Common Authorization Errors"; texts seen live.
 */
export const tokenRefusals: Refusal[] = [
  { id: 'notApproved', text: /user hasn['’]t approved this consumer/i, pending: true },
  { id: 'notAdminApproved', text: /user is not admin approved/i, pending: true },
  { id: 'appNotInstalled', text: /app_not_found|not installed in this org/i, pending: true },
  { id: 'unknownConsumerKey', text: /client identifier invalid/i, pending: true },
  { id: 'wrongSignature', text: /invalid client credentials|invalid jwt signature/i, pending: false },
  { id: 'uninstalledApp', text: /app must be installed/i, pending: false },
  { id: 'wrongAudience', text: /audience (is invalid|validation failed)/i, pending: false },
  { id: 'expiredAssertion', text: /expired authorization code/i, pending: false },
  { id: 'invalidAssertion', text: /invalid assertion/i, pending: false },
  { id: 'ipRestricted', text: /ip restricted/i, pending: false },
  { id: 'inactiveUser', text: /inactive_user|user is inactive/i, pending: false },
  { id: 'inactiveOrg', text: /inactive_org|locked, closed, or suspended/i, pending: false },
  { id: 'rateLimit', text: /rate_limit|number of logins exceeded|login rate exceeded/i, pending: false },
  { id: 'noScopes', text: /no valid scopes/i, pending: false },
];

/** Exceptions of a callout through a named credential. Source: Salesforce Help, nc_troubleshoot; texts seen live. */
export const calloutRefusals: Refusal[] = [
  { id: 'noCredentialAccess', text: /couldn['’]t access the credential/i, pending: false },
  { id: 'noEndpointAccess', text: /couldn['’]t access the endpoint/i, pending: false },
  { id: 'exchangeFailed', text: /unable to complete the jwt token exchange/i, pending: false },
  { id: 'timedOut', text: /read timed out/i, pending: false },
];

/** Answers of the spoke to a callout, matched against `<status> <errorCode>`. */
export const answerRefusals: Refusal[] = [
  { id: 'sessionRefused', text: /^401/, pending: false },
  { id: 'apiDisabled', text: /^403 API_/, pending: false },
];

/** Failures of a deploy. Source: Salesforce Help, 005228017 (connected apps); texts seen live. */
export const deployRefusals: Refusal[] = [
  { id: 'connectedAppsBlocked', text: /can['’]t create a connected app/i, pending: false },
  { id: 'secondPolicy', text: /duplicates value on/i, pending: false },
  { id: 'unknownPermissionSet', text: /couldn['’]t find permission sets called/i, pending: false },
  { id: 'noCertificate', text: /no certificate named/i, pending: false },
];

export const findRefusal = (table: Refusal[], text: string): Refusal | undefined =>
  table.find((row) => row.text.test(text));
