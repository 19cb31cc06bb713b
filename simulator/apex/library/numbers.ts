import { claimHeap } from '../machine.ts';
import { ApexException } from '../host.ts';
import {
  decimal,
  divideDecimals,
  parseDecimal,
  setScale,
  stripZeros,
  plainText,
  type Rounding,
} from '../values/decimal.ts';
import { double, isNumeric, toInteger, toKind, toLong, toNumber } from '../values/number.ts';
import { text } from '../values/text.ts';
import type { DecimalValue, DoubleValue, EnumValue, Value } from '../values/value.ts';
import type { Definition } from './definition.ts';

const invalid = (kind: string, value: Value): ApexException =>
  new ApexException('System.TypeException', `Invalid ${kind}: ${text(value)}`);

const whole = (kind: string, value: Value, narrow: (wide: bigint) => number | bigint): number | bigint => {
  const parsed =
    typeof value === 'string' && /^[+-]?\d+$/.test(value) ? BigInt(value.replace('+', '')) : undefined;
  const result = isNumeric(value) ? (toKind(value, 'Long') as bigint) : parsed;
  if (result === undefined || (parsed !== undefined && BigInt(narrow(parsed)) !== parsed))
    throw invalid(kind.toLowerCase(), value);
  return narrow(result);
};

const readDecimal = (kind: string, value: Value): DecimalValue => {
  const read = isNumeric(value)
    ? toKind(value, 'Decimal')
    : typeof value === 'string'
      ? parseDecimal(value)
      : undefined;
  if (!read) throw invalid(kind.toLowerCase(), value);
  return read as DecimalValue;
};

/** With a comma at each thousand and up to three digits behind the point, as the locale en_US has it. */
const grouped = (value: Value): string => {
  const rounded = stripZeros(setScale(toKind(value, 'Decimal') as DecimalValue, 3));
  const [digits, fraction] = plainText(rounded).split('.');
  const commas = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? commas : `${commas}.${fraction}`;
};

const roundLong = (value: Value, mode?: Rounding): bigint =>
  setScale(toKind(value, 'Decimal') as DecimalValue, 0, mode).unscaled;

const scaled = (self: DecimalValue, scale: number, mode?: Rounding): DecimalValue => {
  if (scale < 0) throw new Error('not simulated: a negative scale');
  return setScale(self, scale, mode);
};

const power = ({ unscaled, scale }: DecimalValue, exponent: number): DecimalValue => {
  if (exponent < 0) throw new ApexException('System.MathException', `Invalid exponent: ${exponent}`);
  claimHeap(String(unscaled).length * exponent);
  return decimal(unscaled ** BigInt(exponent), scale * exponent);
};

export const numbers: Definition[] = [
  {
    name: 'Integer',
    members: {
      'static Integer valueOf(Object value)': (value: Value) => whole('Integer', value, toInteger),
      'String format()': (self: number) => grouped(self),
    },
  },
  {
    name: 'Long',
    members: {
      'static Long valueOf(Object value)': (value: Value) => whole('Long', value, toLong),
      'Integer intValue()': (self: bigint) => toInteger(self),
      'String format()': (self: bigint) => grouped(self),
    },
  },
  {
    name: 'Double',
    members: {
      'static Double valueOf(Object value)': (value: Value) => double(toNumber(readDecimal('Double', value))),
      'Integer intValue()': (self: DoubleValue) => toKind(self, 'Integer'),
      'Long longValue()': (self: DoubleValue) => toKind(self, 'Long'),
      'Long round()': (self: DoubleValue) => roundLong(self),
      'String format()': (self: DoubleValue) => grouped(self),
    },
  },
  {
    name: 'Decimal',
    members: {
      'static Decimal valueOf(Object value)': (value: Value) => readDecimal('Decimal', value),
      'Decimal abs()': (self: DecimalValue) =>
        decimal(self.unscaled < 0n ? -self.unscaled : self.unscaled, self.scale),
      'Integer intValue()': (self: DecimalValue) => toKind(self, 'Integer'),
      'Long longValue()': (self: DecimalValue) => toKind(self, 'Long'),
      'Double doubleValue()': (self: DecimalValue) => toKind(self, 'Double'),
      'Long round()': (self: DecimalValue) => roundLong(self),
      'Long round(RoundingMode mode)': (self: DecimalValue, mode: EnumValue) =>
        roundLong(self, mode.name as Rounding),
      'Integer scale()': (self: DecimalValue) => self.scale,
      'Integer precision()': (self: DecimalValue) => String(self.unscaled).replace('-', '').length,
      'Decimal setScale(Integer scale)': (self: DecimalValue, scale: number) => scaled(self, scale),
      'Decimal setScale(Integer scale, RoundingMode mode)': (
        self: DecimalValue,
        scale: number,
        mode: EnumValue
      ) => scaled(self, scale, mode.name as Rounding),
      'Decimal divide(Decimal divisor, Integer scale)': (
        self: DecimalValue,
        divisor: DecimalValue,
        scale: number
      ) => divideDecimals(self, divisor, scale, 'HALF_EVEN'),
      'Decimal divide(Decimal divisor, Integer scale, RoundingMode mode)': (
        self: DecimalValue,
        divisor: DecimalValue,
        scale: number,
        mode: EnumValue
      ) => divideDecimals(self, divisor, scale, mode.name as Rounding),
      'Decimal pow(Integer exponent)': (self: DecimalValue, exponent: number) => power(self, exponent),
      'Decimal stripTrailingZeros()': (self: DecimalValue) => stripZeros(self),
      'String toPlainString()': (self: DecimalValue) => plainText(self),
      'String format()': (self: DecimalValue) => grouped(self),
    },
  },
  {
    name: 'RoundingMode',
    constants: ['CEILING', 'DOWN', 'FLOOR', 'HALF_DOWN', 'HALF_EVEN', 'HALF_UP', 'UNNECESSARY', 'UP'],
  },
];
