import { lacks, throws, yields } from './apex-tables.ts';

describe('Integer, Long and Double', () => {
  yields([
    [`Integer.valueOf('-12') + Integer.valueOf(4.9) + Integer.valueOf((Object) 3)`, '-5'],
    ['Integer i = 1234567; i.format()', '1,234,567'],
    ['Integer i = -1234; i.format()', '-1,234'],
    ['Integer i = 7; i.hashCode()', '7'],
    [`Long.valueOf('9223372036854775807')`, '9223372036854775807'],
    ['Long n = 4294967297L; n.intValue()', '1'],
    ['Long n = 4294967297L; n.format()', '4,294,967,297'],
    [`Double.valueOf('1.50') + ':' + Double.valueOf('1e10')`, '1.5:1.0E10'],
    ['Double d = 1234.5; d.format()', '1,234.5'],
    ['Double d = 12345.67891; d.format()', '12,345.679'],
    [`Double d = -7.9; d.intValue() + ':' + d.longValue() + ':' + d.round()`, '-7:-7:-8'],
    ['Double d = 0.0001; d', '1.0E-4'],
    [`1 + 2L + ':' + (1L * 3) + ':' + (7L / 2) + ':' + (5L - 6)`, '3:3:3:-1'],
    [`(3.0d / 2) + ':' + (3.0d - 1) + ':' + (3.0d + 1)`, '1.5:2.0:4.0'],
    [
      `(5L & 4L) + ':' + (5L | 2L) + ':' + (5L ^ 1L) + ':' + (1L << 33) + ':' + (-8L >> 1) + ':' + (-1L >>> 60)`,
      '4:7:4:8589934592:-4:15',
    ],
    [`(5 | 2) + ':' + (-8 >> 1) + ':' + (-1 >>> 28) + ':' + (1 << 2L) + ':' + (5 & 4L)`, '7:-4:15:4:4'],
    [`(true & false) + ':' + (true | false) + ':' + (true ^ true)`, 'false:true:false'],
  ]);
  throws([
    [`Integer.valueOf('1.5')`, 'System.TypeException: Invalid integer: 1.5'],
    [`Integer.valueOf('2147483648')`, 'System.TypeException: Invalid integer: 2147483648'],
    [`Long.valueOf('x')`, 'System.TypeException: Invalid long: x'],
    [`Double.valueOf('x')`, 'System.TypeException: Invalid double: x'],
    ['Integer.valueOf(null)', 'System.NullPointerException: Argument cannot be null.'],
    ['Long n = 1L / 0', 'System.MathException: Divide by 0'],
    ['Double d = 1.0d / 0', 'System.MathException: Divide by 0'],
  ]);
});

