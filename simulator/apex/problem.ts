import type { ApexParserRuleContext } from '@apexdevtools/apex-parser';

/** Why a block does not compile, with its place (both counted from 1). */
export class CompileProblem extends Error {
  readonly line: number;
  readonly column: number;
  constructor(line: number, column: number, message: string) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** A compile problem at the first token of a piece of source. */
export const problem = (at: ApexParserRuleContext, message: string): CompileProblem =>
  new CompileProblem(at.start.line, at.start.column + 1, message);

/** The problem of correct Apex that this simulator cannot run. */
export const notSimulated = (at: ApexParserRuleContext, what: string): CompileProblem =>
  problem(at, `not simulated: ${what}`);
