import { lacks, throws, yields } from './apex-tables.ts';

describe('String: looking for something', () => {
  yields([
    [`'abcdab'.indexOf('b') + ':' + 'abcdab'.indexOf('b', 2) + ':' + 'a'.indexOf('x')`, '1:5:-1'],
    [`'abcdab'.lastIndexOf('b') + ':' + 'abcdab'.lastIndexOf('b', 4)`, '5:1'],
    [`'abcd'.indexOfAny('xc') + ':' + 'abcd'.indexOfAnyBut('ba') + ':' + 'abcd'.indexOfAny('x')`, '2:2:-1'],
    [
      `'aXbX'.indexOfChar(88) + ':' + 'aXbX'.indexOfChar(88, 2) + ':' + 'aXbX'.lastIndexOfChar(88) + ':' + 'aXbX'.lastIndexOfChar(88, 2)`,
      '1:3:3:1',
    ],
    [
      `'aXbx'.indexOfIgnoreCase('x') + ':' + 'aXbx'.indexOfIgnoreCase('X', 2) + ':' + 'aXbx'.lastIndexOfIgnoreCase('X') + ':' + 'aXbx'.lastIndexOfIgnoreCase('X', 2)`,
      '1:3:3:1',
    ],
    [`'abcd'.indexOfDifference('abxc') + ':' + 'a'.indexOfDifference('a')`, '2:-1'],
    [`'Hello Jane'.difference('Hello Max') + ':' + 'a'.difference('a')`, 'Max:'],
    [
      `'Hello Joe'.getLevenshteinDistance('Hello Max') + ':' + 'ab'.getLevenshteinDistance('cd', 1) + ':' + 'ab'.getLevenshteinDistance('ad', 1)`,
      '3:-1:1',
    ],
    [
      `'abc'.contains('b') + ':' + 'abc'.containsIgnoreCase('B') + ':' + 'abc'.containsAny('xc') + ':' + 'abc'.containsNone('xc')`,
      'true:true:true:false',
    ],
    [
      `'abba'.containsOnly('abcd') + ':' + 'abba xyz'.containsOnly('abcd') + ':' + 'a b'.containsWhitespace()`,
      'true:false:true',
    ],
    [
      `'abc'.startsWith('ab') + ':' + 'abc'.startsWithIgnoreCase('AB') + ':' + 'abc'.endsWith('bc') + ':' + 'abc'.endsWithIgnoreCase('BC')`,
      'true:true:true:true',
    ],
    [`'Hello Jane, Hello'.countMatches('Hello') + ':' + 'a'.countMatches('')`, '2:0'],
    [
      `'a'.equals('A') + ':' + 'a'.equalsIgnoreCase('A') + ':' + 'a'.equalsIgnoreCase(null)`,
      'false:true:false',
    ],
    [`'abcd'.compareTo('abcde') < 0 && 'b'.compareTo('a') > 0 && 'a'.compareTo('a') == 0`, 'true'],
  ]);
});

describe('String: what it is made of', () => {
  yields([
    [
      `'1234567890'.isNumeric() + ':' + '1.2'.isNumeric() + ':' + '1 2'.isNumericSpace() + ':' + '1.2'.isNumericSpace()`,
      'true:false:true:false',
    ],
    [
      `'abc'.isAlpha() + ':' + 'a b'.isAlpha() + ':' + 'a b'.isAlphaSpace() + ':' + 'a-b'.isAlphaSpace()`,
      'true:false:true:false',
    ],
    [
      `'a1'.isAlphanumeric() + ':' + 'a 1'.isAlphanumeric() + ':' + 'a 1'.isAlphanumericSpace() + ':' + '-'.isAlphanumericSpace()`,
      'true:false:true:false',
    ],
    [
      `'abc'.isAllLowerCase() + ':' + 'aBc'.isAllLowerCase() + ':' + 'ABC'.isAllUpperCase() + ':' + 'A1'.isAllUpperCase()`,
      'true:false:true:false',
    ],
    [
      `'abcd-1'.isAsciiPrintable() + ':' + '\\u00e9'.isAsciiPrintable() + ':' + ' \\t'.isWhitespace() + ':' + ' a'.isWhitespace()`,
      'true:false:true:false',
    ],
  ]);
});

