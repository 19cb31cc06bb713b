import type {
  CastExpressionContext,
  CoalExpressionContext,
  CondExpressionContext,
  InstanceOfExpressionContext,
} from '@apexdevtools/apex-parser';
import { problem, type CompileProblem } from '../problem.ts';
import { assignable, cast, castable, commonType, isInstance } from '../types/assign.ts';
import { nameOf, types } from '../types/type.ts';
import { coerce, condition, fits } from './coerce.ts';
import { expression } from './expressions.ts';
import type { Expression, Scope } from './scope.ts';
import { readType } from './types.ts';

/** `(Type) value` */
export const castExpression = (scope: Scope, source: CastExpressionContext): Expression => {
  const type = readType(scope.program, source.typeRef());
  const value = expression(scope, source.expression());
  if (value.isQuery && fits(value, type)) return { type, run: coerce(value, type, source) };
  if (!castable(value.type, type)) {
    const message = `Incompatible types since an instance of ${nameOf(value.type)} is never an instance of ${nameOf(type)}`;
    throw problem(source, message);
  }
  return { type, run: async (frame) => cast(await value.run(frame), value.type, type) };
};

/** `value instanceof Type`; null is an instance of nothing. */
export const instanceOf = (scope: Scope, source: InstanceOfExpressionContext): Expression => {
  const type = readType(scope.program, source.typeRef());
  const value = expression(scope, source.expression());
  const always = (outcome: boolean, how: string): CompileProblem => {
    const why = `an instance of ${nameOf(value.type)} is ${how} an instance of ${nameOf(type)}`;
    return problem(source, `Operation instanceof is always ${outcome} since ${why}`);
  };
  if (!castable(value.type, type)) throw always(false, 'never');
  if (value.type !== types.null && assignable(value.type, type)) throw always(true, 'always');
  const run: Expression['run'] = async (frame) => {
    const tested = await value.run(frame);
    return tested !== null && isInstance(tested, type);
  };
  return { type: types.boolean, run };
};

/** `condition ? a : b` */
export const conditional = (scope: Scope, source: CondExpressionContext): Expression => {
  const test = condition(expression(scope, source.expression(0)), source.expression(0));
  const [a, b] = [expression(scope, source.expression(1)), expression(scope, source.expression(2))];
  const type = commonType(a.type, b.type);
  if (!type)
    throw problem(source, `Incompatible types in ternary operator: ${nameOf(a.type)}, ${nameOf(b.type)}`);
  const [first, second] = [coerce(a, type, source), coerce(b, type, source)];
  return { type, run: async (frame) => ((await test(frame)) ? first(frame) : second(frame)) };
};

/** `a ?? b` */
export const coalescing = (scope: Scope, source: CoalExpressionContext): Expression => {
  const [a, b] = [expression(scope, source.expression(0)), expression(scope, source.expression(1))];
  const type = commonType(a.type, b.type);
  if (!type)
    throw problem(
      source,
      `Incompatible types in null coalescing operator: ${nameOf(a.type)}, ${nameOf(b.type)}`
    );
  const [first, second] = [coerce(a, type, source), coerce(b, type, source)];
  return { type, run: async (frame) => (await first(frame)) ?? second(frame) };
};
