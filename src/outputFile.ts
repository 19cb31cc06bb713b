import { open, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeDirectory } from './directory.ts';
import { failure } from './messages.ts';

const orExplain = async (file: string, work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    throw failure('outputFile', { file, problem: (error as Error).message });
  }
};

const tryOut = async (file: string): Promise<void> => {
  await makeDirectory(dirname(file));
  // A file that is there stays as it is until there is something to write.
  const isNew = await stat(file).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'
  );
  await (await open(file, 'a')).close();
  if (isNew) await rm(file);
};

/** Makes sure that a file can be written, and makes its directory. @throws SfError when it can't */
export const checkOutputFile = (file: string): Promise<void> => orExplain(file, tryOut(file));

/** Writes a file; one that is there is replaced. @throws SfError when it can't be written */
export const writeOutputFile = (file: string, text: string): Promise<void> =>
  orExplain(file, writeFile(file, text));
