import { createRecord, deleteRecord, findRecord, updateRecord } from '../data/records.ts';
import { query } from '../data/soql.ts';
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import { keyPrefixes } from '../tables.ts';
import { json, readJson } from './http.ts';
import type { Answer } from './http.ts';
import type { Call } from './rest.ts';
import { largestCollection, rolledBack, saved, transaction } from './saves.ts';
import type { SaveResult } from './saves.ts';

const badRequest = (message: string): SalesforceError => new SalesforceError(400, 'INVALID_INPUT', message);

/** Runs the saves one after the other; with allOrNone everything is taken back where one fails. */
const saveAll = async (org: Org, allOrNone: unknown, saves: (() => string)[]): Promise<Answer> => {
  if (saves.length > largestCollection)
    throw badRequest(`A collection takes at most ${largestCollection} records`);
  const fails = (results: SaveResult[]): boolean =>
    allOrNone === true && results.some(({ success }) => !success);
  const { result, undone } = await transaction(org, () => saves.map(saved), fails);
  return json(200, undone ? result.map((one) => (one.success ? rolledBack : one)) : result);
};

type Given = { type: string; values: Record<string, unknown> };

/**
 * The records of a collection. "You can't create records for multiple object types in one call when one of the types is
 * related to a feature in the Salesforce Setup area": all types here are. No source gives the texts of these refusals.
 */
const givenRecords = (body: Record<string, unknown>): Given[] => {
  if (!Array.isArray(body.records)) throw badRequest('The request has no list of records');
  const records = body.records.map((record: unknown): Given => {
    const { attributes, ...values } = (record ?? {}) as Record<string, unknown>;
    const { type } = (attributes ?? {}) as { type?: unknown };
    if (typeof type !== 'string') throw badRequest('Each record needs attributes with a type');
    return { type, values };
  });
  if (new Set(records.map(({ type }) => type.toLowerCase())).size > 1)
    throw badRequest('Records of several types of Setup in one call');
  return records;
};

/** `POST …/composite/sobjects` (REST API Developer Guide, "sObject Collections"). */
export const createCollection = (call: Call): Promise<Answer> => {
  const body = readJson(call.request);
  const saves = givenRecords(body).map(
    ({ type, values }) =>
      () =>
        createRecord(call, type, values).Id
  );
  return saveAll(call.org, body.allOrNone, saves);
};

/** `PATCH …/composite/sobjects`. */
export const updateCollection = (call: Call): Promise<Answer> => {
  const body = readJson(call.request);
  const saves = givenRecords(body).map(({ type, values }) => () => {
    const { id, Id, ...fields } = values;
    if (typeof (id ?? Id) !== 'string')
      throw new SalesforceError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
    updateRecord(call, type, String(id ?? Id), fields);
    return String(id ?? Id);
  });
  return saveAll(call.org, body.allOrNone, saves);
};

const typeOfId = (id: string): string => {
  const found = Object.entries(keyPrefixes).find(([, prefix]) => id.startsWith(prefix));
  if (found === undefined) throw new SalesforceError(400, 'MALFORMED_ID', `malformed id ${id}`);
  return found[0];
};

/** `DELETE …/composite/sobjects?ids=`. */
export const deleteCollection = (call: Call): Promise<Answer> => {
  const { query: parameters } = call.request;
  const ids = (parameters.get('ids') ?? '').split(',').filter(Boolean);
  if (ids.length === 0) throw badRequest('The request has no ids');
  const saves = ids.map((id) => () => {
    deleteRecord(call, typeOfId(id), id);
    return id;
  });
  return saveAll(call.org, parameters.get('allOrNone') === 'true', saves);
};

const found = (call: Call, name: string, id: string): boolean => {
  try {
    findRecord(call, name, id);
    return true;
  } catch (error) {
    if (error instanceof SalesforceError && error.status === 404) return false;
    throw error;
  }
};

/** `GET …/composite/sobjects/X?ids=&fields=`, or `POST` with both in the body; null for a record that is not there. */
export const getCollection = (call: Call): Answer => {
  const { request, parts } = call;
  const body = request.method === 'POST' ? readJson(request) : {};
  const listOf = (name: string): string[] =>
    [body[name] ?? request.query.get(name)?.split(',') ?? []].flat().map(String).filter(Boolean);
  const [ids, fields] = [listOf('ids'), listOf('fields')];
  if (ids.length === 0 || fields.length === 0) throw badRequest('The request needs ids and fields');
  const records = ids.map((id) => {
    if (!/^\w+$/.test(id) || !found(call, parts[0], id)) return null;
    return query(call, `SELECT ${fields.join(',')} FROM ${parts[0]} WHERE Id = '${id}'`).records[0] ?? null;
  });
  return json(200, records);
};
