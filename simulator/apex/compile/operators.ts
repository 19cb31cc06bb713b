import {
  Arth1ExpressionContext,
  Arth2ExpressionContext,
  BitAndExpressionContext,
  BitExpressionContext,
  BitNotExpressionContext,
  BitOrExpressionContext,
  CmpExpressionContext,
  EqualityExpressionContext,
  LogAndExpressionContext,
  LogOrExpressionContext,
  NegExpressionContext,
  PreOpExpressionContext,
  type ApexParserRuleContext,
  ExpressionContext,
} from '@apexdevtools/apex-parser';
import { notSimulated, problem } from '../problem.ts';
import { numericKind } from '../types/assign.ts';
import { nameOf, types } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import { arithmetic } from '../values/number.ts';
import { calculation } from './arithmetic.ts';
import { bitwise } from './bits.ts';
import { equality, ordering } from './comparisons.ts';
import { expression } from './expressions.ts';
import type { Expression, Scope } from './scope.ts';

const logical = (
  left: Expression,
  right: Expression,
  isAnd: boolean,
  at: ApexParserRuleContext
): Expression => {
  for (const { type } of [left, right]) {
    if (type.class !== types.boolean.class) {
      throw problem(at, 'Logical operator can only be applied to Boolean');
    }
  }
  const run: Expression['run'] = async (frame) => {
    const first = nonNull(await left.run(frame));
    return first === isAnd ? nonNull(await right.run(frame)) : first;
  };
  return { type: types.boolean, run };
};

const signed = (operand: Expression, at: ApexParserRuleContext, operator: '+' | '-'): Expression => {
  const kind = numericKind(operand.type);
  if (!kind) throw problem(at, 'Unary negation must use a numeric argument');
  return {
    type: operand.type,
    run: async (frame) => arithmetic(operator, kind, 0, nonNull(await operand.run(frame))),
  };
};

/** `-a`, `+a`, `!a`, `~a`; undefined if the expression has no such sign. */
export const prefixed = (scope: Scope, source: ExpressionContext): Expression | undefined => {
  if (source instanceof PreOpExpressionContext) {
    return signed(expression(scope, source.expression()), source, source.SUB() ? '-' : '+');
  }
  if (!(source instanceof NegExpressionContext)) return undefined;
  const operand = expression(scope, source.expression());
  if (source.TILDE()) {
    if (operand.type.class === types.long.class)
      return {
        type: operand.type,
        run: async (frame) => ~(nonNull(await operand.run(frame)) as bigint),
      };
    if (operand.type.class !== types.integer.class)
      throw problem(source, `Invalid type for bitwise negate: ${nameOf(operand.type)}`);
    return { type: operand.type, run: async (frame) => ~Number(nonNull(await operand.run(frame))) };
  }
  if (operand.type.class !== types.boolean.class) {
    throw problem(source, '! operator can only be applied to boolean expressions');
  }
  return { type: types.boolean, run: async (frame) => !nonNull(await operand.run(frame)) };
};

const bits = [BitExpressionContext, BitAndExpressionContext, BitNotExpressionContext, BitOrExpressionContext];

/** What stands between the two operands. */
const operatorOf = (source: ExpressionContext): string =>
  (source.children ?? [])
    .slice(1, -1)
    .map((child) => child.getText())
    .join('');

/** An operator between two operands. @throws CompileProblem for operands that it does not take */
export const binary = (scope: Scope, source: ExpressionContext): Expression => {
  const operator = operatorOf(source);
  const operands = (source.children ?? []).filter((child) => child instanceof ExpressionContext);
  const [left, right] = operands.map((each) => expression(scope, each));
  if (source instanceof Arth1ExpressionContext || source instanceof Arth2ExpressionContext) {
    return calculation(operator, left, right, source);
  }
  if (source instanceof CmpExpressionContext) return ordering(operator, left, right, source);
  if (source instanceof EqualityExpressionContext) return equality(operator, left, right, source);
  if (source instanceof LogAndExpressionContext) return logical(left, right, true, source);
  if (source instanceof LogOrExpressionContext) return logical(left, right, false, source);
  if (bits.some((kind) => source instanceof kind)) return bitwise(operator, left, right, source);
  throw notSimulated(source, operator);
};
