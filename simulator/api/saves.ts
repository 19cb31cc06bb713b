import { gatherChanges, noteChange } from '../changes.ts';
import { SalesforceError } from '../errors.ts';
import { undoable } from '../metadata/snapshot.ts';
import type { Org } from '../org.ts';

/** What became of one record of several. */
export type SaveResult = { id?: string; success: boolean; errors: object[] };

/** REST API Developer Guide, "sObject Collections" and "sObject Tree". */
export const largestCollection = 200;

/** What becomes of a record that could be saved, but not its neighbours. */
export const rolledBack: SaveResult = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

/**
 * Saves a record, and tells what became of it.
 * @param save gives the id of the record
 * @throws SalesforceError NOT_SIMULATED
 */
export const saved = (save: () => string): SaveResult => {
  try {
    return { id: save(), success: true, errors: [] };
  } catch (error) {
    if (!(error instanceof SalesforceError) || error.errorCode === 'NOT_SIMULATED') throw error;
    const { errorCode, message, fields = [] } = error;
    return { success: false, errors: [{ statusCode: errorCode, message, fields }] };
  }
};

/** Does work that is taken back, and leaves no trace in the log, if its result fails or it throws. */
export const transaction = async <T>(
  org: Org,
  work: () => T,
  fails: (result: T) => boolean
): Promise<{ result: T; undone: boolean }> => {
  const { result: gathered, undo } = undoable(org, () => gatherChanges(() => Promise.resolve(work())));
  try {
    const { result, changes } = await gathered;
    const undone = fails(result);
    if (undone) undo();
    else changes.forEach(noteChange);
    return { result, undone };
  } catch (error) {
    undo();
    throw error;
  }
};
