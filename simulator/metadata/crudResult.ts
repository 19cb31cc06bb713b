import type { Org } from '../org.ts';
import { problemOf } from './component.ts';
import { undoable } from './snapshot.ts';

export type MetadataError = { fields: string[]; message: string; statusCode: string };
export type SaveResult = { errors: MetadataError[]; fullName: string; success: boolean };
export type UpsertResult = SaveResult & { created: boolean };

/** Results in the order of the call, and `<type>:<name>` of each component created, changed or deleted. */
export type Answer<R> = { results: R[]; changes: string[] };

/**
 * With allOrNone one refusal takes all back (Metadata API Developer Guide, AllOrNoneHeader); without a user the
 * administrator calls.
 */
export type CrudOptions = { allOrNone?: boolean; userId?: string };

const rolledBack: MetadataError = {
  fields: [],
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
};

const refused = (fullName: string, error: unknown): UpsertResult => {
  const { fields, message, statusCode } = problemOf(error);
  return { created: false, errors: [{ fields, message, statusCode }], fullName, success: false };
};

/** Does each item, or none of them with allOrNone; `one` gives whether it created and what it changed. */
export const each = <T extends { fullName: string }>(
  org: Org,
  items: T[],
  { allOrNone }: CrudOptions,
  one: (item: T) => { created: boolean; changes: string[] }
): Answer<UpsertResult> => {
  const changes: string[] = [];
  const { result: results, undo } = undoable(org, () =>
    items.map((item): UpsertResult => {
      try {
        const { created, changes: made } = one(item);
        changes.push(...made);
        return { created, errors: [], fullName: item.fullName, success: true };
      } catch (error) {
        return refused(item.fullName, error);
      }
    })
  );
  if (!allOrNone || results.every((result) => result.success)) return { results, changes };
  undo();
  return {
    results: results.map((result) =>
      result.success ? { ...result, created: false, success: false, errors: [rolledBack] } : result
    ),
    changes: [],
  };
};
