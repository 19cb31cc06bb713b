import type { Component, Node, Org } from '../../org.ts';
import { flag, parts, text, without } from '../content.ts';
import { checkPicklist } from '../values.ts';
import { MetadataProblem } from '../problem.ts';
import { developerRow, field, parentsOf, permissionSetRow, putAccess, putRow, rowOf } from '../records.ts';
import { notChecked, usersNotChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { profileAccess } from './profileAccess.ts';
import { appNameOf, checkSatellite, removeAlone, satelliteOf } from './satellites.ts';

const type = 'ExtlClntAppOauthConfigurablePolicies';

const missingPermissionSets = (org: Org, body: Node): string[] =>
  parts(body, 'commaSeparatedPermissionSet').filter((name) => !permissionSetRow(org, name));

const checkPolicy = (org: Org, body: Node): void => {
  checkPicklist('IP Relaxation Policy Type', text(body, 'ipRelaxationPolicyType'), [
    'Enforce',
    'Bypass',
    'Bypass_2factor',
    'Enforce_RelaxRefresh',
  ]);
  checkPicklist('Refresh Token Validity Unit', text(body, 'refreshTokenValidityUnit'), [
    'Days',
    'Hours',
    'Months',
  ]);
  if (text(body, 'refreshTokenPolicyType')?.startsWith('Specific')) {
    for (const name of ['refreshTokenValidityPeriod', 'refreshTokenValidityUnit']) {
      if (text(body, name) === undefined) {
        throw new MetadataProblem('REQUIRED_FIELD_MISSING', `Required field is missing: ${name}`, [name]);
      }
    }
  }
  const missing = missingPermissionSets(org, body);
  if (missing.length > 0) {
    throw new MetadataProblem(
      'INVALID_FIELD',
      `We couldn't find permission sets called ${missing.join(', ')}`,
      ['commaSeparatedPermissionSet']
    );
  }
};

const defaults: Node = {
  ipRelaxationPolicyType: 'Enforce',
  permittedUsersPolicyType: 'AllSelfAuthorized',
  refreshTokenPolicyType: 'Infinite',
};

/**
 * ExtlClntAppOauthConfigurablePolicies (Metadata API Developer Guide): saving replaces the whole record, what is left
 * out goes back to its default (seen live). Permission sets are named by their API names (seen live: an id gives
 * `We couldn't find permission sets called …`); who is pre-authorised is held in SetupEntityAccess and read from there.
 */
export const extlClntAppOauthPolicies: TypeRules = {
  check: (org, fullName, sent) => {
    checkSatellite(org, type, fullName, sent);
    checkPolicy(org, sent);
    const handler = text(sent, 'apexHandler');
    const warnings = [
      ...profileAccess(org, parts(sent, 'commaSeparatedProfile')).unknown.map((name) =>
        notChecked('commaSeparatedProfile', 'Profile', name)
      ),
      ...(handler === undefined ? [] : [notChecked('apexHandler', 'ApexClass', handler)]),
      ...usersNotChecked(org, sent, 'clientCredentialsFlowUser', 'executeHandlerAs'),
    ];
    return { body: { label: fullName, ...defaults, ...sent }, warnings };
  },
  save: (org, fullName, body) => {
    const appId = developerRow(org, 'ExternalClientApplication', appNameOf(body))?.Id ?? '';
    const row = putRow(org, 'ExtlClntAppOauthPlcyCnfg', (one) => one.ExternalClientApplicationId === appId, {
      DeveloperName: fullName,
      MasterLabel: text(body, 'label'),
      Language: 'en_US',
      NamespacePrefix: null,
      ExternalClientApplicationId: appId,
      PermittedUsersPolicyType: text(body, 'permittedUsersPolicyType'),
      IpRelaxationPolicyType: text(body, 'ipRelaxationPolicyType'),
      RefreshTokenPolicyType: text(body, 'refreshTokenPolicyType'),
      RefreshTokenValidityPeriod: Number(text(body, 'refreshTokenValidityPeriod') ?? 0) || null,
      RefreshTokenValidityUnit: text(body, 'refreshTokenValidityUnit') ?? null,
      RequiredSessionLevel: text(body, 'requiredSessionLevel') ?? null,
      IsClientCredentialsFlowEnabled: flag(body, 'isClientCredentialsFlowEnabled'),
    });
    const parents = [
      ...parts(body, 'commaSeparatedPermissionSet').map((name) => permissionSetRow(org, name)?.Id ?? ''),
      ...profileAccess(org, parts(body, 'commaSeparatedProfile')).parentIds,
    ];
    putAccess(
      org,
      'ExternalClientApplication',
      parents.map((parentId) => ({ parentId, entityId: appId })),
      (one) => one.SetupEntityId === appId
    );
    return row.Id;
  },
  remove: removeAlone(type),
  read: (org, { body }) => {
    const appId = developerRow(org, 'ExternalClientApplication', appNameOf(body))?.Id ?? '';
    const names = parentsOf(org, appId).flatMap((id) => {
      const row = rowOf(org, 'PermissionSet', (one) => one.Id === id);
      return row && row.IsOwnedByProfile !== true ? [field(row, 'Name')] : [];
    });
    return {
      ...without(body, 'commaSeparatedPermissionSet'),
      ...(names.length > 0 && { commaSeparatedPermissionSet: names.join(', ') }),
    };
  },
};

/**
 * The policies that Salesforce makes by itself: `<App>_oauthPlcy` for each app with OAuth settings and without an
 * OAuth policy (seen live: a later policy of another name is refused as its duplicate).
 */
export const missingOauthPolicies = (org: Org): Pick<Component, 'type' | 'fullName' | 'body'>[] =>
  [...org.components.values()]
    .filter((one) => one.type === 'ExtlClntAppOauthSettings')
    .map((one) => appNameOf(one.body))
    .filter((app) => !satelliteOf(org, type, app))
    .map((app) => ({
      type,
      fullName: `${app.slice(0, 70)}_oauthPlcy`,
      body: { externalClientApplication: app },
    }));
