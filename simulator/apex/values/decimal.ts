import { ApexException } from '../host.ts';
import type { DecimalValue } from './value.ts';

export type Rounding =
  'UP' | 'DOWN' | 'CEILING' | 'FLOOR' | 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN' | 'UNNECESSARY';

/** Digits behind the point that a division may yield. */
const divisionScale = 33;

const power = (exponent: number): bigint => 10n ** BigInt(exponent);
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

export const decimal = (unscaled: bigint, scale = 0): DecimalValue => ({ kind: 'Decimal', unscaled, scale });

/** Reads `-12.50` or `1.5E3`; undefined for anything else. */
export const parseDecimal = (text: string): DecimalValue | undefined => {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (!parts || (parts[2] === '' && (parts[3] ?? '') === '')) return undefined;
  const fraction = parts[3] ?? '';
  const scale = fraction.length - Number(parts[4] ?? 0);
  const digits = BigInt(`${parts[2]}${fraction}`) * (parts[1] === '-' ? -1n : 1n);
  return scale < 0 ? decimal(digits * power(-scale)) : decimal(digits, scale);
};

/** All its digits: `0.0000001`. */
export const plainText = ({ unscaled, scale }: DecimalValue): string => {
  const digits = magnitude(unscaled)
    .toString()
    .padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

/** As Java writes a BigDecimal: a very small number as `1E-20`. */
export const decimalText = (value: DecimalValue): string => {
  const digits = magnitude(value.unscaled).toString();
  const exponent = digits.length - 1 - value.scale;
  if (exponent >= -6) return plainText(value);
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${value.unscaled < 0n ? '-' : ''}${digits[0]}${fraction}E${exponent}`;
};

const roundsUp = (
  mode: Rounding,
  negative: boolean,
  odd: boolean,
  twice: bigint,
  divisor: bigint
): boolean => {
  if (mode === 'UP') return true;
  if (mode === 'DOWN') return false;
  if (mode === 'CEILING') return !negative;
  if (mode === 'FLOOR') return negative;
  if (mode === 'UNNECESSARY') throw new ApexException('System.MathException', 'Rounding necessary');
  if (twice !== divisor) return twice > divisor;
  return mode === 'HALF_UP' || (mode === 'HALF_EVEN' && odd);
};

const divideRounded = (dividend: bigint, divisor: bigint, mode: Rounding): bigint => {
  const quotient = dividend / divisor;
  const rest = magnitude(dividend % divisor);
  if (rest === 0n) return quotient;
  const negative = dividend < 0n !== divisor < 0n;
  const up = roundsUp(mode, negative, magnitude(quotient) % 2n === 1n, rest * 2n, magnitude(divisor));
  return up ? quotient + (negative ? -1n : 1n) : quotient;
};

/** The number with that many digits behind the point. */
export const setScale = (value: DecimalValue, scale: number, mode: Rounding = 'HALF_EVEN'): DecimalValue =>
  scale >= value.scale
    ? decimal(value.unscaled * power(scale - value.scale), scale)
    : decimal(divideRounded(value.unscaled, power(value.scale - scale), mode), scale);

export const stripZeros = (value: DecimalValue): DecimalValue => {
  let { unscaled, scale } = value;
  for (; scale > 0 && unscaled % 10n === 0n; scale -= 1) unscaled /= 10n;
  return decimal(unscaled, scale);
};

const aligned = (a: DecimalValue, b: DecimalValue): [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale);
  return [setScale(a, scale).unscaled, setScale(b, scale).unscaled, scale];
};

export const compareDecimals = (a: DecimalValue, b: DecimalValue): number => {
  const [x, y] = aligned(a, b);
  return x === y ? 0 : x < y ? -1 : 1;
};

/** @throws ApexException `System.MathException: Divide by 0` */
export const divideDecimals = (
  a: DecimalValue,
  b: DecimalValue,
  scale?: number,
  mode?: Rounding
): DecimalValue => {
  if (b.unscaled === 0n) throw new ApexException('System.MathException', 'Divide by 0');
  const digits = scale ?? divisionScale;
  const quotient = divideRounded(
    a.unscaled * power(digits + b.scale),
    b.unscaled * power(a.scale),
    mode ?? 'HALF_UP'
  );
  const result = decimal(quotient, digits);
  return scale === undefined ? stripZeros(result) : result;
};

export const decimalArithmetic = (operator: string, a: DecimalValue, b: DecimalValue): DecimalValue => {
  if (operator === '*') return decimal(a.unscaled * b.unscaled, a.scale + b.scale);
  if (operator === '/') return divideDecimals(a, b);
  const [x, y, scale] = aligned(a, b);
  return decimal(operator === '+' ? x + y : x - y, scale);
};
