import { constants, existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import pLimit from 'p-limit';
import { makeDirectory } from '../files/directory.ts';
import { fileProblem } from '../files/fileProblem.ts';
import { failure, say } from '../text/messages.ts';
import { readEnvironment, writeEnvironment } from './environment.ts';
import { type SourceLink, sourceOf } from './files.ts';
import { replacementsFor, withEarlier } from './replacements.ts';

/** Files that are open at a time. */
const atOnce = 16;

const orExplain = async <T>(path: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw failure('outputDir', { path, problem: fileProblem(error) });
  }
};

/** Replaces a file, but follows no symbolic link in its place; Windows knows no such flag. */
const inPlace =
  constants.O_WRONLY |
  constants.O_CREAT |
  constants.O_TRUNC |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0);

/** Refuses a directory that a symbolic link leads out of the output directory. @throws Error */
const guardInside = async (directory: string, outputDir: string): Promise<void> => {
  const [real, root] = await Promise.all([realpath(directory), realpath(outputDir)]);
  if (real === root || real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) return;
  throw Object.assign(new Error(`${directory} leads to ${real}`), { code: 'ELOOP' });
};

/** Writes files, and makes their directories. None leaves the output directory. @returns their paths @throws SfError when the output directory can't be written to */
export const writeFiles = async (
  files: { path: string; text: string }[],
  outputDir: string
): Promise<string[]> => {
  const turns = pLimit(atOnce);
  const write = async ({ path, text }: { path: string; text: string }): Promise<void> => {
    await makeDirectory(dirname(path));
    await guardInside(dirname(path), outputDir);
    await writeFile(path, text, { flag: inPlace as unknown as string });
  };
  // Nothing goes on behind the back of whoever is told that it failed.
  const ended = await Promise.allSettled(files.map((file) => turns(() => orExplain(file.path, write(file)))));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason as Error;
  return files.map(({ path }) => path);
};

/** A file's text; '' where there is none. */
const textIn = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });

const replacementsFile = 'replacements.json';

/** The replacements of earlier runs. @throws SfError where the file holds something else */
const earlierReplacements = async (outputDir: string): Promise<unknown[]> => {
  const file = join(outputDir, replacementsFile);
  const text = await orExplain(outputDir, textIn(file));
  if (text === '') return [];
  try {
    const { replacements } = JSON.parse(text) as { replacements: unknown };
    if (Array.isArray(replacements)) return replacements as unknown[];
  } catch {
    // Told below.
  }
  throw failure('notReplacements', { file });
};

/** The directory from which `filename` is seen: that of the project which the output directory is in, or itself. */
const projectOf = (outputDir: string): string => {
  for (let path = resolve(outputDir); ; path = dirname(path)) {
    if (existsSync(join(path, 'sfdx-project.json'))) return path;
    if (dirname(path) === path) return resolve(outputDir);
  }
};

/** Makes sure that source files can be written before anything else is done. @throws SfError when they can't */
export const checkOutputDir = async (outputDir: string): Promise<void> => {
  const tryOut = async (): Promise<void> => {
    await makeDirectory(outputDir);
    await rmdir(await mkdtemp(join(outputDir, '.s2s-')));
  };
  await orExplain(outputDir, tryOut());
  await earlierReplacements(outputDir);
};

/**
 * Writes links as source files, with the replacements for `sfdx-project.json` and the values of this environment beside
 * them; what earlier runs wrote of other links stays. Written again the files are the same to the byte.
 * @returns the paths of the files
 * @throws SfError when the directory can't be written to
 */
export const writeSource = async (links: SourceLink[], outputDir: string): Promise<string[]> => {
  if (links.length === 0) return [];
  const { files, environments } = sourceOf(links);
  const project = projectOf(outputDir);
  const filenameOf = (path: string): string =>
    relative(project, resolve(outputDir, path)).split(sep).join('/');
  const replacements = withEarlier(
    files.flatMap(({ path, text }) => replacementsFor(filenameOf(path), text)),
    await earlierReplacements(outputDir),
    (filename) => existsSync(join(project, filename))
  );
  const besides = await orExplain(
    outputDir,
    Promise.all(
      environments.map(async ({ path, values }) => {
        const earlier = readEnvironment(await textIn(join(outputDir, path)));
        return { path, text: writeEnvironment(values, earlier, say('s2s', 'source.environment')) };
      })
    )
  );
  const all = [
    ...files,
    ...besides,
    { path: replacementsFile, text: `${JSON.stringify({ replacements }, undefined, 2)}\n` },
  ];
  return writeFiles(
    all.map(({ path, text }) => ({ path: join(outputDir, path), text })),
    outputDir
  );
};
