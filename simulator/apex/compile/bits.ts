import type { ApexParserRuleContext } from '@apexdevtools/apex-parser';
import { problem } from '../problem.ts';
import { types, type Type } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import type { Value } from '../values/value.ts';
import type { Expression } from './scope.ts';

const onIntegers: Record<string, (a: number, b: number) => number> = {
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '>>>': (a, b) => (a >>> b) | 0,
};

const onLongs: Record<string, (a: bigint, b: bigint) => bigint> = {
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => BigInt.asIntN(64, a << (b & 63n)),
  '>>': (a, b) => a >> (b & 63n),
  '>>>': (a, b) => BigInt.asIntN(64, BigInt.asUintN(64, a) >> (b & 63n)),
};

const onBooleans: Record<string, (a: boolean, b: boolean) => boolean> = {
  '&': (a, b) => a && b,
  '|': (a, b) => a || b,
  '^': (a, b) => a !== b,
};

/** What a bit operator does to two types. @throws CompileProblem for types that it does not take */
export const bitCalculation = (
  operator: string,
  a: Type,
  b: Type,
  at: ApexParserRuleContext
): { type: Type; run: (a: Value, b: Value) => Value } => {
  const isOf = (type: Type): boolean => a.class === type.class && b.class === type.class;
  const isWhole = [a, b].every(({ class: of }) => of === types.integer.class || of === types.long.class);
  if (isOf(types.boolean) && operator in onBooleans) {
    return {
      type: types.boolean,
      run: (x, y) => onBooleans[operator](Boolean(nonNull(x)), Boolean(nonNull(y))),
    };
  }
  if (isOf(types.integer)) {
    return {
      type: types.integer,
      run: (x, y) => onIntegers[operator](Number(nonNull(x)), Number(nonNull(y))),
    };
  }
  if (!isWhole) {
    const message = /[<>]/.test(operator)
      ? `${operator} operation can only be applied to Integer or Long types`
      : `${operator} operator can only be applied to Boolean expressions or to Integer or Long expressions`;
    throw problem(at, message);
  }
  const long = (value: Value): bigint => BigInt(nonNull(value) as number | bigint);
  // A shift is of the type of what is shifted.
  if (/[<>]/.test(operator) && a.class === types.integer.class) {
    return {
      type: types.integer,
      run: (x, y) => onIntegers[operator](Number(nonNull(x)), Number(BigInt.asIntN(32, long(y)))),
    };
  }
  return { type: types.long, run: (x, y) => onLongs[operator](long(x), long(y)) };
};

/** `a & b`, `a << b` and the like */
export const bitwise = (
  operator: string,
  left: Expression,
  right: Expression,
  at: ApexParserRuleContext
): Expression => {
  const { type, run } = bitCalculation(operator, left.type, right.type, at);
  return {
    type,
    run: async (frame) => {
      const value = await left.run(frame);
      return run(value, await right.run(frame));
    },
  };
};
