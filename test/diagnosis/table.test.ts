import { expect } from 'chai';
import {
  answerRefusals,
  calloutRefusals,
  deployRefusals,
  findRefusal,
  type Refusal,
  signingRefusals,
  tokenRefusals,
} from '../../src/diagnosis/table.ts';

/** What Salesforce says, to the letter, and the row that knows it. */
const said: [Refusal[], string, string][] = [
  [tokenRefusals, "invalid_grant: user hasn't approved this consumer", 'notApproved'],
  [tokenRefusals, 'invalid_app_access: user is not admin approved to access this app', 'notAdminApproved'],
  [tokenRefusals, 'app_not_found: External client app is not installed in this org', 'appNotInstalled'],
  [tokenRefusals, 'invalid_client_id: client identifier invalid', 'unknownConsumerKey'],
  [tokenRefusals, 'invalid_client: invalid client credentials', 'wrongSignature'],
  [tokenRefusals, 'invalid_grant: Invalid JWT Signature', 'wrongSignature'],
  [tokenRefusals, 'invalid_client: app must be installed into org', 'uninstalledApp'],
  [tokenRefusals, 'invalid_grant: audience is invalid', 'wrongAudience'],
  [tokenRefusals, 'invalid_grant: Audience validation failed', 'wrongAudience'],
  [tokenRefusals, 'invalid_grant: expired authorization code', 'expiredAssertion'],
  [tokenRefusals, 'invalid_grant: invalid assertion', 'invalidAssertion'],
  [tokenRefusals, 'invalid_grant: ip restricted', 'ipRestricted'],
  [tokenRefusals, 'invalid_grant: IP restricted or invalid login hours', 'ipRestricted'],
  [tokenRefusals, 'inactive_user: user is inactive', 'inactiveUser'],
  [tokenRefusals, 'inactive_org: organization is locked, closed, or suspended', 'inactiveOrg'],
  [tokenRefusals, 'rate_limit_exceeded: number of logins exceeded', 'rateLimit'],
  [tokenRefusals, 'invalid_grant: login rate exceeded', 'rateLimit'],
  [tokenRefusals, 'invalid_grant: no valid scopes defined', 'noScopes'],
  [tokenRefusals, 'unsupported_grant_type: grant type not supported', 'otherAddress'],
  [tokenRefusals, 'invalid_request: must use HTTP POST', 'otherAddress'],
  [
    signingRefusals,
    'System.NoDataFoundException: Data Not Available The data you were trying to access could not be found.',
    'noSigningCertificate',
  ],
  [
    calloutRefusals,
    'System.CalloutException: Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = https://acme.example',
    'noRemoteSite',
  ],
  [
    calloutRefusals,
    'System.CalloutException: You have uncommitted work pending. Please commit or rollback before calling out',
    'uncommittedWork',
  ],
  [
    calloutRefusals,
    'System.CalloutException: We couldn\'t access the credential(s). You might not have the required permissions, or the external credential "acme" might not exist.',
    'noCredentialAccess',
  ],
  [
    calloutRefusals,
    'System.CalloutException: The callout couldn\'t access the endpoint. You might not have the required permissions, or the named credential "acme" might not exist.',
    'noEndpointAccess',
  ],
  [calloutRefusals, 'System.CalloutException: Unable to complete the JWT token exchange.', 'exchangeFailed'],
  [
    calloutRefusals,
    'System.CalloutException: Unable to complete the JWT token exchange.\nError: invalid_grant. Error description: ip restricted.',
    'hubIpRestricted',
  ],
  [calloutRefusals, 'System.CalloutException: Read timed out', 'timedOut'],
  [answerRefusals, '401 INVALID_SESSION_ID', 'sessionRefused'],
  [answerRefusals, '401 ', 'sessionRefused'],
  [answerRefusals, '403 API_DISABLED_FOR_ORG', 'apiDisabled'],
  [answerRefusals, '403 API_CURRENTLY_DISABLED', 'apiDisabled'],
  [answerRefusals, '503 ', 'maintenance'],
  [
    deployRefusals,
    "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    'connectedAppsBlocked',
  ],
  [
    deployRefusals,
    'duplicate value found: ExternalClientApplicationId duplicates value on hub_oauthPlcy',
    'secondPolicy',
  ],
  [
    deployRefusals,
    'DUPLICATE_VALUE: ExtlClntAppOauthSettingsId duplicates value on hub_oauthPlcy',
    'secondPolicy',
  ],
  [deployRefusals, "INVALID_FIELD: We couldn't find permission sets called 0PS", 'unknownPermissionSet'],
  [deployRefusals, 'The consumer key is already taken', 'consumerKeyTaken'],
  [deployRefusals, 'You cannot provide a Consumer Key', 'consumerKeyTaken'],
  [deployRefusals, 'The JWT aud claim has invalid JSON syntax', 'audienceNotJson'],
  [deployRefusals, 'In field: certificate - no Certificate named S2S_20261124 found', 'noCertificate'],
  [
    deployRefusals,
    'In field: externalClientApplication - no ExternalClientApplication named hub_dev_ed found',
    'goneMeanwhile',
  ],
];

const all = [tokenRefusals, signingRefusals, calloutRefusals, answerRefusals, deployRefusals];

describe('diagnosis/table', () => {
  for (const [table, text, id] of said) {
    it(`takes "${text}" for ${id}`, () => {
      expect(findRefusal(table, text)?.id).to.equal(id);
      expect(
        table.filter((row) => row.match.test(text)).map((row) => row.id),
        'one row only'
      ).to.deep.equal([id]);
    });
  }

  it("knows each row by every text that is said to be Salesforce's", () => {
    for (const table of all.filter((one) => one !== answerRefusals)) {
      for (const { texts, match } of table) for (const text of texts) expect(text).to.match(match);
    }
  });

  it('names the code beside each text of a token endpoint, and only there', () => {
    for (const { errors = [], texts, match } of tokenRefusals) {
      expect(errors, texts[0]).to.have.lengthOf(texts.length);
      for (const [i, error] of errors.entries()) expect(`${error}: ${texts[i]}`).to.match(match);
    }
    const others = all.filter((one) => one !== tokenRefusals).flat();
    expect(others.filter(({ errors }) => errors)).to.deep.equal([]);
  });

  it('has no row that nothing is known to need', () => {
    expect([...new Set(said.map(([, , id]) => id))]).to.have.members(all.flat().map(({ id }) => id));
  });

  it('tells each row apart by its id', () => {
    const ids = all.flat().map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('waits for exactly what can mean that a new app has not spread yet', () => {
    expect(all.flat().flatMap(({ id, pending }) => (pending ? [id] : []))).to.deep.equal([
      'notApproved',
      'notAdminApproved',
      'appNotInstalled',
      'unknownConsumerKey',
    ]);
  });

  it('knows nothing of other texts', () => {
    for (const table of all) {
      for (const text of ['', 'new_error: something new', '200 ', '404 4011']) {
        expect(findRefusal(table, text)).to.equal(undefined);
      }
    }
  });
});
