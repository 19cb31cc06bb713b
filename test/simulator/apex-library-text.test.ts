import { lacks, throws, yields } from './apex-tables.ts';

describe('String: static methods', () => {
  yields([
    [
      `String.valueOf(1.50) + String.valueOf(true) + String.valueOf(Datetime.now())`,
      '1.50true2026-01-31 12:30:15',
    ],
    [`String.valueOf((Object) null)`, 'null'],
    [`String.valueOfGmt(Datetime.newInstanceGmt(2026, 1, 2, 3, 4, 5))`, '2026-01-02 03:04:05'],
    [`String.join(new List<Object>{ 1, null, 'a' }, ', ')`, '1, , a'],
    [`String.format('It\\'\\'s {0}, {1}, \\'{0}\\' {9}', new List<Object>{ 'a', 2 })`, `It's a, 2, {0} {9}`],
    [`String.isBlank(' ') && String.isBlank(null) && !String.isBlank('a')`, 'true'],
    [`String.isNotBlank(' ') + ':' + String.isNotBlank('a')`, 'false:true'],
    [`String.isEmpty('') + ':' + String.isEmpty(' ') + ':' + String.isNotEmpty(null)`, 'true:false:false'],
    [`String.isNotEmpty(' ')`, 'true'],
    [`String.fromCharArray(new List<Integer>{ 74, 87, 84 })`, 'JWT'],
    [`String.getCommonPrefix(new List<String>{ 'SFDCApex', 'SFDCVisualforce' })`, 'SFDC'],
    [`String.getCommonPrefix(new List<String>())`, ''],
  ]);
});

describe('String: parts', () => {
  yields([
    [`'Hello'.length() + 'hello'.toUpperCase() + 'HeLLO'.toLowerCase()`, '5HELLOhello'],
    [`'TITLE'.toLowerCase('tr').length() + 'ix'.toUpperCase('en_US')`, '5IX'],
    [
      `'  a b '.trim() + '/' + '  a \\t b '.normalizeSpace() + '/' + ' a b '.deleteWhitespace()`,
      'a b/a b/ab',
    ],
    [`'hamburger'.substring(3) + ':' + 'hamburger'.substring(4, 8)`, 'burger:urge'],
    [`'abcdaacd'.left(3) + 'abc'.right(2) + 'abcde'.mid(2, 3) + 'a'.right(0)`, 'abcbccde'],
    [`'abc'.charAt(1) + ':' + 'abc'.getChars()`, '98:(97, 98, 99)'],
    [`'\\uD835\\uDD0A'.codePointAt(0) + ':' + '\\uD835\\uDD0A!'.codePointCount(0, 3)`, '120074:2'],
    [
      `'a.b.c'.substringBefore('.') + ':' + 'a.b.c'.substringBeforeLast('.') + ':' + 'abc'.substringBefore('x')`,
      'a:a.b:abc',
    ],
    [
      `'a.b.c'.substringAfterLast('.') + ':' + 'abc'.substringAfter('x') + ':' + 'abc'.substringAfterLast('x')`,
      'c::',
    ],
    [
      `'tagYellowtag'.substringBetween('tag') + ':' + 'xYellowy'.substringBetween('x', 'y') + ':' + 'a'.substringBetween('x')`,
      'Yellow:Yellow:null',
    ],
    [
      `'Salesforce and force'.removeStart('Sales') + ':' + 'SalesForce'.removeEnd('Force') + ':' + 'ab'.removeStart('b') + ':' + 'ab'.removeEnd('a')`,
      'force and force:Sales:ab:ab',
    ],
    [
      `'SalesForce'.removeStartIgnoreCase('sales') + ':' + 'SalesForce'.removeEndIgnoreCase('force') + ':' + 'a'.removeStartIgnoreCase('b') + 'a'.removeEndIgnoreCase('b')`,
      'Force:Sales:aa',
    ],
    [`'Salesforce and force'.remove('force')`, 'Sales and '],
    [
      `'abcabc'.replace('a', '$1') + ':' + 'a1b22'.replaceAll('[0-9]+', '#') + ':' + 'a1b22'.replaceFirst('([0-9])', '<$1>')`,
      '$1bc$1bc:a#b#:a<1>b22',
    ],
    [
      `'boo:and:foo'.split(':', 2) + '' + 'boo:and:foo'.split('o') + 'a'.split('') + ','.split(',').size()`,
      '(boo, and:foo)(b, , :and:f)(a)0',
    ],
    [`'boo:and:foo'.split('o', -1)`, '(b, , :and:f, , )'],
    [`'Lightning.platform99'.splitByCharacterType()`, '(L, ightning, ., platform, 99)'],
    [`'aHTTPServer.x1'.splitByCharacterTypeCamelCase()`, '(a, HTTP, Server, ., x, 1)'],
  ]);
  throws([
    [`'abc'.substring(4)`, 'System.StringException: Starting position out of bounds: 4'],
    [`'abc'.substring(-1)`, 'System.StringException: Starting position out of bounds: -1'],
    [`'abc'.substring(1, 9)`, 'System.StringException: Ending position out of bounds: 9'],
    [`'abc'.charAt(3)`, 'System.StringException'],
  ]);
});

