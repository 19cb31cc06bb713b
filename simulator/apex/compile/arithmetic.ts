import type { ApexParserRuleContext } from '@apexdevtools/apex-parser';
import type { Frame } from '../machine.ts';
import { allocate } from '../limits.ts';
import { claimHeap } from '../machine.ts';
import { problem } from '../problem.ts';
import { numericKind, numericType } from '../types/assign.ts';
import { types, type Type } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import { arithmetic, numericKinds, toNumber, type NumericKind } from '../values/number.ts';
import { toText } from '../values/tostring.ts';
import type { DateValue, DatetimeValue, Value } from '../values/value.ts';
import type { Expression } from './scope.ts';

/** What an operator does to two values, and of which type the result is. */
export type Calculation = { type: Type; run: (a: Value, b: Value, frame: Frame) => Value | Promise<Value> };

const isText = ({ class: of }: Type): boolean => of === types.string.class || of === types.id.class;
const isMoment = ({ class: of }: Type): boolean => of === types.date.class || of === types.datetime.class;

const dayLength = 86_400_000;

const concatenation: Calculation = {
  type: types.string,
  run: async (a, b, { machine }) => {
    const joined = `${await toText(machine, a)}${await toText(machine, b)}`;
    claimHeap(joined.length);
    return allocate(machine, joined);
  },
};

const moved = (operator: string, type: Type): Calculation => ({
  type,
  run: (a, b) => {
    const moment = nonNull(a) as DateValue | DatetimeValue;
    const days = toNumber(nonNull(b)) * (operator === '-' ? -1 : 1);
    return { ...moment, ms: moment.ms + Math.round(days * dayLength) };
  },
});

/** The wider of two kinds of number. */
export const widest = (a: NumericKind, b: NumericKind): NumericKind =>
  numericKinds[Math.max(numericKinds.indexOf(a), numericKinds.indexOf(b))];

/**
 * Finds what `+ - * /` means for two types (Apex Developer Guide, "Expression Operators").
 *
 * @throws CompileProblem `Arithmetic expressions must use numeric arguments`
 */
export const calculate = (operator: string, a: Type, b: Type, at: ApexParserRuleContext): Calculation => {
  if (operator === '+' && (isText(a) || isText(b)) && a !== types.void && b !== types.void)
    return concatenation;
  const [left, right] = [numericKind(a), numericKind(b)];
  if (a === types.void || b === types.void)
    throw problem(at, 'Arithmetic expressions are not allowed on void types');
  if (isMoment(a) && right && (operator === '+' || operator === '-')) return moved(operator, a);
  if (!left || !right) throw problem(at, 'Arithmetic expressions must use numeric arguments');
  const kind = widest(left, right);
  return {
    type: numericType(kind),
    run: (x, y) => arithmetic(operator, kind, nonNull(x), nonNull(y)),
  };
};

/** `a + b` and the like */
export const calculation = (
  operator: string,
  left: Expression,
  right: Expression,
  at: ApexParserRuleContext
): Expression => {
  const { type, run } = calculate(operator, left.type, right.type, at);
  return {
    type,
    run: async (frame) => {
      const value = await left.run(frame);
      return run(value, await right.run(frame), frame);
    },
  };
};
