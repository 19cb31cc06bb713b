import { createContext, Script } from 'node:vm';
import { ApexException } from '../host.ts';

/** Classes of Java's Pattern that JavaScript names otherwise, as they stand between brackets. */
const classes: Record<string, string> = {
  Alpha: 'A-Za-z',
  Digit: '0-9',
  Alnum: 'A-Za-z0-9',
  Upper: 'A-Z',
  Lower: 'a-z',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Space: ' \\t\\n\\v\\f\\r',
  XDigit: '0-9A-Fa-f',
  ASCII: '\\0-\\x7F',
};

const anchors: Record<string, string> = {
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  Z: '(?=(?:\\r\\n|[\\n\\r])?(?![\\s\\S]))',
  R: '(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])',
};

const notSimulated = (pattern: string): Error =>
  new Error(`not simulated: the regular expression ${pattern}`);

const property = (sequence: string, pattern: string): string => {
  try {
    new RegExp(sequence, 'u');
    return sequence;
  } catch {
    throw notSimulated(pattern);
  }
};

/** An escape sequence of Java in JavaScript's words. */
const escape = (sequence: string, isInClass: boolean, pattern: string): string => {
  const [, sign, name] = /^\\([pP])\{?(\w+)\}?$/.exec(sequence) ?? [];
  const content = name === undefined ? undefined : classes[name];
  if (content !== undefined) {
    if (!isInClass) return `[${sign === 'P' ? '^' : ''}${content}]`;
    if (sign === 'p') return content;
    throw notSimulated(pattern);
  }
  if (sign) return property(`\\${sign}{${name.replace(/^Is/, '')}}`, pattern);
  if (sequence.length > 2) return `\\u${sequence.slice(2)}`;
  const letter = sequence[1];
  if (letter === 'h') return isInClass ? ' \\t\\xA0' : '[ \\t\\xA0]';
  if (letter in anchors && !isInClass) return anchors[letter];
  if (/[A-Za-z0-9]/.test(letter)) return sequence;
  return /[\^$\\.*+?()[\]{}|]/.test(letter) || (letter === '-' && isInClass) ? sequence : letter;
};

/** The pattern that matches just this text. */
export const quoted = (text: string): string => text.replace(/[\^$\\.*+?()[\]{}|]/g, '\\$&');

const tokens =
  /\\Q([\s\S]*?)(?:\\E|$)|\\[pP](?:\{\w+\}|\w)|\\x\{[0-9A-Fa-f]+\}|\\[\s\S]|(?:[*+?]|\{\d+,?\d*\})\+?|\(\?[^:=!<]|\[\^?\]?|[\s\S]/g;

/** Java's syntax in JavaScript's words (java.util.regex.Pattern). @throws Error for what JavaScript has not */
const translate = (pattern: string): string => {
  let isInClass = false;
  let translated = '';
  for (const [token, literal] of pattern.matchAll(tokens)) {
    const quotes = token.startsWith('\\Q');
    const opens = token.startsWith('[');
    if ((opens && isInClass) || (!isInClass && /^(?:[*+?]\+|\{.*\}\+|\(\?[^:=!<])$/.test(token)))
      throw notSimulated(pattern);
    if (quotes) translated += quoted(literal);
    else if (opens && token.endsWith(']')) translated += `${token.slice(0, -1)}\\]`;
    else if (token.startsWith('\\')) translated += escape(token, isInClass, pattern);
    else if (!isInClass && /^[\]}]$/.test(token)) translated += `\\${token}`;
    else translated += token;
    isInClass = opens || (isInClass && token !== ']');
  }
  if (/\[[^\]]*&&/.test(translated)) throw notSimulated(pattern);
  return translated;
};

/**
 * A regular expression of Java, whose flags may stand at its beginning: `(?i)abc`.
 *
 * @throws ApexException if malformed; Java's own words about the defect are left out
 * @throws Error `not simulated: …` for syntax that JavaScript lacks
 */
export const javaPattern = (pattern: string): RegExp => {
  const [, flags = '', source] = /^(?:\(\?([imsu]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  try {
    return new RegExp(translate(source), `${flags.replace('u', '')}u`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ApexException('System.StringException', `Invalid regex: ${pattern}`);
  }
};

/** A replacement of Java: `$1` is a group, a backslash protects. */
export const javaReplacement =
  (replacement: string) =>
  (whole: string, ...groups: (string | number | undefined)[]): string =>
    replacement.replace(
      /\\(.)|\$(\d)/g,
      (...[, literal, group]: (string | undefined)[]) =>
        literal ?? (group === '0' ? whole : String(groups[Number(group) - 1] ?? ''))
    );

/** Two repetitions without a limit are what makes a search long. */
const isHarmless = ({ source }: RegExp, input: string): boolean =>
  input.length < 20 || (source.match(/[*+]|,\}/g)?.length ?? 0) < 2;

const context = createContext({});
const script = new Script('task()');
const longest = 1000;

/**
 * What a search with a pattern gives. Apex Developer Guide, "Using Patterns and Matchers": a search may read its input a
 * million times; here the time that so many steps never need is the limit.
 *
 * @throws ApexException `System.LimitException: Regex too complicated`
 */
export const searching = <T>(pattern: RegExp, input: string, task: () => T): T => {
  if (isHarmless(pattern, input)) return task();
  context.task = task;
  try {
    return script.runInContext(context, { timeout: longest }) as T;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new ApexException('System.LimitException', 'Regex too complicated');
  }
};

/** The same pattern with more flags. */
export const withFlags = ({ source, flags }: RegExp, more: string): RegExp =>
  new RegExp(source, flags + more);

/** As Java's Matcher.replaceAll. @throws ApexException as `searching` */
export const replaceAll = (pattern: RegExp, input: string, replacement: string): string =>
  searching(pattern, input, () => input.replace(withFlags(pattern, 'g'), javaReplacement(replacement)));

/** As Java's Matcher.replaceFirst. @throws ApexException as `searching` */
export const replaceFirst = (pattern: RegExp, input: string, replacement: string): string =>
  searching(pattern, input, () => input.replace(pattern, javaReplacement(replacement)));

/**
 * As Java's split: the limit counts parts; without one, empty parts at the end are left out.
 *
 * @throws ApexException as `searching`
 */
export const split = (pattern: RegExp, input: string, limit = 0): string[] => {
  const parts: string[] = [];
  let from = 0;
  for (const match of searching(pattern, input, () => [...input.matchAll(withFlags(pattern, 'g'))])) {
    if (limit > 0 && parts.length === limit - 1) break;
    const end = match.index + match[0].length;
    if (end === 0 || (match[0] === '' && match.index >= input.length)) continue;
    parts.push(input.slice(from, match.index));
    from = end;
  }
  parts.push(input.slice(from));
  if (limit !== 0 || parts.length === 1) return parts;
  while (parts.at(-1) === '') parts.pop();
  return parts;
};
