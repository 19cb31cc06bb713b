import {
  AssignExpressionContext,
  type CreatorContext,
  type ExpressionContext,
} from '@apexdevtools/apex-parser';
import { notSimulated, problem } from '../problem.ts';
import { nameOf, type Type } from '../types/type.ts';
import type { SObjectValue } from '../values/value.ts';
import { coerce } from './coerce.ts';
import { expression } from './expressions.ts';
import { findName, simpleName } from './names.ts';
import type { Code, Expression, Scope } from './scope.ts';

const argumentsOf = (source: CreatorContext): ExpressionContext[] =>
  source.classCreatorRest().arguments().expressionList()?.expression_list() ?? [];

/** The name and the value of `name = value`. */
const pair = (arg: ExpressionContext): { name: string | undefined; value: ExpressionContext } => {
  const [target, value] = arg instanceof AssignExpressionContext ? arg.expression_list() : [];
  return { name: target && simpleName(target), value };
};

/** Whether the arguments of `new` name fields, as only those of a record may. */
export const namesFields = (scope: Scope, source: CreatorContext): boolean =>
  argumentsOf(source).some((arg) => {
    const { name } = pair(arg);
    return name !== undefined && !findName(scope, arg, name);
  });

/** `new User(LastName = 'x')`. @throws CompileProblem `Field does not exist: x on User` */
export const record = (scope: Scope, type: Type, source: CreatorContext): Expression => {
  const named = new Set<string>();
  const fields = argumentsOf(source).map((arg): { name: string; code: Code } => {
    const { name, value } = pair(arg);
    if (name === undefined) throw problem(arg, `Type requires name=value pair construction: ${nameOf(type)}`);
    const member = type.class.members.get(name.toLowerCase());
    if (!member && type.class.lacks.has(name.toLowerCase()))
      throw notSimulated(arg, `${nameOf(type)}.${name}`);
    if (!member) throw problem(arg, `Field does not exist: ${name} on ${nameOf(type)}`);
    if (named.has(member.name)) throw problem(arg, `Duplicate field initialization: ${member.name}`);
    named.add(member.name);
    return { name: member.name, code: coerce(expression(scope, value), member.type, arg) };
  });
  const run: Code = async (frame) => {
    const made: SObjectValue = { kind: 'SObject', type, fields: new Map() };
    for (const { name, code } of fields)
      made.fields.set(name.toLowerCase(), { name, value: await code(frame) });
    return made;
  };
  return { type, run, standsAlone: true };
};
