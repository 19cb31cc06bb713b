import { CompileProblem } from './problem.ts';

/** What the parser says of a place (both counted from 1). */
export type SyntaxError = { line: number; column: number; message: string };

/** A word of the source as the lexer cut it; `column` counts from 0. */
export type Token = { text: string; line: number; column: number };

const lineBreaks = 'Illegal string literal: Line breaks are not allowed in string literals';
const unrecognized = (character: string): string =>
  `Unrecognized symbol '${character}', which is not a valid Apex identifier.`;
const unknownPunctuation = '%#$\\`';

/** A character or string that the lexer could not read. Texts: message bundle of Salesforce's Apex compiler. */
const lexical = ({ line, column }: SyntaxError, found: string, source: string): CompileProblem => {
  const [character] = found;
  const code = character.charCodeAt(0);
  const at = (message: string): CompileProblem => new CompileProblem(line, column, message);
  if (character === "'") {
    const escape = /\\[^btnfru"'\\]/i.exec(found)?.[0];
    if (escape !== undefined) {
      const why = `Invalid string literal '${found.slice(1)}'. Illegal character sequence '${escape}' in string literal.`;
      return at(`Illegal string literal: ${why}`);
    }
    const rest = source
      .split(/\r\n|\r|\n/)
      .slice(line)
      .join('\n');
    return rest.includes("'") ? at(lineBreaks) : at("Missing closing quote character ' on string.");
  }
  if (code < 32)
    return at(
      `Found control character hex 0x${code.toString(16)} (decimal ${code}) that isn't valid in Apex.`
    );
  return unknownPunctuation.includes(character)
    ? at(`Found punctuation symbol or operator '${character}' that isn't valid in Apex.`)
    : at(unrecognized(character));
};

/** What the grammar lets pass and Salesforce does not. @throws CompileProblem */
export const checkTokens = (tokens: Token[]): void => {
  for (const { text, line, column } of tokens) {
    if (text.startsWith("'") && !text.startsWith("'''") && /[\r\n]/.test(text))
      throw new CompileProblem(line, column + 1, lineBreaks);
    // eslint-disable-next-line no-control-regex
    const foreign = text.startsWith("'") ? -1 : text.search(/[^\x00-\x7f]/);
    if (foreign >= 0)
      throw new CompileProblem(line, column + foreign + 1, unrecognized(Array.from(text.slice(foreign))[0]));
  }
};

const isInitializer = (tokens: Token[], brace: number): boolean =>
  ['>', ']'].includes(tokens[brace - 1]?.text);

/** Where the statement of a token begins. */
const statementStart = (tokens: Token[], at: number): number => {
  let depth = 0;
  let end = 0;
  for (let i = at - 1; i >= 0; i -= 1) {
    const { text } = tokens[i];
    if (depth > 0) {
      if (')]}'.includes(text)) depth += 1;
      else if ('([{'.includes(text)) depth -= 1;
      if (depth === 0 && text === '{' && !isInitializer(tokens, i)) return end + 1;
    } else if (text === ';' || (text === '{' && !isInitializer(tokens, i))) {
      return i + 1;
    } else if (')]}'.includes(text)) {
      depth = 1;
      end = i;
    }
  }
  return 0;
};

const isName = (token: Token | undefined): boolean => /^[a-z_]\w*$/i.test(token?.text ?? '');

const keywords = new Set(
  'return throw insert update delete upsert undelete merge new else if for while do try switch'.split(' ')
);

/** The index behind a type, or undefined where none stands. */
const behindType = (tokens: Token[], start: number): number | undefined => {
  let i = start;
  if (!isName(tokens[i]) || keywords.has(tokens[i].text.toLowerCase())) return undefined;
  i += 1;
  while (tokens[i]?.text === '.' && isName(tokens[i + 1])) i += 2;
  if (tokens[i]?.text === '<') {
    for (let depth = 0; ; i += 1) {
      const text = tokens[i]?.text;
      depth += text === '<' ? 1 : text === '>' ? -1 : text === '>>' ? -2 : 0;
      if (depth <= 0) break;
      if (text === undefined || !/^[\w.,<>[\]]+$/.test(text)) return undefined;
    }
    i += 1;
  }
  while (tokens[i]?.text === '[' && tokens[i + 1]?.text === ']') i += 2;
  return i;
};

const isInClassBody = (tokens: Token[], start: number): boolean => {
  if (tokens[start - 1]?.text !== '{' && tokens[start - 1]?.text !== ';') return false;
  let depth = 0;
  let open = start - 1;
  for (; open >= 0; open -= 1) {
    if (tokens[open].text === '}') depth += 1;
    if (tokens[open].text === '{' && (depth -= 1) < 0) break;
  }
  const head = tokens.slice(statementStart(tokens, open), open).map(({ text }) => text.toLowerCase());
  return head.includes('class') || head.includes('interface');
};

/**
 * The variable of the declaration around a token. Seen live: whatever is wrong up to its semicolon, the compiler takes a
 * declaration for an expression and stumbles over the name, e.g. `Integer i = 1_000;`.
 */
const declared = (tokens: Token[], at: number): Token | undefined => {
  const start = statementStart(tokens, at);
  const isFinal = tokens[start]?.text.toLowerCase() === 'final';
  const name = behindType(tokens, isFinal ? start + 1 : start);
  if (name === undefined || name >= at || !isName(tokens[name]) || isInClassBody(tokens, start))
    return undefined;
  return ['=', ','].includes(tokens[name + 1]?.text) || name + 1 === at ? tokens[name] : undefined;
};

/** The `try` whose block ends before a token, if neither catch nor finally follows. */
const bareTry = (tokens: Token[], at: number): Token | undefined => {
  if (tokens[at - 1]?.text !== '}') return undefined;
  let depth = 0;
  for (let i = at - 1; i > 0; i -= 1) {
    if (tokens[i].text === '}') depth += 1;
    if (tokens[i].text === '{' && (depth -= 1) === 0)
      return tokens[i - 1].text.toLowerCase() === 'try' ? tokens[i - 1] : undefined;
  }
  return undefined;
};

/** Salesforce's wording of what the parser says; its own parser tells apart the same four cases. */
const worded = (message: string, found: string): string => {
  const missing = /^missing ('.*?') at ('.*')$/s.exec(message);
  if (missing && missing[2] !== "'<EOF>'") return `Missing ${missing[1]} at ${missing[2]}`;
  if (missing) return `Expecting ${missing[1]} but was: '<EOF>'`;
  const expected = /^(mismatched|extraneous) input '.*' expecting ('[^{]*')$/s.exec(message);
  if (expected?.[1] === 'mismatched') return `Expecting ${expected[2]} but was: '${found}'`;
  if (expected) return `Extra ${expected[2]}, at '${found}'.`;
  if (found === '<EOF>' && / expecting \{.*'\}'/s.test(message)) return "Expecting '}' but was: '<EOF>'";
  return `Unexpected token '${found}'.`;
};

/** The compile problem that Salesforce would tell for the first syntax error. */
export const explain = (errors: SyntaxError[], tokens: Token[], source: string): CompileProblem => {
  const unreadable = errors
    .map((error) => ({ error, text: /^token recognition error at: '(.*)'$/s.exec(error.message)?.[1] }))
    .find(({ text }) => text !== undefined);
  if (unreadable) return lexical(unreadable.error, unreadable.text ?? '', source);
  const comment = tokens.findIndex(({ text }, i) => text === '/' && tokens[i + 1]?.text === '*');
  if (comment >= 0) {
    const { line, column } = tokens[comment];
    return new CompileProblem(line, column + 1, 'Missing closing mark */ on multi-line comment.');
  }
  const [first, ...others] = errors;
  // A call whose end is missing is first taken for a declaration; the next error tells the truth.
  const isMisread = first.message === "missing ';' at '('";
  const isVague = first.message.startsWith('no viable alternative');
  const error = others.find(() => isMisread || isVague) ?? first;
  const at = tokens.findIndex(({ line, column }) => line === error.line && column + 1 === error.column);
  const bare = bareTry(tokens, at < 0 ? tokens.length : at);
  if (bare) {
    const message = 'Try block must have at least one catch block or a finally block';
    return new CompileProblem(bare.line, bare.column + 1, message);
  }
  const variable = declared(tokens, at < 0 ? tokens.length : at);
  if (variable)
    return new CompileProblem(variable.line, variable.column + 1, `Unexpected token '${variable.text}'.`);
  const found = tokens[at]?.text ?? '<EOF>';
  return new CompileProblem(error.line, error.column, worded(error.message, found));
};