describe('String: made anew', () => {
  yields([
    [
      `'SFDC'.repeat(2) + ':' + 'SFDC'.repeat('-', 2) + ':' + 'a'.repeat('', 2) + ':' + 'a'.repeat(0)`,
      'SFDCSFDC:SFDC-SFDC:aa:',
    ],
    [
      `'ab'.leftPad(4) + ':' + 'ab'.leftPad(5, 'xy') + ':' + 'ab'.rightPad(4) + ':' + 'ab'.rightPad(5, 'xy') + ':' + 'ab'.leftPad(1)`,
      '  ab:xyxab:ab  :abxyx:ab',
    ],
    [
      `'hello'.center(9) + ':' + 'hello'.center(9, '-') + ':' + 'hello'.center(3)`,
      '  hello  :--hello--:hello',
    ],
    [
      `'abc'.reverse() + 'hello maximillian'.capitalize() + 'HELLO'.uncapitalize() + 'Hello'.swapCase()`,
      'cbaHello maximillianhELLOhELLO',
    ],
    [`'Hello Maximillian'.abbreviate(8) + ':' + 'Hello'.abbreviate(8)`, 'Hello...:Hello'],
    [
      `'hello world'.overlay('--', 2, 4) + ':' + 'abc'.overlay('x', 9, 1) + ':' + 'abc'.overlay('x', -1, 0)`,
      'he--o world:ax:xabc',
    ],
    [`'Max1, "Max2"'.escapeCsv() + ':' + 'a'.escapeCsv()`, '"Max1, ""Max2""":a'],
    [`'"Max1, ""Max2"""'.unescapeCsv() + ':' + '"a"'.unescapeCsv()`, 'Max1, "Max2":"a"'],
    [`'"grade": 3.9/4.0'.escapeEcmaScript()`, '\\"grade\\": 3.9\\/4.0'],
    [`'Company: "Salesforce.com"\\t\\u00e9'.escapeJava()`, 'Company: \\"Salesforce.com\\"\\t\\u00E9'],
    [`'a\\\\t\\\\"\\\\u0041'.unescapeJava()`, 'a\t"A'],
    [
      `'De onde voc\\u00ea'.escapeUnicode() + ':' + 'voc\\\\u00EA'.unescapeUnicode()`,
      'De onde voc\\u00EA:você',
    ],
    [`'<a>"b" & \\'c\\'</a>'.escapeXml()`, '&lt;a&gt;&quot;b&quot; &amp; &apos;c&apos;&lt;/a&gt;'],
    [`'&lt;&#65;&gt;&nope;&apos;'.unescapeXml()`, `<A>&nope;'`],
    [`'<b>hello world</b>'.stripHtmlTags()`, 'hello world'],
    [`'abc'.toString() + 'hello'.hashCode()`, 'abc99162322'],
  ]);
  throws([[`'Hello'.abbreviate(3)`, 'System.StringException']]);
  lacks([[`'a'.escapeHtml4()`, 'String.escapeHtml4']]);
});
