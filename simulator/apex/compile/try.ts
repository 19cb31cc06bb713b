import type { CatchClauseContext, TryStatementContext } from '@apexdevtools/apex-parser';
import { problem } from '../problem.ts';
import { assignable } from '../types/assign.ts';
import { nameOf, types, type Type } from '../types/type.ts';
import { isUncatchable, Thrown } from '../values/exception.ts';
import { declareVariable, innerScope, slotsOf, type Scope, type Variable } from './scope.ts';
import { block, type Completion, type Statement } from './statements.ts';
import { resolveType } from './types.ts';

type Handler = { type: Type; variable: Variable; body: Statement };

const handler = (scope: Scope, source: CatchClauseContext): Handler => {
  const type = resolveType(scope.program, source.qualifiedName(), source.qualifiedName().getText(), []);
  if (!assignable(type, types.exception)) {
    throw problem(source, `Catch block variable must be of type exception: ${nameOf(type)}`);
  }
  const inner = innerScope(scope);
  const variable = declareVariable(inner, source.id(), source.id().getText(), type);
  return { type, variable, body: block(inner, source.block()) };
};

/** try, catch and finally; limits and failed assertions pass them by. */
export const tryStatement = (scope: Scope, source: TryStatementContext): Statement => {
  const body = block(scope, source.block());
  const handlers = source.catchClause_list().map((each) => handler(scope, each));
  const last = source.finallyBlock() && block(scope, source.finallyBlock().block());

  const guarded: Statement['run'] = async (frame) => {
    try {
      return await body.run(frame);
    } catch (error) {
      if (!(error instanceof Thrown) || isUncatchable(error.exception)) throw error;
      const chosen = handlers.find(({ type }) => assignable(error.exception.type, type));
      if (!chosen) throw error;
      slotsOf(chosen.variable, frame)[chosen.variable.slot] = error.exception;
      return chosen.body.run(frame);
    }
  };

  const run: Statement['run'] = async (frame) => {
    if (!last) return guarded(frame);
    let completion: Completion;
    try {
      completion = await guarded(frame);
    } catch (error) {
      if (!(error instanceof Thrown) || isUncatchable(error.exception)) throw error;
      const instead = await last.run(frame);
      if (instead !== undefined) return instead;
      throw error;
    }
    return (await last.run(frame)) ?? completion;
  };
  return { run, ends: last?.ends || (body.ends && handlers.every((each) => each.body.ends)) };
};
