import { lstat, open, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeDirectory } from './directory.ts';
import { fileProblem } from './fileProblem.ts';
import { failure, say } from '../text/messages.ts';
import { print, type Printer, type Section } from '../report/report.ts';

const orExplain = async (file: string, work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    throw failure('outputFile', { file, problem: fileProblem(error) });
  }
};

const tryOut = async (file: string): Promise<void> => {
  await makeDirectory(dirname(file));
  // A file that is there stays as it is until there is something to write, and so does a link that leads nowhere yet.
  const isNew = await lstat(file).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'
  );
  await (await open(file, 'a')).close();
  if (isNew) await rm(file);
};

/** Makes sure that a file can be written, and makes its directory. @throws SfError when it can't */
export const checkOutputFile = (file: string): Promise<void> => orExplain(file, tryOut(file));

/** Writes a file, in the place of one that is there. @throws SfError when it can't */
export const writeOutputFile = (file: string, content: string): Promise<void> =>
  orExplain(file, writeFile(file, content));

/** A result in the format that was asked for, and as people read it. */
type Given = { format: string; file?: string; sections: Section[]; document: string };

type Giver = Printer & { jsonEnabled: () => boolean; warn: (text: string) => unknown };

/**
 * Gives a result out: to the file, which replaces one that is there, with the report for people beside it; without a file
 * on stdout alone. Under --json the command prints its envelope instead.
 * @throws SfError when the file can't be written
 */
export const give = async (command: Giver, { format, file, sections, document }: Given): Promise<void> => {
  if (command.jsonEnabled() && file === undefined && format !== 'json')
    command.warn(say('s2s', 'formatDropped'));
  if (format === 'human' || file !== undefined) print(command, sections);
  else command.log(document.trimEnd());
  if (file !== undefined) await writeOutputFile(file, document);
};
