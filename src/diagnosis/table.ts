/**
 * What Salesforce says when it refuses, and what that means: data. The words for people, meaning and remedy, stand under
 * the same id in messages/s2s.diagnosis.md. docs/errors.md is made from both.
 */
export type Refusal = {
  id: string;
  /** Salesforce's own words, as they are printed; X stands for a name or number. */
  texts: string[];
  /** OAuth error codes that stand in the answer beside the texts, in their order. */
  errors?: string[];
  match: RegExp;
  /** Whether it can also mean that a change has not reached every server yet. */
  pending: boolean;
  /** What a look at the orgs finds when this is the cause, likeliest first: `<rung>.<finding>` of verify. */
  causes: string[];
};

const notPreAuthorised = [
  'pre-authorisation.notAssigned',
  'pre-authorisation.assignmentEnded',
  'pre-authorisation.noPermissionSet',
];
const otherAddress = 'credential.otherTokenUrl';

/**
 * Refusals of the token endpoint, matched against `<error>: <error_description>`.
 * Source: Salesforce DX Developer Guide, "Resolve Common Authorization Errors"; Salesforce Help,
 * remoteaccess_oauth_flow_errors; texts seen live.
 */
export const tokenRefusals: Refusal[] = [
  {
    id: 'notApproved',
    texts: ["user hasn't approved this consumer"],
    errors: ['invalid_grant'],
    match: /user hasn['’]t approved this consumer/i,
    pending: true,
    causes: [
      'pre-authorisation.selfAuthorised',
      'pre-authorisation.noUser',
      ...notPreAuthorised,
      otherAddress,
      'credential.noSubject',
    ],
  },
  {
    id: 'notAdminApproved',
    texts: ['user is not admin approved to access this app'],
    errors: ['invalid_app_access'],
    match: /user is not admin approved/i,
    pending: true,
    causes: notPreAuthorised,
  },
  {
    id: 'appNotInstalled',
    texts: ['External client app is not installed in this org'],
    errors: ['app_not_found'],
    match: /app_not_found|not installed in this org/i,
    pending: true,
    causes: ['app.disabled', 'app.missing', otherAddress],
  },
  {
    id: 'unknownConsumerKey',
    texts: ['client identifier invalid'],
    errors: ['invalid_client_id'],
    match: /client identifier invalid/i,
    pending: true,
    causes: [
      'app.otherKey',
      'app.missing',
      'app.noCertificate',
      'credential.noIssuer',
      otherAddress,
      'app.keyHidden',
    ],
  },
  {
    id: 'wrongSignature',
    texts: ['invalid client credentials', 'Invalid JWT Signature'],
    errors: ['invalid_client', 'invalid_grant'],
    match: /invalid client credentials|invalid jwt signature/i,
    pending: false,
    causes: ['app.otherCertificate', 'app.noCertificate', 'credential.otherAlgorithm', 'certificate.copied'],
  },
  {
    id: 'uninstalledApp',
    texts: ['app must be installed into org'],
    errors: ['invalid_client'],
    match: /app must be installed/i,
    pending: false,
    causes: ['app.otherKey', 'app.missing'],
  },
  {
    id: 'wrongAudience',
    texts: ['audience is invalid', 'Audience validation failed'],
    errors: ['invalid_grant', 'invalid_grant'],
    match: /audience (is invalid|validation failed)/i,
    pending: false,
    causes: ['credential.wrongAudience', 'credential.audienceNotJson', 'credential.noAudience'],
  },
  {
    id: 'expiredAssertion',
    texts: ['expired authorization code'],
    errors: ['invalid_grant'],
    match: /expired authorization code/i,
    pending: false,
    causes: ['credential.noExpiry'],
  },
  {
    id: 'invalidAssertion',
    texts: ['invalid assertion'],
    errors: ['invalid_grant'],
    match: /invalid assertion/i,
    pending: false,
    causes: ['credential.noExpiry', 'credential.noIssuer'],
  },
  {
    id: 'ipRestricted',
    texts: ['ip restricted'],
    errors: ['invalid_grant'],
    match: /ip restricted/i,
    pending: false,
    causes: [],
  },
  {
    id: 'inactiveUser',
    texts: ['user is inactive'],
    errors: ['inactive_user'],
    match: /inactive_user|user is inactive/i,
    pending: false,
    causes: ['pre-authorisation.inactiveUser'],
  },
  {
    id: 'inactiveOrg',
    texts: ['organization is locked, closed, or suspended'],
    errors: ['inactive_org'],
    match: /inactive_org|locked, closed, or suspended/i,
    pending: false,
    causes: [],
  },
  {
    id: 'rateLimit',
    texts: ['number of logins exceeded', 'login rate exceeded'],
    errors: ['rate_limit_exceeded', 'rate_limit_exceeded'],
    match: /rate_limit|number of logins exceeded|login rate exceeded/i,
    pending: false,
    causes: [],
  },
  {
    id: 'noScopes',
    texts: ['no valid scopes defined'],
    errors: ['invalid_grant'],
    match: /no valid scopes/i,
    pending: false,
    causes: ['app.noScope'],
  },
  {
    id: 'otherAddress',
    texts: ['grant type not supported', 'must use HTTP POST', 'HTTPS required'],
    errors: ['unsupported_grant_type', 'invalid_request', 'invalid_request'],
    match: /grant type not supported|must use HTTP POST|HTTPS required/i,
    pending: false,
    causes: [otherAddress],
  },
];

/** What signing on the hub ends with. Source: Apex Reference Guide, Auth.JWS; texts seen live. */
export const signingRefusals: Refusal[] = [
  {
    id: 'noSigningCertificate',
    texts: ['System.NoDataFoundException: Data Not Available'],
    match: /NoDataFoundException|Data Not Available/i,
    pending: false,
    causes: ['certificate.missing'],
  },
];

/** Exceptions of a callout through a named credential. Source: Salesforce Help, nc_troubleshoot; texts seen live. */
export const calloutRefusals: Refusal[] = [
  {
    id: 'noCredentialAccess',
    texts: [
      'We couldn\'t access the credential(s). You might not have the required permissions, or the external credential "X" might not exist.',
    ],
    match: /couldn['’]t access the credential/i,
    pending: false,
    causes: ['access.nobody', 'access.runningUserLacks', 'access.readOnly', 'credential.noPrincipal'],
  },
  {
    id: 'noEndpointAccess',
    texts: [
      'The callout couldn\'t access the endpoint. You might not have the required permissions, or the named credential "X" might not exist.',
    ],
    match: /couldn['’]t access the endpoint/i,
    pending: false,
    causes: ['credential.disabled', 'credential.noNamedCredential', 'access.runningUserLacks'],
  },
  {
    id: 'hubIpRestricted',
    texts: [
      'Unable to complete the JWT token exchange. Error: invalid_grant. Error description: ip restricted.',
    ],
    match: /token exchange[^]*ip restricted/i,
    pending: false,
    causes: [],
  },
  {
    id: 'exchangeFailed',
    texts: ['Unable to complete the JWT token exchange.'],
    match: /unable to complete the jwt token exchange(?![^]*ip restricted)/i,
    pending: false,
    causes: [
      'credential.noExpiry',
      'credential.audienceNotJson',
      'credential.noAudience',
      'credential.wrongAudience',
      'credential.otherAlgorithm',
      'credential.repeatedClaim',
      otherAddress,
    ],
  },
  {
    id: 'noRemoteSite',
    texts: ['Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = X'],
    match: /unauthorized endpoint/i,
    pending: false,
    causes: [],
  },
  {
    id: 'uncommittedWork',
    texts: ['You have uncommitted work pending. Please commit or rollback before calling out'],
    match: /uncommitted work pending/i,
    pending: false,
    causes: [],
  },
  { id: 'timedOut', texts: ['Read timed out'], match: /read timed out/i, pending: false, causes: [] },
];

/** Answers of the spoke to a callout, matched against `<status> <errorCode>`. Source: REST API Developer Guide; seen live. */
export const answerRefusals: Refusal[] = [
  {
    id: 'sessionRefused',
    texts: ['Session expired or invalid'],
    match: /^401/,
    pending: false,
    causes: ['credential.noAuthorization', 'credential.otherUrl'],
  },
  {
    id: 'apiDisabled',
    texts: ['The REST API is not enabled for this Organization.', 'API is disabled for this User'],
    match: /^403 API_/,
    pending: false,
    causes: ['pre-authorisation.noApi'],
  },
  {
    id: 'maintenance',
    texts: ['Data Not Available'],
    match: /^50[03]/,
    pending: false,
    causes: [],
  },
];

/** Failures of a deploy. Source: Salesforce Help, 005228017 (connected apps); texts seen live. */
export const deployRefusals: Refusal[] = [
  {
    id: 'connectedAppsBlocked',
    texts: [
      "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    ],
    match: /can['’]t create a connected app/i,
    pending: false,
    causes: [],
  },
  {
    id: 'consumerKeyTaken',
    texts: ['The consumer key is already taken', 'You cannot provide a Consumer Key'],
    match: /consumer key is already taken|cannot provide a consumer key/i,
    pending: false,
    causes: [],
  },
  {
    id: 'secondPolicy',
    texts: [
      'ExtlClntAppOauthSettingsId duplicates value on X',
      'ExternalClientApplicationId duplicates value on X',
    ],
    match: /duplicates value on/i,
    pending: false,
    causes: [],
  },
  {
    id: 'unknownPermissionSet',
    texts: ["We couldn't find permission sets called X"],
    match: /couldn['’]t find permission sets called/i,
    pending: false,
    causes: [],
  },
  {
    id: 'noCertificate',
    texts: ['In field: certificate - no Certificate named X found'],
    match: /no certificate named/i,
    pending: false,
    causes: ['certificate.missing'],
  },
  {
    id: 'goneMeanwhile',
    texts: ['In field: externalClientApplication - no ExternalClientApplication named X found'],
    match: /- no (?!Certificate )\w+ named .+ found/i,
    pending: false,
    causes: [],
  },
  {
    id: 'audienceNotJson',
    texts: ['The JWT aud claim has invalid JSON syntax'],
    match: /aud claim has invalid json/i,
    pending: false,
    causes: [],
  },
];

/** The known refusal that a text of Salesforce's is. */
export const findRefusal = (table: Refusal[], text: string): Refusal | undefined =>
  table.find((row) => row.match.test(text));
