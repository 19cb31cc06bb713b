import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false
  );

/**
 * Makes a directory and those above it, where they are not there yet. Not with Node's own `recursive`: that tries for
 * ever where the one above is there but takes none, as in /proc.
 * @throws Error of the file system
 */
export const makeDirectory = async (path: string): Promise<void> => {
  if (await isDirectory(path)) return;
  if (dirname(path) !== path) await makeDirectory(dirname(path));
  await mkdir(path).catch((error: unknown) => {
    // Somebody else was quicker, or a file is in the way: whoever writes into it is told.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
};
