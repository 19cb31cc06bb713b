import {
  IdPrimaryContext,
  LiteralPrimaryContext,
  PrimaryExpressionContext,
  SoqlPrimaryContext,
  SuperPrimaryContext,
  ThisPrimaryContext,
  TypeRefPrimaryContext,
  type ApexParserRuleContext,
  type ExpressionContext,
  type PrimaryContext,
} from '@apexdevtools/apex-parser';
import { notSimulated, problem } from '../problem.ts';
import { lineage, substitute, types, type Member, type Type } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import { literal } from './literals.ts';
import { findVariable, slotsOf, type Expression, type Scope, type Variable } from './scope.ts';
import { soql } from './soql.ts';
import { readType } from './types.ts';

const variableExpression = (variable: Variable): Expression => ({
  type: variable.type,
  run: (frame) => slotsOf(variable, frame)[variable.slot] ?? null,
  place: (frame) => ({
    read: () => slotsOf(variable, frame)[variable.slot] ?? null,
    write: (value) => {
      slotsOf(variable, frame)[variable.slot] = value;
    },
  }),
});

/** The field or property of a type, own or inherited, with its type as seen from there. */
export const findMember = (type: Type, name: string): { member: Member; type: Type } | undefined => {
  for (const each of lineage(type)) {
    const member = each.class.members.get(name.toLowerCase());
    if (member) return { member, type: substitute(member.type, each) };
  }
  return undefined;
};

/** A field or property of an object, or (without `object`) of the class itself. */
export const memberExpression = (
  owner: Type,
  { member, type }: { member: Member; type: Type },
  object?: Expression
): Expression => {
  const { write } = member;
  const self: Expression['run'] = async (frame) => (object ? nonNull(await object.run(frame)) : null);
  return {
    type,
    final: member.final ? member.name : undefined,
    run: async (frame) => member.read(await self(frame), { machine: frame.machine, type: owner }),
    place:
      write &&
      (async (frame) => {
        const target = await self(frame);
        const call = { machine: frame.machine, type: owner };
        return { read: () => member.read(target, call), write: (value) => write(target, value, call) };
      }),
  };
};

const thisExpression = (scope: Scope, at: ApexParserRuleContext): Expression => {
  if (!scope.body.self) throw problem(at, 'This cannot be referenced in a static context');
  return { type: scope.body.self, run: (frame) => frame.self };
};

/** The variable, or the field of `this`, that a name stands for. */
export const findName = (scope: Scope, at: ApexParserRuleContext, name: string): Expression | undefined => {
  const variable = findVariable(scope, name);
  if (variable) return variableExpression(variable);
  const { self } = scope.body;
  const found = self && findMember(self, name);
  return found && memberExpression(self, found, thisExpression(scope, at));
};

/** The name that an expression consists of, if it is nothing but a name. */
export const simpleName = (source: ExpressionContext): string | undefined => {
  const inner = source instanceof PrimaryExpressionContext ? source.primary() : undefined;
  return inner instanceof IdPrimaryContext ? inner.getText() : undefined;
};

/** A literal, name, `this`, `X.class` or query. @throws CompileProblem `Variable does not exist: x` */
export const primary = (scope: Scope, source: PrimaryContext): Expression => {
  if (source instanceof LiteralPrimaryContext) return literal(source.literal());
  if (source instanceof SoqlPrimaryContext) return soql(scope, source.soqlLiteral().query());
  if (source instanceof ThisPrimaryContext) return thisExpression(scope, source);
  if (source instanceof IdPrimaryContext) {
    const found = findName(scope, source, source.getText());
    if (!found) throw problem(source, `Variable does not exist: ${source.getText()}`);
    return found;
  }
  if (source instanceof TypeRefPrimaryContext) {
    const type = readType(scope.program, source.typeRef());
    return { type: types.type, run: () => ({ kind: 'Type', type }) };
  }
  throw source instanceof SuperPrimaryContext
    ? problem(source, 'Super cannot be referenced in a static context')
    : notSimulated(source, 'SOSL');
};
