import type {
  ApexParserRuleContext,
  AssignExpressionContext,
  ExpressionContext,
} from '@apexdevtools/apex-parser';
import { problem } from '../problem.ts';
import { convert, numericKind } from '../types/assign.ts';
import { nameOf } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import { arithmetic } from '../values/number.ts';
import { calculate, type Calculation } from './arithmetic.ts';
import { bitCalculation } from './bits.ts';
import { coerce } from './coerce.ts';
import { expression } from './expressions.ts';
import type { Expression, Place, Scope } from './scope.ts';

const assigned = (scope: Scope, target: Expression, at: ApexParserRuleContext): Place => {
  if (target.final !== undefined && !scope.body.initialises) {
    const where = 'in their declaration, init blocks, or constructors';
    throw problem(at, `Final members can only be assigned ${where}: ${target.final}`);
  }
  if (!target.place) throw problem(at, 'Expression cannot be assigned');
  return target.place;
};

const combine = (
  operator: string,
  target: Expression,
  value: Expression,
  at: ApexParserRuleContext
): Calculation => {
  if ('+-*/'.includes(operator)) return calculate(operator, target.type, value.type, at);
  return bitCalculation(operator, target.type, value.type, at);
};

/** `a = b`, `a += b` and the like; its value is what was assigned. */
export const assignment = (scope: Scope, source: AssignExpressionContext): Expression => {
  const [left, right] = source.expression_list();
  const target = expression(scope, left);
  const value = expression(scope, right);
  const place = assigned(scope, target, left);
  const { type } = target;
  if (source.ASSIGN()) {
    const code = coerce(value, type, left);
    const run: Expression['run'] = async (frame) => {
      const { write } = await place(frame);
      const result = await code(frame);
      await write(result);
      return result;
    };
    return { type, run, standsAlone: true };
  }
  const operator = (source.children ?? [])[1].getText().slice(0, -1);
  const combined = combine(operator, target, value, left);
  coerce({ type: combined.type, run: value.run }, type, left);
  const run: Expression['run'] = async (frame) => {
    const { read, write } = await place(frame);
    const before = await read();
    const result = convert(await combined.run(before, await value.run(frame), frame), type);
    await write(result);
    return result;
  };
  return { type, run, standsAlone: true };
};

/** `a++`, `--a` and the like; its value is that before or after the step. */
export const increment = (
  scope: Scope,
  source: ExpressionContext,
  operator: '+' | '-',
  yields: 'before' | 'after'
): Expression => {
  const target = expression(scope, source);
  const kind = numericKind(target.type);
  if (!kind) {
    const fix = operator === '+' ? 'increment' : 'decrement';
    const what = yields === 'before' ? 'postfix increment/decrement' : `prefix ${fix}`;
    const message = `Unary ${what} can only be applied to numeric expressions: ${nameOf(target.type)}`;
    throw problem(source, message);
  }
  const place = assigned(scope, target, source);
  const run: Expression['run'] = async (frame) => {
    const { read, write } = await place(frame);
    const before = nonNull(await read());
    const after = arithmetic(operator, kind, before, 1);
    await write(after);
    return yields === 'before' ? before : after;
  };
  return { type: target.type, run, standsAlone: true };
};
