import { createReadStream } from 'node:fs';
import { fileProblem } from './fileProblem.ts';

/** A file that could not be used: unreadable, with the reason in words, or larger than it may be. */
export type InputProblem = { unreadable: string } | { tooLarge: true };

/**
 * Reads a file, and no more than it takes to see that it is too large: it may be a device that never ends.
 * @param largest in bytes
 * @param refuse makes the error
 * @throws what `refuse` makes
 */
export const readInput = async (
  file: string,
  largest: number,
  refuse: (problem: InputProblem) => Error
): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(file, { end: largest })) chunks.push(chunk as Buffer);
  } catch (error) {
    throw refuse({ unreadable: fileProblem(error) });
  }
  const content = Buffer.concat(chunks);
  if (content.length > largest) throw refuse({ tooLarge: true });
  return content;
};
