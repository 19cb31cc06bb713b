import type { Org, Row } from '../org.ts';
import { rows } from '../tables.ts';
import type { UserPermission } from './permissions.ts';
import { descriptions } from './catalog.ts';
import type { Api, Description, FieldType } from './catalog.ts';

export type { Api, FieldType } from './catalog.ts';

export type SObject = {
  name: string;
  apis: Api[];
  fields: Map<string, FieldType>;
  /** Relationship name to sObject, e.g. `Profile` of User; the field has `Id` behind it. */
  parents: Record<string, string>;
  createable: string[];
  required: string[];
  updateable: string[];
  deletable: boolean;
  readers: UserPermission[];
  writers: UserPermission[];
  /** Rows that are computed instead of stored. */
  view?: (org: Org, userId: string) => Row[];
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

const sobject = (name: string, description: Description): SObject => {
  const references = words(description.references).map((word) => {
    const [field, target] = word.split(':');
    const relationship = field.replace(/Id$/, '');
    return { field, relationship, target: target ?? relationship };
  });
  const typed = (type: FieldType, names?: string): [string, FieldType][] =>
    words(names).map((field) => [field, type]);
  return {
    name,
    apis: description.apis ?? ['data'],
    fields: new Map([
      ['Id', 'id'],
      ...typed('string', description.strings),
      ...typed('boolean', description.booleans),
      ...typed('int', description.ints),
      ...typed('datetime', `CreatedDate LastModifiedDate SystemModstamp ${description.datetimes ?? ''}`),
      ...typed('reference', references.map(({ field }) => field).join(' ')),
      ...typed('reference', 'CreatedById LastModifiedById'),
    ]),
    parents: {
      ...Object.fromEntries(references.filter(({ target }) => target).map((r) => [r.relationship, r.target])),
      CreatedBy: 'User',
      LastModifiedBy: 'User',
    },
    createable: words(description.createable),
    required: words(description.required),
    updateable: words(description.updateable),
    deletable: description.deletable ?? false,
    readers: description.readers ?? [],
    writers: description.writers ?? [],
    view: description.view,
  };
};

const sobjects = new Map(
  Object.entries(descriptions).map(([name, description]) => [name.toLowerCase(), sobject(name, description)])
);

/**
 * What an sObject looks like, if the API has it; its name is not case-sensitive.
 */
export const findSObject = (api: Api, name: string): SObject | undefined => {
  const found = sobjects.get(name.toLowerCase());
  return found?.apis.includes(api) ? found : undefined;
};

/** The field of an sObject as it is spelt, whatever the spelling of the query. */
export const findField = (sobject: SObject, name: string): string | undefined =>
  [...sobject.fields.keys()].find((field) => field.toLowerCase() === name.toLowerCase());

/** The sObject to which a relationship leads, with the name of the relationship as it is spelt. */
export const findParent = (
  sobject: SObject,
  name: string
): { relationship: string; target: SObject } | undefined => {
  const relationship = Object.keys(sobject.parents).find((key) => key.toLowerCase() === name.toLowerCase());
  const target = relationship && sobjects.get(sobject.parents[relationship].toLowerCase());
  return relationship && target ? { relationship, target } : undefined;
};

/** Rows of an sObject, as far as the asking user sees them. */
export const visibleRows = (org: Org, sobject: SObject, userId: string): Row[] =>
  sobject.view?.(org, userId) ?? rows(org, sobject.name);
