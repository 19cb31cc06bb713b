import { ApexErrorListener, ApexParserFactory, type AnonymousUnitContext } from '@apexdevtools/apex-parser';
import { CompileProblem } from './problem.ts';

type SyntaxError = { line: number; column: number; message: string };

class Collector extends ApexErrorListener {
  readonly errors: SyntaxError[] = [];
  readonly source: string;
  constructor(source: string) {
    super();
    this.source = source;
  }
  override apexSyntaxError(line: number, column: number, message: string): void {
    this.errors.push({ line, column: column + 1, message });
  }
  /** The token or character at a place, `<EOF>` behind the end. */
  tokenAt({ line, column }: SyntaxError): string {
    const rest = this.source.split(/\r\n|\r|\n/)[line - 1]?.slice(column - 1) ?? '';
    return /^(\w+|'[^']*'|\S)/.exec(rest)?.[0] ?? '<EOF>';
  }
}

/** A character or string that the lexer could not read, in the words of Salesforce's compiler. */
const lexical = (error: SyntaxError, text: string): string => {
  if (!text.startsWith("'")) {
    return `line ${error.line}:${error.column - 1} no viable alternative at character '${text[0]}'`;
  }
  const escape = /\\[^btnfru"'\\]/i.exec(text)?.[0];
  return escape === undefined
    ? 'line breaks not allowed in string literals'
    : `Illegal string literal: Invalid string literal '${text.slice(1)}'. Illegal character sequence '${escape}' in string literal.`;
};

/** Salesforce's wording of the first syntax error: `Missing ';' at 'x'`, `Unexpected token 'x'.` */
const explain = (collector: Collector): CompileProblem => {
  const [first, ...others] = collector.errors;
  // A call whose end is missing is first taken for a declaration; the next error tells the truth.
  const isMisread = first.message === "missing ';' at '('";
  const isVague = first.message.startsWith('no viable alternative');
  const better = others.find(({ message }) => isMisread || (isVague && message.startsWith('missing')));
  const error = better ?? first;
  const missing = /^missing ('.*?') at ('.*')$/s.exec(error.message);
  const unreadable = /^token recognition error at: '(.*)'$/s.exec(error.message);
  const message = missing
    ? `Missing ${missing[1]} at ${missing[2]}`
    : unreadable
      ? lexical(error, unreadable[1])
      : `Unexpected token '${collector.tokenAt(error)}'.`;
  return new CompileProblem(error.line, error.column, message);
};

/** Brackets inside of brackets that the parser can take: its time grows with the square of their number. */
const deepest = 500;

const checkDepth = (code: string): void => {
  let depth = 0;
  for (const [bracket] of code.replace(/'(?:[^'\\\n]|\\.)*'/g, '').matchAll(/[([{}\])]/g)) {
    depth += '([{'.includes(bracket) ? 1 : -1;
    if (depth > deepest) throw new CompileProblem(1, 1, 'not simulated: so deep a nesting');
  }
};

/**
 * Parses an anonymous block with the Apex grammar.
 *
 * @throws CompileProblem for the first syntax error
 */
export const parse = (code: string): AnonymousUnitContext => {
  checkDepth(code);
  const collector = new Collector(code);
  const { parser } = ApexParserFactory.createLexerAndParser(code, collector);
  const tree = parser.anonymousUnit();
  if (collector.errors.length > 0) throw explain(collector);
  return tree;
};
