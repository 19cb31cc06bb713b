import type { Query } from '@jetstreamapp/soql-parser-js';
import { notSimulated } from '../errors.ts';
import type { Org, Row } from '../org.ts';
import { rows } from '../tables.ts';
import type { UserPermission } from './permissions.ts';
import { descriptions, isUnsimulated } from './catalog.ts';
import type { Api, Description, FieldType } from './description.ts';

export type { Api, FieldType } from './description.ts';

export type SObject = {
  name: string;
  apis: Api[];
  fields: Map<string, FieldType>;
  /** Relationship name to sObject, e.g. `Profile` of User; the field has `Id` behind it. */
  parents: Record<string, string>;
  /** Relationship name to child sObject and its field. */
  children: Record<string, { sobject: string; field: string }>;
  /** Fields that Salesforce has and the simulator has not. */
  unsimulated: string[];
  createable: string[];
  required: string[];
  updateable: string[];
  deletable: boolean;
  readers: UserPermission[];
  writers: UserPermission[];
  /** Rows that are computed instead of stored. */
  view?: (org: Org, userId: string, token?: string) => Row[];
  /** Refuses queries that other sObjects may have. */
  check?: (query: Query) => void;
  /** How many records a query gives at most; there is no next batch. */
  most?: number;
};

/** How Apex calls the types of fields. */
export const apexTypes: Record<FieldType, string> = {
  id: 'Id',
  string: 'String',
  boolean: 'Boolean',
  int: 'Integer',
  datetime: 'Datetime',
  reference: 'Id',
};

const words = (text = ''): string[] => text.split(/\s+/).filter(Boolean);

const systemFields: [string, FieldType][] = [
  ['CreatedDate', 'datetime'],
  ['LastModifiedDate', 'datetime'],
  ['SystemModstamp', 'datetime'],
  ['CreatedById', 'reference'],
  ['LastModifiedById', 'reference'],
];

const allSystemFields = systemFields.map(([field]) => field).join(' ');

const sobject = (name: string, description: Description): SObject => {
  const references = words(description.references).map((word) => {
    const [field, target] = word.split(':');
    const relationship = field.replace(/Id$/, '');
    return { field, relationship, target: target ?? relationship };
  });
  const typed = (type: FieldType, names?: string): [string, FieldType][] =>
    words(names).map((field) => [field, type]);
  const system = systemFields.filter(([field]) =>
    words(description.system ?? allSystemFields).includes(field)
  );
  return {
    name,
    apis: description.apis ?? ['data'],
    fields: new Map([
      ['Id', 'id'],
      ...typed('string', description.strings),
      ...typed('boolean', description.booleans),
      ...typed('int', description.ints),
      ...typed('datetime', description.datetimes),
      ...typed('reference', references.map(({ field }) => field).join(' ')),
      ...system,
    ]),
    parents: Object.fromEntries([
      ...references.filter(({ target }) => target).map((r) => [r.relationship, r.target]),
      ...system
        .filter(([, type]) => type === 'reference')
        .map(([field]) => [field.replace(/Id$/, ''), 'User']),
    ]) as Record<string, string>,
    children: Object.fromEntries(
      words(description.children).map((word) => {
        const [relationship, child, field] = word.split(/[:.]/);
        return [relationship, { sobject: child, field }];
      })
    ),
    unsimulated: words(description.unsimulated),
    createable: words(description.createable),
    required: words(description.required),
    updateable: words(description.updateable),
    deletable: description.deletable ?? false,
    readers: description.readers ?? [],
    writers: description.writers ?? [],
    view: description.view,
    check: description.check,
    most: description.most,
  };
};

const sobjects = new Map(
  Object.entries(descriptions).map(([name, description]) => [name.toLowerCase(), sobject(name, description)])
);

/** What an sObject looks like, if the API has it; its name is not case-sensitive. */
export const findSObject = (api: Api, name: string): SObject | undefined => {
  const found = sobjects.get(name.toLowerCase());
  return found?.apis.includes(api) ? found : undefined;
};

/**
 * Like findSObject, but an sObject that each org has and the simulator has not is no unknown one.
 * @throws SalesforceError NOT_SIMULATED
 */
export const simulatedSObject = (api: Api, name: string): SObject | undefined => {
  const found = findSObject(api, name);
  if (found === undefined && isUnsimulated(name)) throw notSimulated(`sObject ${name}`);
  return found;
};

/** All sObjects of an API, by name. */
export const allSObjects = (api: Api): SObject[] =>
  [...sobjects.values()].filter(({ apis }) => apis.includes(api)).sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * The field of an sObject as it is spelt, whatever the spelling of the query.
 * @throws SalesforceError NOT_SIMULATED for one that Salesforce has and the simulator has not
 */
export const findField = (sobject: SObject, name: string): string | undefined => {
  const same = (field: string): boolean => field.toLowerCase() === name.toLowerCase();
  const found = [...sobject.fields.keys()].find(same);
  const missing = sobject.unsimulated.some((field) =>
    field.endsWith('*') ? name.toLowerCase().startsWith(field.slice(0, -1).toLowerCase()) : same(field)
  );
  if (found === undefined && missing && !name.endsWith('__c'))
    throw notSimulated(`field ${name} of ${sobject.name}`);
  return found;
};

/**
 * The sObject to which a relationship leads, with the name of the relationship as it is spelt.
 * @throws SalesforceError NOT_SIMULATED for an sObject that the simulator has not
 */
export const findParent = (
  sobject: SObject,
  name: string
): { relationship: string; target: SObject } | undefined => {
  const relationship = Object.keys(sobject.parents).find((key) => key.toLowerCase() === name.toLowerCase());
  if (relationship === undefined) return undefined;
  const target = sobjects.get(sobject.parents[relationship].toLowerCase());
  if (target === undefined) throw notSimulated(`sObject ${sobject.parents[relationship]}`);
  return { relationship, target };
};

/** Rows of an sObject, as far as the asking user sees them. */
export const visibleRows = (
  { org, userId, token }: { org: Org; userId: string; token?: string },
  sobject: SObject
): Row[] => sobject.view?.(org, userId, token) ?? rows(org, sobject.name);
