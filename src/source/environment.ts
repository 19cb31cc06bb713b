/** In the text of an XML element, between single quotes of a shell, and where `$` has a meaning to what replaces. */
const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  $: '&#36;',
};
const asValue = (value: string): string => value.replace(/[&<>'$]/g, (character) => references[character]);

const assignment = /^(?:# )?(S2S_\w+)=(?:'([^']*)')?$/gm;

/** Pure: the values of a file of variables, as they stand there. */
export const readEnvironment = (text: string): Map<string, string | undefined> =>
  new Map([...text.matchAll(assignment)].map(([, name, value]) => [name, value]));

/**
 * Pure: variables as a shell reads them (`set -a; . ./FILE`), in one order whatever was known first.
 * @param earlier what the file holds: what is not known now is kept
 * @param heading says what the file is
 */
export const writeEnvironment = (
  values: Map<string, string | undefined>,
  earlier: Map<string, string | undefined>,
  heading: string
): string => {
  const all = new Map(earlier);
  for (const [name, value] of values)
    if (value !== undefined || !all.has(name)) all.set(name, value === undefined ? value : asValue(value));
  const lines = [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === undefined ? `# ${name}=` : `${name}='${value}'`));
  return [...heading.split('\n').map((line) => `# ${line}`), ...lines, ''].join('\n');
};
