import type {
  SwitchStatementContext,
  WhenControlContext,
  WhenLiteralContext,
} from '@apexdevtools/apex-parser';
import { notSimulated, problem } from '../problem.ts';
import { isInstance } from '../types/assign.ts';
import type { Type } from '../types/type.ts';
import { equal } from '../values/compare.ts';
import type { Frame } from '../machine.ts';
import type { Value } from '../values/value.ts';
import { expression } from './expressions.ts';
import { unescape } from './literals.ts';
import { declareVariable, innerScope, type Scope } from './scope.ts';
import { block, type Statement } from './statements.ts';
import { readType } from './types.ts';

type Branch = { fits: (value: Value) => boolean; slot?: number; body: Statement; isElse: boolean };

const constant = (source: WhenLiteralContext, type: Type): Value => {
  if (source.whenLiteral()) return constant(source.whenLiteral(), type);
  const sign = source.SUB_list().length % 2 === 1 ? -1 : 1;
  if (source.NULL()) return null;
  if (source.IntegerLiteral()) return sign * Number(source.IntegerLiteral().getText());
  if (source.LongLiteral()) return BigInt(sign) * BigInt(source.LongLiteral().getText().slice(0, -1));
  if (source.StringLiteral()) return unescape(source.StringLiteral().getText().slice(1, -1));
  const name = source.qualifiedName()?.getText();
  if (name === undefined) throw notSimulated(source, 'multiline string in when');
  const found = type.class.constants.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!found)
    throw problem(source, "'when expression' must be a literal, a constant literal field or enum value");
  return found;
};

const branch = (scope: Scope, type: Type, source: WhenControlContext): Branch => {
  const when = source.whenValue();
  const inner = innerScope(scope);
  if (when.ELSE()) return { fits: () => true, body: block(inner, source.block()), isElse: true };
  if (when.typeRef()) {
    const wanted = readType(scope.program, when.typeRef());
    const { slot } = declareVariable(inner, when, when.id().getText(), wanted);
    const fits = (value: Value): boolean => value !== null && isInstance(value, wanted);
    return { fits, slot, body: block(inner, source.block()), isElse: false };
  }
  const constants = when.whenLiteral_list().map((each) => constant(each, type));
  const fits = (value: Value): boolean => constants.some((each) => equal(each, value));
  return { fits, body: block(inner, source.block()), isElse: false };
};

/** `switch on value { when … { } }` (Apex Developer Guide, "Switch Statements"). */
export const switchStatement = (scope: Scope, source: SwitchStatementContext): Statement => {
  const { type, run } = expression(scope, source.expression());
  const branches = source.whenControl_list().map((each) => branch(scope, type, each));
  const slots = (frame: Frame): Value[] => (scope.body.top ? frame.machine.top : frame.slots);
  return {
    run: async (frame) => {
      const value = await run(frame);
      const chosen = branches.find(({ fits }) => fits(value));
      if (chosen?.slot !== undefined) slots(frame)[chosen.slot] = value;
      return chosen?.body.run(frame);
    },
    ends: branches.some(({ isElse }) => isElse) && branches.every(({ body }) => body.ends),
  };
};
