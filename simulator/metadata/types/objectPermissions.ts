import type { Node, Org } from '../../org.ts';
import { deleteRows, rows } from '../../tables.ts';
import { flag, text } from '../content.ts';
import { MetadataProblem, noSuch } from '../problem.ts';
import { putRow } from '../records.ts';
import { notChecked } from '../typeRules.ts';

/** Each right: its element in a permission set, its field in ObjectPermissions, its label, what it depends on. */
const rights = [
  { element: 'allowCreate', field: 'PermissionsCreate', label: 'Create', needs: ['allowRead'] },
  { element: 'allowDelete', field: 'PermissionsDelete', label: 'Delete', needs: ['allowRead', 'allowEdit'] },
  { element: 'allowEdit', field: 'PermissionsEdit', label: 'Edit', needs: ['allowRead'] },
  { element: 'allowRead', field: 'PermissionsRead', label: 'Read', needs: [] },
  {
    element: 'modifyAllRecords',
    field: 'PermissionsModifyAllRecords',
    label: 'Modify All',
    needs: ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords'],
  },
  {
    element: 'viewAllFields',
    field: 'PermissionsViewAllFields',
    label: 'View All Fields',
    needs: ['allowRead'],
  },
  { element: 'viewAllRecords', field: 'PermissionsViewAllRecords', label: 'View All', needs: ['allowRead'] },
];
const labelOf = (element: string): string =>
  rights.find((right) => right.element === element)?.label ?? element;

/**
 * Refuses rights whose prerequisites are missing (seen live: `Permission Create X depends on permission(s): Read X`);
 * gives warnings about objects that are not simulated.
 * @throws MetadataProblem
 */
export const checkObjectPermissions = (entries: Node[]): string[] => {
  for (const entry of entries) {
    const object = text(entry, 'object') ?? '';
    if (!/^\w+$/.test(object)) throw noSuch('object', 'CustomObject', object);
    for (const { element, label, needs } of rights.filter((right) => flag(entry, right.element))) {
      const missing = needs.filter((need) => !flag(entry, need)).map((need) => `${labelOf(need)} ${object}`);
      if (missing.length > 0) {
        throw new MetadataProblem(
          'FIELD_INTEGRITY_EXCEPTION',
          `Permission ${label} ${object} depends on permission(s): ${missing.join(', ')}`,
          [element]
        );
      }
    }
  }
  return entries
    .map((entry) => text(entry, 'object') ?? '')
    .filter((object) => object !== 'UserExternalCredential')
    .map((object) => notChecked('objectPermissions', 'CustomObject', object));
};

/** Makes the ObjectPermissions of a permission set those of its metadata. */
export const saveObjectPermissions = (org: Org, permissionSetId: string, sent: Node[]): void => {
  const entries = sent.filter((entry) => rights.some(({ element }) => flag(entry, element)));
  const objects = entries.map((entry) => text(entry, 'object'));
  deleteRows(
    org,
    'ObjectPermissions',
    (row) => row.ParentId === permissionSetId && !objects.includes(String(row.SobjectType))
  );
  for (const entry of entries) {
    const object = text(entry, 'object');
    putRow(
      org,
      'ObjectPermissions',
      (row) => row.ParentId === permissionSetId && row.SobjectType === object,
      {
        ParentId: permissionSetId,
        SobjectType: object,
        ...Object.fromEntries(rights.map(({ element, field }) => [field, flag(entry, element)])),
      }
    );
  }
};

/** The object permissions of a permission set as metadata, sorted by object as a retrieve sorts them. */
export const objectPermissionsOf = (org: Org, permissionSetId: string): Node[] =>
  rows(org, 'ObjectPermissions')
    .filter((row) => row.ParentId === permissionSetId)
    .sort((a, b) => String(a.SobjectType).localeCompare(String(b.SobjectType)))
    .map((row) => {
      const granted = Object.fromEntries(
        rights.map(({ element, field }) => [element, String(row[field] === true)])
      );
      const { viewAllFields, viewAllRecords, ...others } = granted;
      return {
        ...others,
        object: String(row.SobjectType),
        viewAllFields: viewAllFields ?? 'false',
        viewAllRecords: viewAllRecords ?? 'false',
      };
    });
