import { SfError } from '@salesforce/core';
import { expect } from 'chai';

/** What only a programmer understands. */
const bare =
  /^ {4}at |\.[jt]s:\d|node_modules|Cannot read prop|is not a function|is not iterable|\[object |Maximum call stack/m;

/** What a run says at its end: its report, or an error that says what to do. @throws Error where it is anything else */
export const toldBy = async (work: () => unknown): Promise<string> => {
  try {
    return String(await work());
  } catch (error) {
    if (!(error instanceof SfError) || (error.actions ?? []).length === 0) throw error;
    const told = [error.message, ...error.actions!].join('\n');
    expect(told).to.not.match(bare);
    return told;
  }
};
