import stringWidth from 'string-width';

type Row = Record<string, string>;

/** One space at either side of a cell. */
const padding = 2;

/** How wide a text is shown: letters of some scripts take two characters. Measuring takes long, and most texts are plain. */
const widthOf = (text: string): number => (/^[\x20-\x7E]*$/.test(text) ? text.length : stringWidth(text));

/** The width of the widest text as it is shown. */
export const widest = (texts: string[]): number => Math.max(...texts.map(widthOf));

const longest = (texts: string[]): number => widest(texts) + padding;

/**
 * Shares a width out: each gets what it wants where that is no more than its part of what is left.
 * @returns what each gets, in the same order
 */
const share = (wants: number[], width: number): number[] => {
  const shares = wants.map(() => 0);
  let left = width;
  const order = wants.map((_, i) => i).sort((a, b) => wants[a] - wants[b]);
  for (const [done, i] of order.entries()) {
    shares[i] = Math.min(wants[i], Math.floor(left / (wants.length - done)));
    left -= shares[i];
  }
  return shares;
};

/**
 * How wide the columns of a table can be in a terminal, so that no word in it is broken.
 * @param width of the terminal, in characters
 * @returns a width for each column with its padding; nothing where not even the longest words fit
 */
export const columnWidths = (rows: Row[], width: number): Record<string, number> | undefined => {
  const names = Object.keys(rows[0] ?? {});
  const cells = names.map((name) => [name, ...rows.map((row) => row[name])]);
  const least = cells.map((texts) => longest(texts.flatMap((text) => text.split(/\s+/))));
  const full = cells.map((texts) => longest(texts.flatMap((text) => text.split('\n'))));
  const borders = names.length + 1;
  const left = width - borders - least.reduce((sum, one) => sum + one, 0);
  if (left < 0) return undefined;
  const more = share(
    full.map((one, i) => one - least[i]),
    left
  );
  return Object.fromEntries(names.map((name, i) => [name, least[i] + more[i]]));
};

/** A text with spaces after it, up to a width as it is shown. */
export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));
