import {
  ArrayExpressionContext,
  AssignExpressionContext,
  CastExpressionContext,
  CoalExpressionContext,
  CondExpressionContext,
  DotExpressionContext,
  InstanceOfExpressionContext,
  MethodCallExpressionContext,
  NewExpressionContext,
  PostOpExpressionContext,
  PreOpExpressionContext,
  PrimaryExpressionContext,
  SubExpressionContext,
  type ExpressionContext,
  type ExpressionListContext,
} from '@apexdevtools/apex-parser';
import { assignment, increment } from './assignments.ts';
import { unqualifiedCall } from './calls.ts';
import { castExpression, coalescing, conditional, instanceOf } from './conversions.ts';
import { creation } from './creations.ts';
import { dotted } from './dotted.ts';
import { listElement } from './lists.ts';
import { primary } from './names.ts';
import { binary, prefixed } from './operators.ts';
import type { Expression, Scope } from './scope.ts';

/**
 * Checks an expression and turns it into code.
 *
 * @throws CompileProblem where Salesforce would refuse it, or where it is not simulated
 */
export const expression = (scope: Scope, source: ExpressionContext): Expression => {
  if (source instanceof PrimaryExpressionContext) return primary(scope, source.primary());
  if (source instanceof DotExpressionContext) return dotted(scope, source);
  if (source instanceof SubExpressionContext) {
    // Parentheses end a chain that a `?.` may cut short.
    const { type, run, isQuery } = expression(scope, source.expression());
    return { type, run, isQuery };
  }
  if (source instanceof MethodCallExpressionContext) return unqualifiedCall(scope, source.methodCall());
  if (source instanceof NewExpressionContext) return creation(scope, source.creator());
  if (source instanceof AssignExpressionContext) return assignment(scope, source);
  if (source instanceof ArrayExpressionContext) return listElement(scope, source);
  if (source instanceof CastExpressionContext) return castExpression(scope, source);
  if (source instanceof InstanceOfExpressionContext) return instanceOf(scope, source);
  if (source instanceof CondExpressionContext) return conditional(scope, source);
  if (source instanceof CoalExpressionContext) return coalescing(scope, source);
  if (source instanceof PostOpExpressionContext) {
    return increment(scope, source.expression(), source.INC() ? '+' : '-', 'before');
  }
  if (source instanceof PreOpExpressionContext && (source.INC() || source.DEC())) {
    return increment(scope, source.expression(), source.INC() ? '+' : '-', 'after');
  }
  return prefixed(scope, source) ?? binary(scope, source);
};

/** The expressions of an argument list that may be missing. */
export const expressionList = (scope: Scope, source: ExpressionListContext | null): Expression[] =>
  (source?.expression_list() ?? []).map((each) => expression(scope, each));
