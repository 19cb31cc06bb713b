/** What this process has changed in orgs so far, in order: each with the org's origin. */
const done: { url: string; sign: '+' | '-'; what: string[] }[] = [];

/**
 * Notes what an org has done, for whoever stops the process before it can tell.
 * @param sign whether it was made or changed, or taken away
 * @param what `<type> <name>` of each
 */
export const noteDone = (url: string, sign: '+' | '-', what: string[]): void => {
  if (what.length > 0) done.push({ url, sign, what });
};

/** A line for each change of an org. */
export const doneLines = (): string[] =>
  done.map(({ url, sign, what }) => `  ${sign} ${url}: ${what.join(', ')}`);
