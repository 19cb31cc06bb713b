import { placeholder, type SourceFile } from './files.ts';

/**
 * A string replacement of `sfdx-project.json`.
 * Source: Salesforce DX Developer Guide, "Replace Strings in Code Before Deploying or Packaging".
 */
export type Replacement = { filename: string; stringToReplace: string; replaceWithEnv: string };

/** Pure: the replacements for a file. @param filename its path as seen from `sfdx-project.json`, with `/` between the names */
export const replacementsFor = (filename: string, text: SourceFile['text']): Replacement[] =>
  [...new Map([...text.matchAll(placeholder)].map(([whole, name]) => [whole, name]))].map(
    ([whole, name]) => ({
      filename,
      stringToReplace: whole,
      replaceWithEnv: name,
    })
  );

const isReplacement = (entry: unknown): entry is Replacement => {
  const { filename, replaceWithEnv } = (entry ?? {}) as Record<string, unknown>;
  return (
    typeof filename === 'string' && typeof replaceWithEnv === 'string' && replaceWithEnv.startsWith('S2S_')
  );
};

const keyOf = (entry: unknown): string =>
  isReplacement(entry) ? `${entry.filename} ${entry.replaceWithEnv}` : '';

/**
 * Pure: the replacements of earlier runs and those of this one, in one order whatever was written first.
 * @param earlier what `replacements.json` holds
 * @param isThere whether a file of an earlier run is still there
 */
export const withEarlier = (
  replacements: Replacement[],
  earlier: unknown[],
  isThere: (filename: string) => boolean
): unknown[] => {
  const written = new Set(replacements.map(({ filename }) => filename));
  const kept = earlier.filter(
    (entry) => !isReplacement(entry) || (!written.has(entry.filename) && isThere(entry.filename))
  );
  return [...kept, ...replacements].sort((a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)];
    return first === second ? 0 : first < second ? -1 : 1;
  });
};
