import type { Org, Row } from '../org.ts';
import { SalesforceError } from '../errors.ts';
import type { Column } from './comparisons.ts';
import { hasPermission } from './permissions.ts';
import { findField, findParent, simulatedSObject } from './sobjects.ts';
import type { Api, SObject } from './sobjects.ts';

/** Who asks, in which org, through which API. */
export type QueryContext = { org: Org; userId: string; api: Api; apiVersion: string; token?: string };

/** A selected column: relationships to follow, then the field. */
export type Path = { relationships: string[]; field: string };

/** A place in a query, as Salesforce writes it above its complaint. */
export const placeAt = (soql: string, at: number): string =>
  `\n${soql}\n${' '.repeat(at)}^\nERROR at Row:1:Column:${at + 1}\n`;

/** The place of a word in a query. */
export const place = (soql: string, word: string): string =>
  placeAt(soql, Math.max(soql.search(new RegExp(`\\b${word}\\b`, 'i')), 0));

const seeDescribe = 'Please reference your WSDL or the describe call for the appropriate names.';

const mayRead = ({ org, userId }: QueryContext, { readers }: SObject): boolean =>
  readers.length === 0 || readers.some((permission) => hasPermission(org, userId, permission));

/** Whether the org has the feature that an sObject belongs to. */
const isOn = ({ org: { settings } }: QueryContext, { name }: SObject): boolean =>
  (settings.externalClientApps || !/^(ExternalClientApplication|ExtlClntApp)/.test(name)) &&
  (settings.dependencyApi || name !== 'MetadataComponentDependency');

/** An sObject that the API has and the user may see. @throws SalesforceError INVALID_TYPE */
export const sobjectOf = (context: QueryContext, name: string, soql: string): SObject => {
  const found = simulatedSObject(context.api, name);
  if (found && mayRead(context, found) && isOn(context, found)) return found;
  throw new SalesforceError(
    400,
    'INVALID_TYPE',
    `${place(soql, name)}sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${seeDescribe}`
  );
};

/** The column at a path of names. @throws SalesforceError INVALID_FIELD */
export const resolve = (
  context: QueryContext,
  from: SObject,
  names: string[],
  soql: string
): Column & Path => {
  const [name, ...deeper] = names;
  if (deeper.length > 0) {
    const parent = findParent(from, name);
    if (parent === undefined) {
      throw new SalesforceError(
        400,
        'INVALID_FIELD',
        `${place(soql, name)}Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${seeDescribe}`
      );
    }
    const inner = resolve(context, parent.target, deeper, soql);
    const parentOf = (row: Record<string, unknown>): Row | undefined =>
      context.org.tables.get(parent.target.name)?.get(String(row[`${parent.relationship}Id`]));
    return {
      type: inner.type,
      field: inner.field,
      relationships: [parent.relationship, ...inner.relationships],
      read: (row) => {
        const found = parentOf(row);
        return found === undefined ? null : inner.read(found);
      },
    };
  }
  const field = findField(from, name);
  if (field === undefined) {
    throw new SalesforceError(
      400,
      'INVALID_FIELD',
      `${place(soql, name)}No such column '${name}' on entity '${from.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${seeDescribe}`
    );
  }
  const type = from.fields.get(field) ?? 'string';
  return { type, field, relationships: [], read: (row) => row[field] };
};
