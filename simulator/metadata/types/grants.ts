import { userPermissions } from '../../data/permissions.ts';
import type { Node } from '../../org.ts';
import { nodes, text } from '../content.ts';
import { checkUnique } from '../values.ts';
import { MetadataProblem } from '../problem.ts';
import { notChecked } from '../typeRules.ts';

/** Repeated elements of a permission set: what each grants access to, and the element that names it. */
const grants: { element: string; type: string; name: string }[] = [
  { element: 'agentAccesses', type: 'agent', name: 'agentName' },
  { element: 'applicationVisibilities', type: 'CustomApplication', name: 'application' },
  { element: 'classAccesses', type: 'ApexClass', name: 'apexClass' },
  { element: 'customMetadataTypeAccesses', type: 'CustomObject', name: 'name' },
  { element: 'customPermissions', type: 'CustomPermission', name: 'name' },
  { element: 'customSettingAccesses', type: 'CustomObject', name: 'name' },
  { element: 'dataspaceScopes', type: 'data space', name: 'dataspaceScope' },
  { element: 'emailRoutingAddressAccesses', type: 'email routing address', name: 'name' },
  { element: 'externalDataSourceAccesses', type: 'ExternalDataSource', name: 'externalDataSource' },
  { element: 'fieldPermissions', type: 'CustomField', name: 'field' },
  { element: 'flowAccesses', type: 'FlowDefinition', name: 'flow' },
  { element: 'genComputingSummaryDefAccesses', type: 'summary definition', name: 'configName' },
  { element: 'pageAccesses', type: 'ApexPage', name: 'apexPage' },
  { element: 'recordTypeVisibilities', type: 'RecordType', name: 'recordType' },
  { element: 'servicePresenceStatusAccesses', type: 'ServicePresenceStatus', name: 'servicePresenceStatus' },
  { element: 'tabSettings', type: 'CustomTab', name: 'tab' },
];

/**
 * Refuses what a permission set grants twice, and what is no name of a user permission (text seen live:
 * `Unknown user permission: …`; whether an org has a permission that is named like one is not known here).
 * @throws MetadataProblem
 */
export const checkGrants = (body: Node): void => {
  for (const { element, name } of [
    ...grants,
    { element: 'externalCredentialPrincipalAccesses', name: 'externalCredentialPrincipal' },
    { element: 'objectPermissions', name: 'object' },
    { element: 'userPermissions', name: 'name' },
  ]) {
    checkUnique(element, nodes(body, element), [name]);
  }
  for (const permission of nodes(body, 'userPermissions')) {
    const name = text(permission, 'name') ?? '';
    if (!/^[A-Z][A-Za-z0-9]+$/.test(name))
      throw new MetadataProblem('INVALID_FIELD', `Unknown user permission: ${name}`, ['userPermissions']);
  }
};

/** Warnings about what a permission set grants on types and permissions that are not simulated. */
export const unchecked = (body: Node): string[] => [
  ...grants.flatMap(({ element, type, name }) =>
    nodes(body, element).map((entry) => notChecked(element, type, text(entry, name) ?? ''))
  ),
  ...nodes(body, 'userPermissions')
    .map((permission) => text(permission, 'name') ?? '')
    .filter((name) => !userPermissions.some((known) => known === name))
    .map((name) => notChecked('userPermissions', 'user permission', name)),
];