describe('Pattern and Matcher', () => {
  const setup = `Pattern p = Pattern.compile('(a(\\\\d)?)b'); Matcher m = p.matcher('xa1b-ab');`;
  yields(
    [
      [`Pattern.matches('[a-z]+\\\\d', 'abc1') + ':' + Pattern.matches('a', 'ab')`, 'true:false'],
      [
        `Pattern.matches(Pattern.quote('a.b'), 'a.b') + ':' + Pattern.matches(Pattern.quote('a.b'), 'axb')`,
        'true:false',
      ],
      ['p.pattern()', '(a(\\d)?)b'],
      ['m.pattern().pattern() == p.pattern()', 'true'],
      [`Pattern.compile(',').split('a,b,,') + '' + Pattern.compile(',').split('a,b,c', 2)`, '(a, b)(a, b,c)'],
      [`m.find() + m.group() + m.group(1) + m.group(2)`, 'truea1ba11'],
      ['m.find(); m.find(); m.group(2)', 'null'],
      [`m.find(); m.find(); m.start(2) + ':' + m.end(2)`, '-1:-1'],
      [`m.find(); m.start() + ':' + m.end() + ':' + m.start(2) + ':' + m.end(2)`, '1:4:2:3'],
      [`m.find(4) + m.group()`, 'trueab'],
      [`m.find(); m.find(); m.find()`, 'false'],
      ['m.groupCount()', '2'],
      [
        `m.matches() + ':' + m.lookingAt() + ':' + p.matcher('a2b').matches() + ':' + p.matcher('abc').lookingAt()`,
        'false:false:true:true',
      ],
      ['m.find(); m.reset(); m.find(); m.start()', '1'],
      [`m.reset('ab').matches()`, 'true'],
      [`m.replaceAll('<$1>') + ':' + m.replaceFirst('\\\\$')`, 'x<a1>-<a>:x$-ab'],
      [`'a'.replaceAll('a', Matcher.quoteReplacement('$1\\\\'))`, '$1\\'],
      ["Integer n = 0; Matcher e = Pattern.compile('x*').matcher('ab'); while (e.find()) n++; n", '3'],
    ],
    { setup }
  );
  yields([
    [`Pattern.matches('(?i)ABC', 'abc')`, 'true'],
    [`Pattern.matches('\\\\p{Upper}\\\\p{Alpha}+[\\\\p{Digit}_]\\\\P{Digit}', 'Abc1!')`, 'true'],
    [`Pattern.matches('\\\\p{L}\\\\pL\\\\p{IsAlphabetic}', 'abc')`, 'true'],
    [`Pattern.matches('\\\\Qa.b\\\\E+', 'a.bb')`, 'true'],
    [`Pattern.matches('\\\\Aa\\\\hb[\\\\h]\\\\z', 'a b ')`, 'true'],
    [`Pattern.matches('\\\\x{41}\\\\x42\\\\u0043', 'ABC')`, 'true'],
    [`Pattern.matches('[]a]}\\\\-\\\\"[\\\\-]', ']}-"-')`, 'true'],
    [`'ab\\ncd'.replaceAll('(?m)^', '>').replace('\\n', '/')`, '>ab/>cd'],
  ]);
  throws(
    [
      ['m.group()', 'System.StringException: No match found'],
      ['m.find(); m.group(3)', 'System.StringException: No group 3'],
      ['m.find(99)', 'System.StringException: Illegal start index'],
      [`Pattern.compile('(')`, 'System.StringException: Invalid regex: ('],
      [`Pattern.matches('(a+)+b', 'a'.repeat(40))`, 'System.LimitException: Regex too complicated'],
    ],
    { setup }
  );
  lacks([
    [`Pattern.compile('a++')`, 'the regular expression a++'],
    [`Pattern.compile('[a[b]]')`, 'the regular expression [a[b]]'],
    [`Pattern.compile('[a-z&&c]')`, 'the regular expression [a-z&&c]'],
    [`Pattern.compile('\\\\p{Nope}')`, 'the regular expression \\p{Nope}'],
    [`Pattern.compile('[\\\\P{Alpha}]')`, 'the regular expression [\\P{Alpha}]'],
  ]);
});
