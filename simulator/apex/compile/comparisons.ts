import type { ApexParserRuleContext } from '@apexdevtools/apex-parser';
import { problem } from '../problem.ts';
import { castable, numericKind } from '../types/assign.ts';
import { nameOf, types, type Type } from '../types/type.ts';
import { compare, equal } from '../values/compare.ts';
import type { Value } from '../values/value.ts';
import type { Expression } from './scope.ts';

const isText = ({ class: of }: Type): boolean => of === types.string.class || of === types.id.class;
const isMoment = ({ class: of }: Type): boolean =>
  of === types.date.class || of === types.datetime.class || of === types.time.class;

const incompatible = (left: Expression, right: Expression, at: ApexParserRuleContext): Error =>
  problem(at, `Comparison arguments must be compatible types: ${nameOf(left.type)}, ${nameOf(right.type)}`);

const orders: Record<string, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/** `a < b` and the like, for numbers, strings (whatever their case), days and times */
export const ordering = (
  operator: string,
  left: Expression,
  right: Expression,
  at: ApexParserRuleContext
): Expression => {
  const both = (fits: (type: Type) => unknown): boolean => Boolean(fits(left.type) && fits(right.type));
  if (!both(numericKind) && !both(isText) && !both(isMoment)) throw incompatible(left, right, at);
  // Seen live, at API 67.0: null is neither less nor greater than anything.
  const run: Expression['run'] = async (frame) => {
    const [a, b] = [await left.run(frame), await right.run(frame)];
    return a !== null && b !== null && orders[operator](compare(a, b, true));
  };
  return { type: types.boolean, run };
};

const identical = (a: Value, b: Value): boolean =>
  typeof a === 'object' &&
  typeof b === 'object' &&
  a !== null &&
  b !== null &&
  a.kind !== 'Decimal' &&
  a.kind !== 'Double'
    ? a === b
    : equal(a, b);

/** Ids count without the three characters that tell their case. */
const sameText = (a: Value, b: Value, areIds: boolean): boolean => {
  const [x, y] = [a, b].map((value) => (areIds && typeof value === 'string' ? value.slice(0, 15) : value));
  return typeof x === 'string' && typeof y === 'string'
    ? areIds
      ? x === y
      : compare(x, y, true) === 0
    : x === y;
};

/**
 * `==`, `!=`, `<>`, `===`, `!==`. Strings are equal whatever their case
 * (Apex Developer Guide, "Expression Operators").
 */
export const equality = (
  operator: string,
  left: Expression,
  right: Expression,
  at: ApexParserRuleContext
): Expression => {
  if (!castable(left.type, right.type) && !(isMoment(left.type) && isMoment(right.type))) {
    throw incompatible(left, right, at);
  }
  const isExact = operator === '===' || operator === '!==';
  const plain = [left, right].find(
    ({ type }) => numericKind(type) !== undefined || type.class === types.boolean.class
  );
  if (isExact && plain) {
    const message = `Exact equality operator only allowed for reference types: ${nameOf(plain.type)}`;
    throw problem(at, message);
  }
  const isNegated = operator === '!=' || operator === '!==' || operator === '<>';
  const areTexts = isText(left.type) && isText(right.type);
  const areIds = [left, right].some(({ type }) => type.class === types.id.class);
  const run: Expression['run'] = async (frame) => {
    const a = await left.run(frame);
    const b = await right.run(frame);
    const same = isExact ? identical(a, b) : areTexts ? sameText(a, b, areIds) : equal(a, b);
    return same !== isNegated;
  };
  return { type: types.boolean, run };
};
