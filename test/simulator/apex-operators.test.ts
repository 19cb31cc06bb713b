import { expect } from 'chai';
import { run } from './apex-fixtures.ts';
import { throws, yields } from './apex-tables.ts';

describe('Apex operators and statements', () => {
  const setup = `class Animal { public Integer legs { get { return legs == null ? 4 : legs; } set { legs = value * 2; } }
      final Integer tail; { tail = 1; } public Integer age = 7; }
    Integer i = 6; Long n = 6L; Boolean b = true; String s = 'a'; Decimal d; Date day = Date.newInstance(2026, 1, 31);`;
  yields(
    [
      [`~i + ':' + ~n + ':' + -n + ':' + +i + ':' + !b`, '-7:-7:-6:6:false'],
      [`i &= 3; n |= 1; n <<= 2; i ^= 1; i + ':' + n`, '3:28'],
      [`i >>= 1; n >>>= 1; b &= false; i + ':' + n + ':' + b`, '3:3:false'],
      ['i += 2; i -= 1; i *= 3; i /= 2; i', '10'],
      [`i++; ++i; n--; --n; i + ':' + n`, '8:4'],
      [`s += 1; s += null; s`, 'a1null'],
      [`(d ?? 1.5) + ':' + (s ?? 'b')`, '1.5:a'],
      [`(s < 'b') + ':' + (s >= 'b') + ':' + (i <> 6) + ':' + (s !== s)`, 'true:false:false:false'],
      [
        `Object o = day; (o instanceof Date) + ':' + (o instanceof String) + ':' + ((Date) o).year()`,
        'true:false:2026',
      ],
      [`Datetime t = day; t - 0.5`, '2026-01-30 12:00:00'],
      [`String r = ''; switch on i { when 5 { r = 'five'; } when 6 { r = 'six'; } } r += '!'; r`, 'six!'],
      [
        `String r = ''; switch on n { when 6L { r = 'six'; } } switch on d { when null { r += 'null'; } } r += '!'; r`,
        'sixnull!',
      ],
      [`String r = ''; switch on s { when 'A', 'a' { r = 'a'; } when else { r = 'x'; } } r += -1; r`, 'a-1'],
      [
        `String r = ''; switch on LoggingLevel.WARN { when INFO, DEBUG { r = 'x'; } when WARN { r = 'warn'; } } r += '!'; r`,
        'warn!',
      ],
      [
        `SObject o = new User(Name = 'A'); String r = ''; switch on o { when Profile p { r = 'p'; } when User u { r = u.Name; } } r += '!'; r`,
        'A!',
      ],
      [
        `Animal a = new Animal(); Integer before = a.legs; a.legs = 3; before + ':' + a.legs + ':' + a.tail`,
        '4:6:1',
      ],
      [`Integer[] l = new Integer[3]; l[1] = 5; l[1]++; l`, '(null, 6, null)'],
      [`Integer[] l = new Integer[]{ 1, 2 }; l[0] += 4; l`, '(5, 2)'],
      [`Integer sum = 0; for (List<User> chunk : [SELECT Id FROM User]) sum += chunk.size(); sum`, '1'],
      [`Integer j = 0; do { j++; if (j == 2) continue; } while (j < 4); j`, '4'],
      [
        `String r = ''; try { try { Integer x = 1 / 0; } finally { r += 'f'; } } catch (MathException e) { r += 'c'; } r += '!'; r`,
        'fc!',
      ],
    ],
    { setup }
  );
  throws(
    [
      ['Decimal x = d + 1', 'System.NullPointerException'],
      ['Integer[] l = new Integer[1]; l[1] = 2', 'System.ListException: List index out of bounds: 1'],
      [
        `Object o = 'a'; Date x = (Date) o`,
        'System.TypeException: Invalid conversion from runtime type String to Date',
      ],
      [
        'delete new User()',
        'System.DmlException: Delete failed. First exception on row 0; first error: MISSING_ARGUMENT, Id not specified in a delete call: []',
      ],
    ],
    { setup }
  );
});

const problems: [code: string, problem: string][] = [
  [
    `Boolean b = 1 & 'a';`,
    '& operator can only be applied to Boolean expressions or to Integer or Long expressions',
  ],
  ['Integer i = 1 << 1.5;', '<< operation can only be applied to Integer or Long types'],
  [`Integer i = ~'a';`, 'Invalid type for bitwise negate: String'],
  ['Boolean b = !1;', '! operator can only be applied to boolean expressions'],
  [
    `String s = 'a'; s++;`,
    'Unary postfix increment/decrement can only be applied to numeric expressions: String',
  ],
  ['1 = 2;', 'Expression cannot be assigned'],
  [
    'class A { final Integer i = 1; } new A().i = 2;',
    'Final members can only be assigned in their declaration, init blocks, or constructors: i',
  ],
  [`Integer i = 1; i[0] = 2;`, 'Expression must be a list type: Integer'],
  [
    `String s = (String) 1;`,
    'Incompatible types since an instance of Integer is never an instance of String',
  ],
  [`Object o = 1 ?? 'a';`, 'Incompatible types in null coalescing operator: Integer, String'],
  ['for (Integer i : 5) { }', 'Loop must iterate over collection: Integer'],
  [`for (Integer i : new List<String>()) { }`, 'Invalid loop variable type expected String was Integer'],
  [
    `List<Integer> l = new List<Integer>{ 'a' };`,
    'Initial expression is of incorrect type, expected: Integer but was: String',
  ],
  [
    `Map<String, Integer> m = new Map<String, Integer>{ 1 => 1 };`,
    'Invalid key type Integer for Map<String,Integer>',
  ],
  [`Http h = new Http{ 1 };`, 'Invalid initializer type Http found, expected: List, Set or Map'],
  [
    `Http h = new Http(a = 1);`,
    'Invalid constructor syntax, name=value pairs can only be used for SObjects: Http',
  ],
  ['abstract class A { } A a = new A();', 'Abstract classes cannot be constructed: A'],
  ['class A { } class B extends A { }', 'Non-virtual and non-abstract type cannot be extended: A'],
  [
    'class Own extends Exception { }',
    "Classes extending Exception must have a name ending in 'Exception': Own",
  ],
  ['virtual class A extends A { }', 'Circular definition: A'],
  ['class A { void f() { } void f() { } }', 'Method already defined: f void A.f() from the type A'],
  [
    'class OwnException extends Exception { public OwnException() { } }',
    'System exception constructor already defined: <Constructor>()',
  ],
  ['class A { class B { } }', 'Inner types are not allowed to have inner types'],
  ['class A { void f(); }', 'Method must have a body'],
  ['class A { public B() { } }', 'Invalid constructor name: B'],
  ['class A { public A() { this(1); } }', 'Constructor not defined: [A].<Constructor>(Integer)'],
  ['insert 1;', 'DML requires SObject or SObject list type: Integer'],
  [`insert new Profile(Name = 'a');`, 'DML operation Insert not allowed on Profile'],
  [
    'Integer i = 1; switch on i { when x { } }',
    "'when expression' must be a literal, a constant literal field or enum value",
  ],
];

describe('Apex that the compiler refuses', () => {
  for (const [code, problem] of problems) {
    it(`says of ${code}: ${problem}`, async () => {
      expect(await run(code)).to.include({ compiled: false, compileProblem: problem });
    });
  }
});