describe('Decimal', () => {
  const setup = 'Decimal d = 12.4567; Decimal negative = -2.5;';
  yields(
    [
      [`Decimal.valueOf('1.500') + ':' + Decimal.valueOf(2L) + ':' + Decimal.valueOf(0.5d)`, '1.500:2:0.5'],
      [`Decimal.valueOf('1.5E3')`, '1500'],
      [`negative.abs() + ':' + d.abs()`, '2.5:12.4567'],
      [`d.intValue() + ':' + d.longValue() + ':' + d.doubleValue()`, '12:12:12.4567'],
      [`negative.round() + ':' + Decimal.valueOf('3.5').round()`, '-2:4'],
      [`negative.round(RoundingMode.UP) + ':' + negative.round(RoundingMode.DOWN)`, '-3:-2'],
      [`negative.round(RoundingMode.CEILING) + ':' + negative.round(RoundingMode.FLOOR)`, '-2:-3'],
      [
        `negative.round(RoundingMode.HALF_UP) + ':' + negative.round(RoundingMode.HALF_DOWN) + ':' + negative.round(RoundingMode.HALF_EVEN)`,
        '-3:-2:-2',
      ],
      [`d.scale() + ':' + d.precision()`, '4:6'],
      [`d.setScale(2) + ':' + d.setScale(6) + ':' + d.setScale(1, RoundingMode.UP)`, '12.46:12.456700:12.5'],
      ["Decimal.valueOf('12.4567890').divide(7.9011, 2)", '1.58'],
      ['Decimal.valueOf(10).divide(3, 1, RoundingMode.UP)', '3.4'],
      [`Decimal.valueOf('4.12').pow(2) + ':' + d.pow(0)`, '16.9744:1'],
      [
        `Decimal.valueOf('1.10000').stripTrailingZeros() + ':' + Decimal.valueOf('2.00').stripTrailingZeros()`,
        '1.1:2',
      ],
      [
        `Decimal.valueOf('0.00000001') + ':' + Decimal.valueOf('0.00000001').toPlainString()`,
        '1E-8:0.00000001',
      ],
      ['d.toPlainString()', '12.4567'],
      [
        `Decimal.valueOf('1234567.8915').format() + ':' + Decimal.valueOf('0.10').format() + ':' + Decimal.valueOf('7.0').format()`,
        '1,234,567.892:0.1:7',
      ],
      [`(d > 12) + ':' + (d == 12.45670) + ':' + (d < 12.5d)`, 'true:true:true'],
    ],
    { setup }
  );
  throws(
    [
      [`Decimal.valueOf('1,5')`, 'System.TypeException: Invalid decimal: 1,5'],
      ['d.divide(0, 2)', 'System.MathException: Divide by 0'],
      ['d.setScale(1, RoundingMode.UNNECESSARY)', 'System.MathException: Rounding necessary'],
      ['d.pow(-1)', 'System.MathException'],
    ],
    { setup }
  );
  lacks([['Decimal d = 120; d.setScale(-1)', 'a negative scale']]);
});

describe('Math', () => {
  yields([
    [`Math.PI + ':' + Math.E`, '3.141592653589793:2.718281828459045'],
    [`Math.abs(-4.5) + ':' + Math.abs(-4L) + ':' + Math.abs(-4.5d) + ':' + Math.abs(4)`, '4.5:4:4.5:4'],
    [`Math.max(1.5, 2.5) + ':' + Math.max(3L, 2L) + ':' + Math.max(1.0d, 2.0d)`, '2.5:3:2.0'],
    [`Math.min(1.5, 2.5) + ':' + Math.min(3L, 2L) + ':' + Math.min(1, 2)`, '1.5:2:1'],
    [`Math.mod(-7, 3) + ':' + Math.mod(7L, 4L)`, '-1:3'],
    [`Math.floor(-4.2) + ':' + Math.floor(4.7d)`, '-5:4.0'],
    [`Math.ceil(-4.2) + ':' + Math.ceil(4.1d)`, '-4:5.0'],
    [`Math.round(2.5) + ':' + Math.round(3.5) + ':' + Math.round(2.6d)`, '2:4:3'],
    [`Math.roundToLong(2.5) + ':' + Math.roundToLong(-3.6d)`, '2:-4'],
    [`Math.signum(-2.5) + ':' + Math.signum(0.0) + ':' + Math.signum(9.0d)`, '-1:0:1.0'],
    [`Math.rint(3.5) + ':' + Math.rint(2.5d)`, '4:2.0'],
    [`Math.pow(2, 10) + ':' + Math.sqrt(16.0d) + ':' + Math.cbrt(27.0d)`, '1024.0:4.0:3.0'],
    [`Math.exp(0.0d) + ':' + Math.log(1.0d) + ':' + Math.log10(1000.0d)`, '1.0:0.0:3.0'],
    [`Math.sin(0.0d) + ':' + Math.cos(0.0d) + ':' + Math.tan(0.0d)`, '0.0:1.0:0.0'],
    [
      `Math.asin(0.0d) + ':' + Math.acos(1.0d) + ':' + Math.atan(0.0d) + ':' + Math.atan2(0.0d, 1.0d)`,
      '0.0:0.0:0.0:0.0',
    ],
    [`Math.sinh(0.0d) + ':' + Math.cosh(0.0d) + ':' + Math.tanh(0.0d)`, '0.0:1.0:0.0'],
    ['Math.random() >= 0 && Math.random() < 1', 'true'],
  ]);
  throws([['Math.mod(1, 0)', 'System.MathException: Divide by 0']]);
});
