import { userPermissions } from '../../data/permissions.ts';
import type { Node, Org, Row } from '../../org.ts';
import { deleteRows, rows } from '../../tables.ts';
import { flag, nodes, text, without } from '../content.ts';
import { checkLength } from '../values.ts';
import { MetadataProblem, noSuch } from '../problem.ts';
import { field, permissionSetRow, putAccess, putRow, rowOf } from '../records.ts';
import { notChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { principalRow } from './externalCredential.ts';
import { checkGrants, unchecked } from './grants.ts';
import { checkObjectPermissions, objectPermissionsOf, saveObjectPermissions } from './objectPermissions.ts';

/** An org with a namespace puts it before the name of a credential (Metadata API Developer Guide, PermissionSet). */
const namespaceOf = (org: Org): string => {
  const [{ NamespacePrefix }] = rows(org, 'Organization');
  return typeof NamespacePrefix === 'string' ? `${NamespacePrefix}__` : '';
};

/** `<credential>-<principal>`: a credential's name has no dash, a principal's may (seen in retrieved files). */
const principalOf = (org: Org, access: Node): Row | undefined => {
  const [credential = '', ...rest] = (text(access, 'externalCredentialPrincipal') ?? '').split('-');
  const prefix = namespaceOf(org);
  return credential.startsWith(prefix)
    ? principalRow(org, credential.slice(prefix.length), rest.join('-'))
    : undefined;
};

const accessesOf = (body: Node): Node[] => nodes(body, 'externalCredentialPrincipalAccesses');

/**
 * The app whose policy names a permission set. Whether such a set can be deleted no source tells, nor the text of a
 * refusal: the stricter reading.
 */
export const appApproving = (org: Org, permissionSetId: unknown): string | undefined =>
  rows(org, 'SetupEntityAccess')
    .filter((access) => access.ParentId === permissionSetId)
    .map(({ SetupEntityId: id }) =>
      [...org.components.values()].find((one) => one.id === id && /App/.test(one.type))
    )
    .find((app) => app !== undefined)?.fullName;

/** What is said about a permission set that the policy of an app names. */
export const usedByApp = (app: string): string =>
  `You can't delete a permission set that the policies of the app ${app} name.`;

/** The licence of a permission set; null if the org does not know it: licences of permission sets are not simulated. */
const licenseOf = (org: Org, body: Node): Row | null | undefined => {
  const name = text(body, 'license');
  if (name === undefined) return undefined;
  return rowOf(org, 'UserLicense', (row) => row.Name === name || row.MasterLabel === name) ?? null;
};

/**
 * PermissionSet (Metadata API Developer Guide: from API version 40 on a deploy replaces all that a set holds).
 * What records tell (labels, object permissions, access to principals) is read from the records.
 */
export const permissionSet: TypeRules = {
  check: (org, _fullName, sent) => {
    checkLength('Label', text(sent, 'label'), 80);
    checkLength('Description', text(sent, 'description'), 255);
    checkGrants(sent);
    for (const access of accessesOf(sent)) {
      if (!principalOf(org, access)) {
        throw noSuch(
          'externalCredentialPrincipal',
          'ExternalCredentialParameter',
          text(access, 'externalCredentialPrincipal') ?? ''
        );
      }
    }
    return {
      body: sent,
      warnings: [
        ...(licenseOf(org, sent) === null
          ? [notChecked('license', 'License', text(sent, 'license') ?? '')]
          : []),
        ...unchecked(sent),
        ...checkObjectPermissions(nodes(sent, 'objectPermissions')),
      ],
    };
  },
  save: (org, fullName, body) => {
    const held = permissionSetRow(org, fullName);
    const granted = nodes(body, 'userPermissions').filter((one) => flag(one, 'enabled'));
    const names = granted.map((one) => text(one, 'name'));
    const { Id } = putRow(org, 'PermissionSet', (row) => row.Id === held?.Id, {
      Name: fullName,
      Label: text(body, 'label'),
      Description: text(body, 'description') ?? null,
      IsCustom: true,
      IsOwnedByProfile: false,
      LicenseId: licenseOf(org, body)?.Id ?? null,
      ProfileId: null,
      PermissionSetGroupId: null,
      NamespacePrefix: null,
      Type: 'Regular',
      HasActivationRequired: flag(body, 'hasActivationRequired'),
      ...Object.fromEntries(userPermissions.map((name) => [`Permissions${name}`, names.includes(name)])),
    });
    saveObjectPermissions(org, Id, nodes(body, 'objectPermissions'));
    putAccess(
      org,
      'ExternalCredentialParameter',
      accessesOf(body)
        .filter((access) => flag(access, 'enabled'))
        .map((access) => ({ parentId: Id, entityId: principalOf(org, access)?.Id ?? '' })),
      (row) => row.ParentId === Id && row.SetupEntityType === 'ExternalCredentialParameter'
    );
    return Id;
  },
  remove: (org, fullName) => {
    const id = permissionSetRow(org, fullName)?.Id;
    const app = appApproving(org, id);
    if (app !== undefined) throw new MetadataProblem('DELETE_FAILED', usedByApp(app));
    if (rows(org, 'PermissionSetAssignment').some((row) => row.PermissionSetId === id)) {
      // As over REST; packages with assigned permission sets can't go either (seen live:
      // SFDO-Community/declarative-lookup-rollup-summaries#690). No source gives the text for a deploy.
      throw new MetadataProblem(
        'DELETE_FAILED',
        "You can't delete a permission set that's assigned to users."
      );
    }
    for (const sobject of ['ObjectPermissions', 'SetupEntityAccess']) {
      deleteRows(org, sobject, (row) => row.ParentId === id);
    }
    deleteRows(org, 'PermissionSetGroupComponent', (row) => row.PermissionSetId === id);
    deleteRows(org, 'PermissionSet', (row) => row.Id === id);
  },
  read: (org, { id, body }) => {
    const row = rowOf(org, 'PermissionSet', (one) => one.Id === id);
    const accesses = readAccesses(org, id);
    const objects = objectPermissionsOf(org, id);
    return {
      ...without(body, 'externalCredentialPrincipalAccesses', 'objectPermissions', 'description'),
      ...(field(row, 'Description') !== '' && { description: field(row, 'Description') }),
      hasActivationRequired: String(flag(body, 'hasActivationRequired')),
      label: field(row, 'Label'),
      ...(accesses.length > 0 && { externalCredentialPrincipalAccesses: accesses }),
      ...(objects.length > 0 && { objectPermissions: objects }),
    };
  },
};

const readAccesses = (org: Org, permissionSetId: string): Node[] =>
  rows(org, 'SetupEntityAccess')
    .filter((row) => row.ParentId === permissionSetId)
    .flatMap((row) => {
      const principal = rowOf(org, 'ExternalCredentialParameter', (one) => one.Id === row.SetupEntityId);
      const parent = rowOf(org, 'ExternalCredential', (one) => one.Id === principal?.ExternalCredentialId);
      return principal && parent
        ? [
            {
              enabled: 'true',
              externalCredentialPrincipal: `${namespaceOf(org)}${field(parent, 'DeveloperName')}-${field(principal, 'ParameterName')}`,
            },
          ]
        : [];
    })
    .sort((a, b) => a.externalCredentialPrincipal.localeCompare(b.externalCredentialPrincipal));
