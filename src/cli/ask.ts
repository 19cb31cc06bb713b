import { createInterface } from 'node:readline/promises';

/** Whether somebody sits at a terminal who can answer. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Asks for one line of text. @returns '' when the question was broken off */
export const askText = async (question: string): Promise<string> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} `)).trim();
  } catch {
    return '';
  } finally {
    terminal.close();
  }
};

/** Asks for a yes; anything else, or a question that was broken off, is a no. */
export const askYes = async (question: string): Promise<boolean> =>
  /^y(es)?$/i.test(await askText(`${question} (y/N)`));
