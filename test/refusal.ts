import { SfError } from '@salesforce/core';

/** The error that some work throws; undefined when it throws none. */
export const refusal = (work: () => void): SfError | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof SfError) return error as SfError;
    throw error;
  }
};
