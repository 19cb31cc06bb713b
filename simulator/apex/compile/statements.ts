import type { ApexParserRuleContext, BlockContext, StatementContext } from '@apexdevtools/apex-parser';
import { ApexException } from '../host.ts';
import { noteThrown, raise, spend, type Frame } from '../machine.ts';
import { notSimulated, problem } from '../problem.ts';
import { assignable } from '../types/assign.ts';
import { nameOf, types } from '../types/type.ts';
import { nullPointer, Thrown } from '../values/exception.ts';
import type { Instance, Value } from '../values/value.ts';
import { coerce, condition } from './coerce.ts';
import { declaration } from './declarations.ts';
import { dmlStatement } from './dml.ts';
import { expression } from './expressions.ts';
import { doWhileLoop, forLoop, whileLoop } from './loops.ts';
import { innerScope, type Scope } from './scope.ts';
import { switchStatement } from './switch.ts';
import { tryStatement } from './try.ts';

/** How a statement ended, if not by reaching its end. */
export type Completion = undefined | 'break' | 'continue' | { returns: Value };

export type Statement = {
  run: (frame: Frame) => Completion | Promise<Completion>;
  /** Whether what follows cannot be reached. */
  ends?: boolean;
};

/** Notes the line, counts the step, and gives what the library throws its place in the source. */
export const step = (source: ApexParserRuleContext, { run, ends }: Statement): Statement => ({
  ends,
  run: async (frame) => {
    frame.line = source.start.line;
    try {
      spend(frame.machine);
      return await run(frame);
    } catch (error) {
      throw error instanceof ApexException ? raise(frame.machine, error) : error;
    }
  },
});

/** Statements one after the other, in their scope. @throws CompileProblem `Unreachable statement` */
export const sequence = (scope: Scope, sources: StatementContext[]): Statement => {
  const compiled: Statement[] = [];
  for (const source of sources) {
    if (compiled.at(-1)?.ends) throw problem(source, 'Unreachable statement');
    compiled.push(statement(scope, source));
  }
  const run: Statement['run'] = async (frame) => {
    for (const each of compiled) {
      const completion = await each.run(frame);
      if (completion !== undefined) return completion;
    }
    return undefined;
  };
  return { run, ends: compiled.at(-1)?.ends };
};

/** `{ … }`, in a scope of its own. */
export const block = (scope: Scope, source: BlockContext): Statement =>
  sequence(innerScope(scope), source.statement_list());

const ifStatement = (scope: Scope, source: ReturnType<StatementContext['ifStatement']>): Statement => {
  const test = source.parExpression().expression();
  const when = condition(expression(scope, test), test);
  const [then, otherwise] = source.statement_list().map((each) => statement(innerScope(scope), each));
  return {
    run: async (frame) => ((await when(frame)) ? then.run(frame) : otherwise?.run(frame)),
    ends: then.ends && otherwise?.ends,
  };
};

const returnStatement = (
  scope: Scope,
  source: ReturnType<StatementContext['returnStatement']>
): Statement => {
  const { returns } = scope.body;
  const value = source.expression();
  if (returns === types.void) {
    if (value) throw problem(source, 'Void method must not return a value');
    return { run: () => ({ returns: null }), ends: true };
  }
  if (!value) throw problem(source, `Missing return statement required return type: ${nameOf(returns)}`);
  const code = coerce(expression(scope, value), returns, source);
  return { run: async (frame) => ({ returns: await code(frame) }), ends: true };
};

const throwStatement = (scope: Scope, source: ReturnType<StatementContext['throwStatement']>): Statement => {
  const { type, run } = expression(scope, source.expression());
  if (type === types.null || !assignable(type, types.exception)) {
    throw problem(source, `Throw expression must be of type exception: ${nameOf(type)}`);
  }
  const thrown: Statement['run'] = async (frame) => {
    const exception = await run(frame);
    if (exception === null) throw nullPointer();
    noteThrown(frame.machine, exception as Instance);
    throw new Thrown(exception as Instance);
  };
  return { run: thrown, ends: true };
};

const jump = (scope: Scope, source: ApexParserRuleContext, completion: 'break' | 'continue'): Statement => {
  const title = completion === 'break' ? 'Break' : 'Continue';
  if (scope.body.loops === 0) throw problem(source, `${title} statement must be in loop`);
  return { run: () => completion, ends: true };
};

const expressionStatement = (
  scope: Scope,
  source: ReturnType<StatementContext['expressionStatement']>
): Statement => {
  const { run, standsAlone } = expression(scope, source.expression());
  if (!standsAlone) throw problem(source, 'Expression cannot be a statement.');
  return {
    run: async (frame) => {
      await run(frame);
      return undefined;
    },
  };
};

const compile = (scope: Scope, source: StatementContext): Statement => {
  if (source.block()) return block(scope, source.block());
  if (source.expressionStatement()) return expressionStatement(scope, source.expressionStatement());
  if (source.localVariableDeclarationStatement()) {
    return declaration(scope, source.localVariableDeclarationStatement().localVariableDeclaration());
  }
  if (source.ifStatement()) return ifStatement(scope, source.ifStatement());
  if (source.forStatement()) return forLoop(scope, source.forStatement());
  if (source.whileStatement()) return whileLoop(scope, source.whileStatement());
  if (source.doWhileStatement()) return doWhileLoop(scope, source.doWhileStatement());
  if (source.switchStatement()) return switchStatement(scope, source.switchStatement());
  if (source.tryStatement()) return tryStatement(scope, source.tryStatement());
  if (source.returnStatement()) return returnStatement(scope, source.returnStatement());
  if (source.throwStatement()) return throwStatement(scope, source.throwStatement());
  if (source.breakStatement()) return jump(scope, source, 'break');
  if (source.continueStatement()) return jump(scope, source, 'continue');
  if (source.runAsStatement()) throw notSimulated(source, 'System.runAs');
  return dmlStatement(scope, source);
};

/** Checks a statement and turns it into code. @throws CompileProblem */
export const statement = (scope: Scope, source: StatementContext): Statement =>
  step(source, compile(scope, source));
