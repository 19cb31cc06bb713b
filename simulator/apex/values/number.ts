import { ApexException } from '../host.ts';
import { decimal, decimalArithmetic, decimalText, parseDecimal } from './decimal.ts';
import { isKind, type DecimalValue, type DoubleValue, type Value } from './value.ts';

export type NumericKind = 'Integer' | 'Long' | 'Double' | 'Decimal';

/** From narrow to wide (Apex Developer Guide, "Rules of Conversion"). */
export const numericKinds: NumericKind[] = ['Integer', 'Long', 'Double', 'Decimal'];

export const double = (value: number): DoubleValue => ({ kind: 'Double', value });

export const isNumeric = (value: Value): value is number | bigint | DoubleValue | DecimalValue =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  isKind(value, 'Double') ||
  isKind(value, 'Decimal');

/** An Integer or Long whatever does not fit wraps around, as in Java. */
export const toInteger = (value: bigint | number): number =>
  typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value | 0;

export const toLong = (value: bigint): bigint => BigInt.asIntN(64, value);

export const toNumber = (value: Value): number => {
  if (isKind(value, 'Double')) return value.value;
  if (isKind(value, 'Decimal')) return Number(decimalText(value));
  return Number(value);
};

const truncated = (value: Value): bigint => {
  if (isKind(value, 'Decimal')) return value.unscaled / 10n ** BigInt(value.scale);
  if (isKind(value, 'Double')) return Number.isFinite(value.value) ? BigInt(Math.trunc(value.value)) : 0n;
  return BigInt(value as number | bigint);
};

/** The number as one of another kind; digits behind the point are cut off for Integer and Long. */
export const toKind = (value: Value, kind: NumericKind): Value => {
  if (kind === 'Integer') return toInteger(truncated(value));
  if (kind === 'Long') return toLong(truncated(value));
  if (kind === 'Double') return double(toNumber(value));
  if (isKind(value, 'Decimal')) return value;
  return isKind(value, 'Double')
    ? (parseDecimal(doubleText(value.value)) ?? decimal(0n))
    : decimal(BigInt(value as number | bigint));
};

const divideByZero = (): ApexException => new ApexException('System.MathException', 'Divide by 0');

const integerArithmetic = (operator: string, a: number, b: number): number => {
  if (operator === '+') return (a + b) | 0;
  if (operator === '-') return (a - b) | 0;
  if (operator === '*') return Math.imul(a, b);
  if (b === 0) throw divideByZero();
  return (a / b) | 0;
};

const longArithmetic = (operator: string, a: bigint, b: bigint): bigint => {
  if (operator === '+') return toLong(a + b);
  if (operator === '-') return toLong(a - b);
  if (operator === '*') return toLong(a * b);
  if (b === 0n) throw divideByZero();
  return toLong(a / b);
};

const doubleArithmetic = (operator: string, a: number, b: number): number => {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0) throw divideByZero();
  return a / b;
};

/**
 * `+ - * /` in one kind of number.
 *
 * @throws ApexException `System.MathException: Divide by 0`
 */
export const arithmetic = (operator: string, kind: NumericKind, left: Value, right: Value): Value => {
  const [a, b] = [toKind(left, kind), toKind(right, kind)];
  if (kind === 'Integer') return integerArithmetic(operator, a as number, b as number);
  if (kind === 'Long') return longArithmetic(operator, a as bigint, b as bigint);
  if (kind === 'Double') return double(doubleArithmetic(operator, toNumber(a), toNumber(b)));
  return decimalArithmetic(operator, a as DecimalValue, b as DecimalValue);
};

/** A Double as Java writes it: `1.0`, `1.0E10`. */
export const doubleText = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits, exponent] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
};
