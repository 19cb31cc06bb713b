import {
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  Parser,
} from 'yaml';
import { say } from '../messages.ts';

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

/** So many values a file may have once its aliases are written out. Ten thousand links with every key have a third of it. */
const mostValues = 1_000_000;

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

/**
 * So many levels a file may have, and so many keys a mapping; a manifest needs eight, and twenty. The parser calls itself
 * for each level, of which a process can end, and compares each key of a mapping with each.
 */
const mostLevels = 50;
const mostKeys = 200;

const isMapping = (token: CST.Token | undefined): token is CST.BlockMap | CST.FlowCollection =>
  token?.type === 'block-map' || (token?.type === 'flow-collection' && token.start.source === '{');

/** What there is too much of in a text for the parser: the text is left as soon as that is seen. */
const excessOf = (text: string): string | undefined => {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme));
    const top = parser.stack.at(-1);
    if (parser.stack.length > mostLevels) return say('s2s', 'manifest.deep', { most: mostLevels });
    if (isMapping(top) && top.items.length > mostKeys) return say('s2s', 'manifest.wide', { most: mostKeys });
  }
  return undefined;
};

/** A problem of the file as a whole. */
const atTop = (text: string): Problem => ({ line: 1, column: 1, text });

/** What a person has to know of an error of the parser; the others it words well enough itself. */
const syntaxText = ({ code, message: problem }: { code: string; message: string }): string => {
  if (code === 'TAB_AS_INDENT') return say('s2s', 'manifest.tab');
  if (code === 'DUPLICATE_KEY') return say('s2s', 'manifest.duplicateKey');
  if (code === 'MULTIPLE_DOCS') return say('s2s', 'manifest.severalDocuments');
  return say('s2s', 'manifest.syntax', { problem });
};

/**
 * Pure: reads YAML 1.2, of which JSON is a part.
 * @returns the document, or what keeps the text from being one
 */
export const parseSource = (text: string): { source?: Source; problems: Problem[] } => {
  const excess = excessOf(text);
  if (excess !== undefined) return { problems: [atTop(excess)] };
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: 'error',
  });
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    ...placeAt(error.pos[0]),
    text: syntaxText(error),
  }));
  if (problems.length > 0) return { problems };
  if (sizeOf(document.contents, new Map()) > mostValues)
    return { problems: [atTop(say('s2s', 'manifest.bomb', { most: mostValues }))] };
  return { source: { document, text, placeAt }, problems };
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
