import { createRecord } from '../data/records.ts';
import { notSimulated, SalesforceError } from '../errors.ts';
import { json, readJson } from './http.ts';
import type { Answer } from './http.ts';
import type { Call } from './rest.ts';
import { largestCollection, saved, transaction } from './saves.ts';
import type { SaveResult } from './saves.ts';

type TreeResult = SaveResult & { referenceId: unknown };

const createOne = (call: Call, record: unknown): TreeResult => {
  const { attributes, ...values } = (record ?? {}) as Record<string, unknown>;
  const { type, referenceId } = (attributes ?? {}) as Record<string, unknown>;
  if (Object.values(values).some((value) => typeof value === 'object' && value !== null))
    throw notSimulated('children in an sObject tree');
  if (typeof type !== 'string' || type.toLowerCase() !== call.parts[0].toLowerCase())
    throw new SalesforceError(
      400,
      'INVALID_INPUT',
      `Each record needs attributes with the type ${call.parts[0]}`
    );
  return { referenceId, ...saved(() => createRecord(call, type, values).Id) };
};

/**
 * `POST …/composite/tree/X`: records of one type, all or none (REST API Developer Guide, "sObject Tree"). Children
 * within a record are not simulated.
 */
export const createTree = async (call: Call): Promise<Answer> => {
  const { records } = readJson(call.request);
  if (!Array.isArray(records) || records.length === 0 || records.length > largestCollection)
    throw new SalesforceError(400, 'INVALID_INPUT', `A tree takes 1 to ${largestCollection} records`);
  const { result, undone } = await transaction(
    call.org,
    () => records.map((record) => createOne(call, record)),
    (results) => results.some(({ success }) => !success)
  );
  const told = undone
    ? result.filter(({ success }) => !success).map(({ referenceId, errors }) => ({ referenceId, errors }))
    : result.map(({ referenceId, id }) => ({ referenceId, id }));
  return json(undone ? 400 : 201, { hasErrors: undone, results: told });
};
