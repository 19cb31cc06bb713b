import { randomInt } from 'node:crypto';
import { ApexException } from '../host.ts';
import { compare } from '../values/compare.ts';
import { decimal, setScale, type Rounding } from '../values/decimal.ts';
import { double, toInteger, toKind, toLong, toNumber, type NumericKind } from '../values/number.ts';
import type { DecimalValue, Value } from '../values/value.ts';
import type { Definition, Native } from './definition.ts';

const kinds: NumericKind[] = ['Integer', 'Long', 'Double', 'Decimal'];

const negated = (value: Value): Value => {
  if (typeof value === 'number') return -value | 0;
  if (typeof value === 'bigint') return toLong(-value);
  const { unscaled, scale } = toKind(value, 'Decimal') as DecimalValue;
  return typeof value === 'object' && value !== null && value.kind === 'Double'
    ? double(-toNumber(value))
    : decimal(-unscaled, scale);
};

const absolute = (value: Value): Value => (compare(value, 0) < 0 ? negated(value) : value);

/** The same method for each kind of number. */
const forKinds = (
  of: NumericKind[],
  signature: (kind: NumericKind) => string,
  native: Native
): Record<string, Native> => Object.fromEntries(of.map((kind) => [signature(kind), native]));

const onDoubles = (names: string[]): Record<string, Native> =>
  Object.fromEntries(
    names.map((name) => [
      `static Double ${name}(Double value)`,
      (value: Value) => double((Math[name as keyof Math] as (x: number) => number)(toNumber(value))),
    ])
  );

const rounded = (value: Value, mode: Rounding): DecimalValue =>
  setScale(toKind(value, 'Decimal') as DecimalValue, 0, mode);

const remainder = (a: Value, b: Value): Value => {
  if (compare(b, 0) === 0) throw new ApexException('System.MathException', 'Divide by 0');
  return typeof a === 'number' ? a % Number(b) : (a as bigint) % (b as bigint);
};

export const math: Definition = {
  name: 'Math',
  members: {
    'static Double PI': () => double(Math.PI),
    'static Double E': () => double(Math.E),
    ...forKinds(
      kinds,
      (kind) => `static ${kind} abs(${kind} value)`,
      (value: Value) => absolute(value)
    ),
    ...forKinds(
      kinds,
      (kind) => `static ${kind} max(${kind} a, ${kind} b)`,
      (a: Value, b: Value) => (compare(a, b) < 0 ? b : a)
    ),
    ...forKinds(
      kinds,
      (kind) => `static ${kind} min(${kind} a, ${kind} b)`,
      (a: Value, b: Value) => (compare(a, b) > 0 ? b : a)
    ),
    ...forKinds(
      ['Integer', 'Long'],
      (kind) => `static ${kind} mod(${kind} a, ${kind} b)`,
      (a: Value, b: Value) => remainder(a, b)
    ),
    'static Decimal floor(Decimal value)': (value: Value) => rounded(value, 'FLOOR'),
    'static Double floor(Double value)': (value: Value) => toKind(rounded(value, 'FLOOR'), 'Double'),
    'static Decimal ceil(Decimal value)': (value: Value) => rounded(value, 'CEILING'),
    'static Double ceil(Double value)': (value: Value) => toKind(rounded(value, 'CEILING'), 'Double'),
    'static Integer round(Decimal value)': (value: Value) => toKind(rounded(value, 'HALF_EVEN'), 'Integer'),
    'static Integer round(Double value)': (value: Value) => toInteger(Math.round(toNumber(value))),
    'static Long roundToLong(Decimal value)': (value: Value) => rounded(value, 'HALF_EVEN').unscaled,
    'static Decimal signum(Decimal value)': (value: Value) => decimal(BigInt(compare(value, 0))),
    'static Double signum(Double value)': (value: Value) => double(compare(value, 0)),
    'static Double pow(Double base, Double exponent)': (base: Value, exponent: Value) =>
      double(toNumber(base) ** toNumber(exponent)),
    'static Double random()': () => double(randomInt(2 ** 47) / 2 ** 47),
    ...onDoubles('sqrt cbrt exp log log10 sin cos tan asin acos atan sinh cosh tanh'.split(' ')),
    'static Double atan2(Double y, Double x)': (y: Value, x: Value) =>
      double(Math.atan2(toNumber(y), toNumber(x))),
    'static Double rint(Double value)': (value: Value) => toKind(rounded(value, 'HALF_EVEN'), 'Double'),
    'static Decimal rint(Decimal value)': (value: Value) => rounded(value, 'HALF_EVEN'),
  },
};
