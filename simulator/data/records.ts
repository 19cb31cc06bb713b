import type { Org, Row } from '../org.ts';
import { noteChange } from '../changes.ts';
import { insufficientAccess, methodNotAllowed, notFound, SalesforceError } from '../errors.ts';
import { dateTime, insertRow, keyPrefixes, longId } from '../tables.ts';
import { hasPermission } from './permissions.ts';
import { rules } from './rules.ts';
import { findField, simulatedSObject, visibleRows } from './sobjects.ts';
import type { Api, SObject } from './sobjects.ts';

export type RecordContext = { org: Org; userId: string; api: Api; token?: string };

const known = ({ api }: RecordContext, name: string): SObject => {
  const sobject = simulatedSObject(api, name);
  if (sobject === undefined) throw notFound();
  return sobject;
};

const mayWrite = ({ org, userId }: RecordContext, { writers }: SObject): void => {
  if (!writers.some((permission) => hasPermission(org, userId, permission))) throw insufficientAccess();
};

/** An id of an sObject in its long form. @throws SalesforceError MALFORMED_ID */
const checkedId = (field: string, sobject: string | undefined, value: unknown): string => {
  const text = String(value);
  const prefix = sobject === undefined ? undefined : keyPrefixes[sobject];
  if (!/^(\w{15}|\w{18})$/.test(text) || (prefix !== undefined && !text.startsWith(prefix))) {
    throw new SalesforceError(400, 'MALFORMED_ID', `${field}: id value of incorrect type: ${text}`, [field]);
  }
  return text.length === 15 ? longId(text) : text;
};

const reference = (org: Org, sobject: SObject, field: string, value: unknown): string => {
  const target = sobject.parents[field.replace(/Id$/, '')];
  const id = checkedId(field, target, value);
  if (target !== undefined && org.tables.get(target)?.get(id) === undefined) {
    throw new SalesforceError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field]);
  }
  return id;
};

const typed = (org: Org, sobject: SObject, field: string, value: unknown): unknown => {
  if (value === null || value === undefined) return null;
  const type = sobject.fields.get(field);
  if (type === 'reference') return reference(org, sobject, field, value);
  const fits =
    type === 'boolean'
      ? typeof value === 'boolean'
      : type === 'datetime'
        ? !Number.isNaN(Date.parse(String(value)))
        : typeof value !== 'object';
  if (!fits) {
    const kind = typeof value === 'string' ? `VALUE_STRING value ${value}` : 'VALUE';
    throw new SalesforceError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of ${type} from ${kind}`
    );
  }
  return type === 'string' ? String(value) : value;
};

/** Values by the names of the fields. @throws SalesforceError INVALID_FIELD, INVALID_FIELD_FOR_INSERT_UPDATE */
const fieldsOf = (org: Org, sobject: SObject, writable: string[], values: Record<string, unknown>) => {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name === 'attributes') continue;
    if (name.toLowerCase() === 'id') {
      throw new SalesforceError(
        400,
        'INVALID_FIELD',
        'The Id field should not be specified in the sobject data.'
      );
    }
    const field = findField(sobject, name);
    if (field === undefined) {
      throw new SalesforceError(
        400,
        'INVALID_FIELD',
        `No such column '${name}' on sobject of type ${sobject.name}`
      );
    }
    if (!writable.includes(field)) {
      throw new SalesforceError(
        400,
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${field}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
        [field]
      );
    }
    fields[field] = typed(org, sobject, field, value);
  }
  return fields;
};

const checkRequired = (sobject: SObject, row: Record<string, unknown>): void => {
  const missing = sobject.required.filter((field) => (row[field] ?? '') === '');
  if (missing.length === 0) return;
  const message = `Required fields are missing: [${missing.join(', ')}]`;
  throw new SalesforceError(400, 'REQUIRED_FIELD_MISSING', message, missing);
};

/** A row by its id. @throws SalesforceError NOT_FOUND */
export const findRecord = (
  context: RecordContext,
  name: string,
  id: string
): { sobject: SObject; row: Row } => {
  const sobject = known(context, name);
  const wanted = id.length === 15 ? longId(id) : id;
  const row = visibleRows(context, sobject).find((one) => one.Id === wanted);
  if (row === undefined) throw notFound();
  return { sobject, row };
};

/** Creates a record. REST API Developer Guide, "sObject Basic Information". @throws SalesforceError */
export const createRecord = (context: RecordContext, name: string, values: Record<string, unknown>): Row => {
  const { org, userId } = context;
  const sobject = known(context, name);
  if (sobject.createable.length === 0) throw methodNotAllowed('POST', ['HEAD', 'GET']);
  mayWrite(context, sobject);
  const given = fieldsOf(org, sobject, sobject.createable, values);
  const empty = Object.fromEntries(
    [...sobject.fields]
      .filter(([field, type]) => field !== 'Id' && (type === 'boolean' || sobject.createable.includes(field)))
      .map(([field, type]) => [field, type === 'boolean' ? field === 'IsActive' : null])
  );
  const row: Record<string, unknown> = { ...empty, ...given };
  checkRequired(sobject, row);
  const rule = rules[sobject.name];
  rule?.write?.(org, row, undefined, userId);
  const inserted = insertRow(org, sobject.name, {
    ...row,
    CreatedById: userId,
    LastModifiedById: userId,
  });
  rule?.written?.(org, inserted);
  noteChange(`${sobject.name}:${inserted.Id}`);
  return inserted;
};

/** Changes a record. @throws SalesforceError */
export const updateRecord = (
  context: RecordContext,
  name: string,
  id: string,
  values: Record<string, unknown>
): void => {
  const { org, userId } = context;
  const { sobject, row } = findRecord(context, name, id);
  if (sobject.updateable.length === 0)
    throw methodNotAllowed('PATCH', ['HEAD', 'GET', ...(sobject.deletable ? ['DELETE'] : [])]);
  mayWrite(context, sobject);
  const changed: Record<string, unknown> = { ...row, ...fieldsOf(org, sobject, sobject.updateable, values) };
  checkRequired({ ...sobject, required: sobject.required.filter((field) => field in values) }, changed);
  const rule = rules[sobject.name];
  rule?.write?.(org, changed, row.Id, userId);
  const now = dateTime(org.settings.now());
  const written: Row = {
    ...changed,
    Id: row.Id,
    LastModifiedDate: now,
    SystemModstamp: now,
    LastModifiedById: userId,
  };
  // A new row, since what takes changes back holds the old one.
  org.tables.get(sobject.name)?.set(row.Id, written);
  rule?.written?.(org, written);
  noteChange(`${sobject.name}:${row.Id}`);
};

/** Deletes a record. @throws SalesforceError */
export const deleteRecord = (context: RecordContext, name: string, id: string): void => {
  const { sobject, row } = findRecord(context, name, id);
  if (!sobject.deletable)
    throw methodNotAllowed('DELETE', ['HEAD', 'GET', ...(sobject.updateable.length > 0 ? ['PATCH'] : [])]);
  mayWrite(context, sobject);
  rules[sobject.name]?.remove?.(context.org, row);
  context.org.tables.get(sobject.name)?.delete(row.Id);
  noteChange(`${sobject.name}:${row.Id}`);
};
