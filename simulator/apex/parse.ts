import { ApexErrorListener, ApexParserFactory, type AnonymousUnitContext } from '@apexdevtools/apex-parser';
import { CompileProblem } from './problem.ts';
import { checkTokens, explain, type SyntaxError, type Token } from './syntax.ts';

class Collector extends ApexErrorListener {
  readonly errors: SyntaxError[] = [];
  override apexSyntaxError(line: number, column: number, message: string): void {
    this.errors.push({ line, column: column + 1, message });
  }
}

/** Brackets inside of brackets that the parser can take: its time grows with the square of their number. */
const deepest = 500;

const checkDepth = (code: string): void => {
  let depth = 0;
  for (const [bracket] of code.replace(/'(?:[^'\\\n]|\\.)*'/g, '').matchAll(/[([{}\])]/g)) {
    depth += '([{'.includes(bracket) ? 1 : -1;
    if (depth > deepest) throw new CompileProblem(1, 1, 'not simulated: so deep a nesting');
  }
};

/** Characters of a script at most (Apex Developer Guide, "Execution Governors and Limits": 6 MB of a class with comments). */
const longest = 1_000_000;

/**
 * Parses an anonymous block with the Apex grammar.
 *
 * @throws CompileProblem for the first syntax error
 */
export const parse = (code: string): AnonymousUnitContext => {
  if (code.length > longest) throw new CompileProblem(-1, -1, `Script too large: ${code.slice(0, 30)}...`);
  checkDepth(code);
  const collector = new Collector();
  const { parser } = ApexParserFactory.createLexerAndParser(code, collector);
  const tree = parser.anonymousUnit();
  const { tokens } = parser.getTokenStream() as unknown as { tokens: (Token & { channel: number })[] };
  const read = tokens.filter(({ channel, text }) => channel === 0 && text !== '<EOF>');
  checkTokens(read);
  if (collector.errors.length === 0) return tree;
  throw explain(collector.errors, read, code);
};
