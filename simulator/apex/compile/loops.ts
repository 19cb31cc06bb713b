import type {
  DoWhileStatementContext,
  EnhancedForControlContext,
  ForControlContext,
  ForStatementContext,
  StatementContext,
  WhileStatementContext,
} from '@apexdevtools/apex-parser';
import { spend, type Frame } from '../machine.ts';
import { problem } from '../problem.ts';
import { assignable, castable, convert, supertypes } from '../types/assign.ts';
import { nameOf, types, type Type } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import type { ListValue } from '../values/value.ts';
import { itemsOf } from '../library/iterator.ts';
import { runAll } from './calls.ts';
import { condition } from './coerce.ts';
import { declaration } from './declarations.ts';
import { expression, expressionList } from './expressions.ts';
import { declareVariable, innerScope, slotsOf, type Code, type Scope } from './scope.ts';
import { block, statement, type Completion, type Statement } from './statements.ts';
import { readType } from './types.ts';

/** Compiles a body in which break and continue are allowed. */
const looping = <T>(scope: Scope, compile: () => T): T => {
  scope.body.loops += 1;
  const compiled = compile();
  scope.body.loops -= 1;
  return compiled;
};

const bodyOf = (scope: Scope, source: StatementContext | null): Statement =>
  source ? looping(scope, () => statement(innerScope(scope), source)) : { run: () => undefined };

/** Runs a body once. Tells how the loop ends if it does. */
const turn = async (body: Statement, frame: Frame): Promise<Exclude<Completion, 'continue'>> => {
  spend(frame.machine);
  const completion = await body.run(frame);
  return completion === 'continue' ? undefined : completion;
};

const repeat = async (
  frame: Frame,
  line: number,
  test: Code,
  body: Statement,
  update?: Code
): Promise<Completion> => {
  while (await test(frame)) {
    const completion = await turn(body, frame);
    if (completion === 'break') return undefined;
    if (completion !== undefined) return completion;
    frame.line = line;
    await update?.(frame);
  }
  return undefined;
};

export const whileLoop = (scope: Scope, source: WhileStatementContext): Statement => {
  const test = source.parExpression().expression();
  const when = condition(expression(scope, test), test);
  const body = bodyOf(scope, source.statement());
  return { run: (frame) => repeat(frame, source.start.line, when, body) };
};

export const doWhileLoop = (scope: Scope, source: DoWhileStatementContext): Statement => {
  const body = looping(scope, () => block(scope, source.block()));
  const test = source.parExpression().expression();
  const when = condition(expression(scope, test), test);
  const run: Statement['run'] = async (frame) => {
    const first = await turn(body, frame);
    if (first === 'break') return undefined;
    return first ?? repeat(frame, source.start.line, when, body);
  };
  return { run };
};

const countingLoop = (scope: Scope, source: ForControlContext, body: StatementContext | null): Statement => {
  const inner = innerScope(scope);
  const init = source.forInit();
  const variables = init?.localVariableDeclaration() && declaration(inner, init.localVariableDeclaration());
  const first = expressionList(inner, init?.expressionList() ?? null).map(({ run }) => run);
  const test = source.expression();
  const when: Code = test ? condition(expression(inner, test), test) : () => true;
  const updates = expressionList(inner, source.forUpdate()?.expressionList() ?? null).map(({ run }) => run);
  const compiled = bodyOf(inner, body);
  const update: Code = async (frame) => {
    await runAll(updates, frame);
    return null;
  };
  const run: Statement['run'] = async (frame) => {
    await variables?.run(frame);
    await runAll(first, frame);
    return repeat(frame, source.start.line, when, compiled, update);
  };
  return { run };
};

/** What a loop variable takes from a collection: its items, or for a list of a query the whole list at once. */
const itemType = (collection: Type): Type | undefined =>
  supertypes(collection).find((type) => ['List', 'Set', 'Iterable'].includes(type.class.name))?.args[0];

const eachLoop = (
  scope: Scope,
  source: EnhancedForControlContext,
  body: StatementContext | null
): Statement => {
  const type = readType(scope.program, source.typeRef());
  const collection = expression(scope, source.expression());
  const item = itemType(collection.type);
  if (!item)
    throw problem(source.expression(), `Loop must iterate over collection: ${nameOf(collection.type)}`);
  const inChunks = collection.isQuery === true && type.class === types.list(types.object).class;
  const isRecord = collection.isQuery && castable(item, type) && type.class.kind === 'sobject';
  if (!inChunks && !isRecord && !assignable(item, type)) {
    throw problem(source, `Invalid loop variable type expected ${nameOf(item)} was ${nameOf(type)}`);
  }
  const inner = innerScope(scope);
  const variable = declareVariable(inner, source.id(), source.id().getText(), type);
  const compiled = bodyOf(inner, body);
  const run: Statement['run'] = async (frame) => {
    const value = nonNull(await collection.run(frame));
    const call = { machine: frame.machine, type: collection.type };
    const isEmpty = inChunks && (value as ListValue).items.length === 0;
    for await (const each of isEmpty ? [] : inChunks ? [value] : itemsOf(call, value)) {
      slotsOf(variable, frame)[variable.slot] = convert(each, type);
      const completion = await turn(compiled, frame);
      if (completion === 'break') return undefined;
      if (completion !== undefined) return completion;
    }
    return undefined;
  };
  return { run };
};

/** All three forms of `for`. */
export const forLoop = (scope: Scope, source: ForStatementContext): Statement => {
  const control = source.forControl();
  const each = control.enhancedForControl();
  return each ? eachLoop(scope, each, source.statement()) : countingLoop(scope, control, source.statement());
};
