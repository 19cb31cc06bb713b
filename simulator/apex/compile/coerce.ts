import type { ApexParserRuleContext } from '@apexdevtools/apex-parser';
import { ApexException } from '../host.ts';
import { problem } from '../problem.ts';
import { assignable, convert } from '../types/assign.ts';
import { nameOf, sameType, types, type Type } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import type { ListValue, Value } from '../values/value.ts';
import type { Code, Expression } from './scope.ts';

/** The only row of a query, as its assignment to a record wants it. @throws ApexException `System.QueryException` */
export const onlyRow = (rows: Value): Value => {
  const { items } = rows as ListValue;
  if (items.length === 1) return items[0];
  const problemText = items.length === 0 ? 'List has no rows' : 'List has more than 1 row';
  throw new ApexException('System.QueryException', `${problemText} for assignment to SObject`);
};

/** Whether an expression may stand where a type is wanted; a query may stand for its only row. */
export const fits = (expression: Expression, to: Type): boolean =>
  assignable(expression.type, to) ||
  (expression.isQuery === true &&
    expression.type.args.some((row) => to.class.kind === 'sobject' && assignable(row, to))) ||
  (expression.isQuery === true &&
    to.class.kind === 'sobject' &&
    expression.type.args[0]?.class === types.sobject.class);

/** Code that yields the value as one of the wanted type. @throws CompileProblem `Illegal assignment from X to Y` */
export const coerce = (expression: Expression, to: Type, at: ApexParserRuleContext): Code => {
  const { type, run } = expression;
  if (!fits(expression, to)) throw problem(at, `Illegal assignment from ${nameOf(type)} to ${nameOf(to)}`);
  if (expression.isQuery && !assignable(type, to)) return async (frame) => onlyRow(await run(frame));
  if (sameType(type, to)) return run;
  return async (frame) => convert(await run(frame), to);
};

/** Code that yields true or false. @throws CompileProblem for another type */
export const condition = (expression: Expression, at: ApexParserRuleContext): Code => {
  const { type, run } = expression;
  if (type.class !== types.boolean.class)
    throw problem(at, `Condition expression must be of type Boolean: ${nameOf(type)}`);
  return async (frame) => nonNull(await run(frame));
};
