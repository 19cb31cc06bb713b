import { Composer, type CST, type Document, Lexer, type LineCounter, Parser } from 'yaml';
import { say } from '../text/messages.ts';

/**
 * So many levels a file may have, and so many keys a mapping; a manifest needs eight, and twenty. The parser calls itself
 * for each level, of which a process can end, and compares each key of a mapping with each.
 */
const mostLevels = 50;
const mostKeys = 200;

const isMapping = (token: CST.Token | undefined): token is CST.BlockMap | CST.FlowCollection =>
  token?.type === 'block-map' || (token?.type === 'flow-collection' && token.start.source === '{');

/**
 * So many marks, words, spaces and line ends a file may have, for each of which the parser has work; ten thousand links with
 * every key have 1,480,000. And so many anchors and aliases: to find the anchor of an alias, all before it are looked at.
 */
const mostLexemes = 1_600_000;
const mostAliases = 1_000;

/** So many errors of syntax are looked for. */
const mostErrors = 20;

/**
 * Pure: the tokens of a text, and what there is too much of in it for the parser: the text is left as
 * soon as that is seen, or as it is known to be wrong often enough.
 * @param lines is told where each line begins
 */
export const tokensOf = (text: string, lines: LineCounter): { tokens: CST.Token[]; excess?: string } => {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let aliases = 0;
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexeme.startsWith('*') || lexeme.startsWith('&')) aliases += 1;
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error' || token.type === 'directive') errors += 1;
    }
    const top = parser.stack.at(-1);
    if (parser.stack.length > mostLevels)
      return { tokens, excess: say('s2s', 'manifest.deep', { most: mostLevels }) };
    if (isMapping(top) && top.items.length > mostKeys)
      return { tokens, excess: say('s2s', 'manifest.wide', { most: mostKeys }) };
    if (lexemes > mostLexemes) return { tokens, excess: say('s2s', 'manifest.long', { most: mostLexemes }) };
    if (aliases > mostAliases)
      return { tokens, excess: say('s2s', 'manifest.aliases', { most: mostAliases }) };
    if (errors >= mostErrors) return { tokens };
  }
  tokens.push(...parser.end());
  return { tokens };
};

/** What is wrong with a text at a character, counted from 0, in the words of the parser. */
export type Mistake = { offset: number; code: string; message: string };
type ErrorSource = number | [number, number] | { offset: number };

const offsetOf = (source: ErrorSource): number => {
  if (typeof source === 'number') return source;
  return Array.isArray(source) ? source[0] : source.offset;
};

/**
 * Pure: the document of tokens, and what is wrong with it. The composer would make an error of every character
 * that is wrong, until memory ends, and has no option for that: so its sink of errors is replaced by one that ends it.
 */
export const compose = (
  tokens: CST.Token[],
  end: number
): { document?: Document.Parsed; errors: Mistake[] } => {
  const composer = new Composer({ merge: true, logLevel: 'error' });
  const errors: Mistake[] = [];
  const onError = (source: ErrorSource, code: string, message: string): void => {
    // The composer catches what is thrown, level by level, and tells it again.
    if (errors.length < mostErrors) errors.push({ offset: offsetOf(source), code, message });
    if (errors.length === mostErrors) throw new Error(message);
  };
  Object.assign(composer, { onError });
  try {
    const [first, second] = composer.compose(tokens, true, end);
    const own = [...first.errors, ...first.warnings];
    errors.push(...own.map(({ pos: [offset], code, message }) => ({ offset, code, message })));
    if (second) errors.push({ offset: second.range[0], code: 'MULTIPLE_DOCS', message: '' });
    return { document: first, errors };
  } catch (error) {
    if (errors.length === 0)
      errors.push({ offset: 0, code: 'IMPOSSIBLE', message: (error as Error).message });
    return { errors };
  }
};
