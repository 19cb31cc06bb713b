import type { Org } from '../../org.ts';
import { flag, parts, text } from '../content.ts';
import { MetadataProblem } from '../problem.ts';
import { developerRow, putRow } from '../records.ts';
import { notChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { appNameOf, checkSatellite, removeAlone } from './satellites.ts';

const type = 'ExtlClntAppOauthSettings';

/** As a validator of an org listed them in an error. */
const scopes = new Set(
  (
    'Basic OfflineAccess DataCloudUserClaims Email Address CDPSegment Chatbot CustomApplications Full Profile CDP ' +
    'CDPProfile RefreshToken Phone PwdlessLogin Interaction Pardot CDPIngest CDPIdentityResolution CustomPermissions ' +
    'ForgotPassword UserRegistration OpenID Chatter Wave SFApiPlatform SCRT Web EinsteinGPT Lightning Content ' +
    'CDPCalculatedInsight Eclair Api MCP CDPQuery'
  ).split(' ')
);

const linkOf = (org: Org, id: string): string =>
  `${org.id.slice(0, 15)}:${id.replace(/^.../, '888').slice(0, 15)}`;

/**
 * ExtlClntAppOauthSettings (Metadata API Developer Guide; retrieved files: scopes come back as `Api, RefreshToken`,
 * with `oauthLink` and `isFirstPartyAppEnabled`). A link of another org is refused: it breaks deploys to fresh orgs.
 */
export const extlClntAppOauthSettings: TypeRules = {
  check: (org, fullName, sent) => {
    checkSatellite(org, type, fullName, sent);
    const asked = parts(sent, 'commaSeparatedOauthScopes');
    const unknown = asked.filter((scope) => !scopes.has(scope));
    const link = text(sent, 'oauthLink');
    const held = org.components.get(`${type}:${fullName}`);
    const refused =
      unknown.length > 0
        ? `Invalid OAuth scopes: ${unknown.join(', ')}. Valid values: ${[...scopes].join(', ')}`
        : link !== undefined && link !== (held && linkOf(org, held.id ?? ''))
          ? `Invalid oauthLink: ${link}`
          : undefined;
    if (refused !== undefined) throw new MetadataProblem('INVALID_FIELD', refused);
    const custom = parts(sent, 'commaSeparatedCustomScopes');
    return {
      body: {
        label: fullName,
        ...sent,
        ...(asked.length > 0 && { commaSeparatedOauthScopes: asked.join(', ') }),
        isFirstPartyAppEnabled: String(flag(sent, 'isFirstPartyAppEnabled')),
      },
      warnings: custom.map((scope) => notChecked('commaSeparatedCustomScopes', 'OauthCustomScope', scope)),
    };
  },
  save: (org, fullName, body) =>
    putRow(org, type, (row) => row.DeveloperName === fullName, {
      DeveloperName: fullName,
      MasterLabel: text(body, 'label'),
      Language: 'en_US',
      NamespacePrefix: null,
      ExternalClientApplicationId: developerRow(org, 'ExternalClientApplication', appNameOf(body))?.Id,
    }).Id,
  remove: removeAlone(type),
  read: (org, { id, body }) => ({ ...body, oauthLink: linkOf(org, id) }),
};
