import { type Document, isAlias, isCollection, isMap, isPair, isScalar, LineCounter } from 'yaml';
import { compose, tokensOf } from './compose.ts';
import { say } from '../text/messages.ts';

/** A place in a file; both count from 1. */
export type Place = { line: number; column: number };

/** Something that is wrong with a file, and where. */
export type Problem = Place & { text: string };

/** A path into the values of a file: keys and indexes. */
export type Path = PropertyKey[];

/** A file as YAML has it, and where things stand in it. */
export type Source = {
  document: Document.Parsed;
  text: string;
  /** The place of a character, counted from 0. */
  placeAt: (offset: number) => Place;
};

/** So many values a file may have once its aliases are written out. Ten thousand links with every key have 350,000. */
const mostValues = 500_000;

/**
 * How many values a node has with its aliases written out; infinite where an alias is part of what it stands for.
 * @param anchors sizes of what had an anchor before, by its name; those of the node are added
 */
const sizeOf = (node: unknown, anchors: Map<string, number>): number => {
  if (isAlias(node)) return anchors.get(node.source) ?? 1;
  if (isPair(node)) return sizeOf(node.key, anchors) + sizeOf(node.value, anchors);
  if (!isCollection(node)) {
    if (isScalar(node) && node.anchor) anchors.set(node.anchor, 1);
    return 1;
  }
  if (node.anchor) anchors.set(node.anchor, Infinity);
  const size = node.items.reduce<number>((sum, item) => sum + sizeOf(item, anchors), 1);
  if (node.anchor) anchors.set(node.anchor, size);
  return size;
};

/** A problem of the file as a whole. */
const atTop = (text: string): Problem => ({ line: 1, column: 1, text });

/** So much is told of what the parser says, in characters: it may repeat the file. */
const longestProblem = 200;

/** What a person has to know of an error of the parser; the others it words well enough itself. */
const syntaxText = ({ code, message: problem }: { code: string; message: string }): string => {
  if (code === 'TAB_AS_INDENT') return say('s2s', 'manifest.tab');
  if (code === 'DUPLICATE_KEY') return say('s2s', 'manifest.duplicateKey');
  if (code === 'MULTIPLE_DOCS') return say('s2s', 'manifest.severalDocuments');
  return say('s2s', 'manifest.syntax', { problem: problem.slice(0, longestProblem) });
};

/**
 * Pure: reads YAML 1.2, of which JSON is a part.
 * @returns the document, or what keeps the text from being one
 */
export const parseSource = (text: string): { source?: Source; problems: Problem[] } => {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const { tokens, excess } = tokensOf(text, lines);
  if (excess !== undefined) return { problems: [atTop(excess)] };
  const { document, errors } = compose(tokens, text.length);
  if (!document || errors.length > 0)
    return { problems: errors.map((error) => ({ ...placeAt(error.offset), text: syntaxText(error) })) };
  if (sizeOf(document.contents, new Map()) > mostValues)
    return { problems: [atTop(say('s2s', 'manifest.bomb', { most: mostValues }))] };
  return { source: { document, text, placeAt }, problems: [] };
};

/**
 * Pure: a document as plain values, anchors and merge keys resolved.
 * @returns the value, or why there is none
 */
export const valueOf = ({ document }: Source): { value?: unknown; problems: Problem[] } => {
  try {
    // How far aliases grow was looked at before.
    return { value: document.toJS({ maxAliasCount: -1 }), problems: [] };
  } catch (error) {
    const problem = (error as Error).message;
    return { problems: [atTop(say('s2s', 'manifest.syntax', { problem }))] };
  }
};

/** Pure: the node at a path, or the last one on the way where an alias or a merge key brings the rest. */
export const nodeAt = ({ document }: Source, path: Path): unknown => {
  let node: unknown = document.contents;
  for (const key of path) {
    const next: unknown = isCollection(node) ? node.get(key, true) : undefined;
    if (next === undefined) break;
    node = next;
  }
  return node;
};

const startOf = (node: unknown): number =>
  (node as { range?: [number, number, number] | null } | undefined)?.range?.[0] ?? 0;

/** Pure: where the value at a path stands. */
export const placeOf = (source: Source, path: Path): Place => source.placeAt(startOf(nodeAt(source, path)));

/** Pure: where a key stands in the mapping at a path. */
export const placeOfKey = (source: Source, path: Path, key: string): Place => {
  const map = nodeAt(source, path);
  const pair = isMap(map)
    ? map.items.find((item) => isScalar(item.key) && item.key.value === key)
    : undefined;
  return source.placeAt(startOf(pair?.key ?? map));
};
