import type { Node, Org, Row } from '../../org.ts';
import { deleteRows, rows } from '../../tables.ts';
import { flag, nodes, text, without } from '../content.ts';
import { checkLength } from '../names.ts';
import { MetadataProblem, noSuch } from '../problem.ts';
import { field, permissionSetRow, putAccess, putRow, rowOf } from '../records.ts';
import { elementsOf } from '../schema.ts';
import { notChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { principalRow } from './externalCredential.ts';
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

const simulated = new Set(['externalCredentialPrincipalAccesses', 'objectPermissions', 'userPermissions']);

/** Names what a permission set grants on types that are not simulated: the first text of each such entry. */
const notSimulated = (body: Node): string[] =>
  (elementsOf('PermissionSet') ?? [])
    .filter(({ name, repeats }) => repeats && !simulated.has(name))
    .flatMap(({ name }) =>
      nodes(body, name).map((entry) =>
        notChecked(
          name,
          'component',
          Object.values(entry).find((v) => typeof v === 'string' && !/^(true|false)$/.test(v)) as string
        )
      )
    );

const licenseOf = (org: Org, body: Node): Row | undefined => {
  const name = text(body, 'license');
  return name === undefined
    ? undefined
    : rowOf(org, 'UserLicense', (row) => row.Name === name || row.MasterLabel === name);
};

/**
 * PermissionSet (Metadata API Developer Guide: from API version 40 on a deploy replaces all that a set holds).
 * What records tell (labels, object permissions, access to principals) is read from the records.
 */
export const permissionSet: TypeRules = {
  check: (org, _fullName, sent) => {
    checkLength('Label', text(sent, 'label'), 80);
    checkLength('Description', text(sent, 'description'), 255);
    const license = text(sent, 'license');
    if (license !== undefined && !licenseOf(org, sent)) throw noSuch('license', 'UserLicense', license);
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
      warnings: [...notSimulated(sent), ...checkObjectPermissions(nodes(sent, 'objectPermissions'))],
    };
  },
  save: (org, fullName, body) => {
    const held = permissionSetRow(org, fullName);
    const permissions = Object.keys(held ?? {}).filter((name) => name.startsWith('Permissions'));
    const granted: [string, boolean][] = nodes(body, 'userPermissions').map((one) => [
      `Permissions${text(one, 'name') ?? ''}`,
      flag(one, 'enabled'),
    ]);
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
      ...Object.fromEntries(permissions.map((name) => [name, false])),
      ...Object.fromEntries<boolean>(granted),
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
    if (id === undefined)
      throw new MetadataProblem('INVALID_CROSS_REFERENCE_KEY', `no PermissionSet named ${fullName}`);
    for (const sobject of ['ObjectPermissions', 'SetupEntityAccess']) {
      deleteRows(org, sobject, (row) => row.ParentId === id);
    }
    for (const sobject of ['PermissionSetAssignment', 'PermissionSetGroupComponent']) {
      deleteRows(org, sobject, (row) => row.PermissionSetId === id);
    }
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
