import { expect } from 'chai';
import { executeAnonymous } from '../../simulator/apex/execute.ts';
import { debugged, run, show, valueOf, world } from './apex-fixtures.ts';

const values: [expression: string, shown: string][] = [
  ['7 / 2', '3'],
  ['7 / 2.0', '3.5'],
  ['1.0 / 3', '0.333333333333333333333333333333333'],
  ['2147483647 + 1', '-2147483648'],
  ['2147483647L + 1', '2147483648'],
  ['-2147483647 - 1', '-2147483648'],
  ['1.5d * 2', '3.0'],
  ['0.10 + 0.2', '0.30'],
  ["1 + 2 * 3 + 'a' + 1 + 2", '7a12'],
  ['5 > 3 && !(2 >= 3) || false', 'true'],
  ['(6 & 3) + (1 << 4) + (7 ^ 2)', '23'],
  [`'abc' == 'ABC'`, 'true'],
  [`'abc'.equals('ABC')`, 'false'],
  [`'abc' === 'ABC'`, 'false'],
  ['null', 'null'],
  [`(String) null ?? 'x'`, 'x'],
  [`true ? 1 : 2.5`, '1'],
  [`'It\\'s \\u0041\\\\'`, `It's A\\`],
  [`'a,b,,c,,'.split(',')`, '(a, b, , c)'],
  [`'a.b'.split('\\\\.')[1]`, 'b'],
  [`'x-y'.substringAfter('-') + 'hello'.substring(1, 3) + 'abc'.left(2)`, 'yelab'],
  [`String.format('{0} of {1}', new List<Object>{ 'one', 2 })`, 'one of 2'],
  [`String.join(new Set<Integer>{ 1, 2, 1 }, ';')`, '1;2'],
  [`String.escapeSingleQuotes('a\\'b')`, `a\\'b`],
  ['new List<Integer>{ 1, null }', '(1, null)'],
  [`new Map<String, Integer>{ 'a' => 1, 'b' => 2 }`, '{a=1, b=2}'],
  ['new Integer[]{ 4, 5 }[1]', '5'],
  ["Decimal.valueOf('12.345').setScale(2, RoundingMode.HALF_UP)", '12.35'],
  ['Math.mod(7, 3) + Math.max(1, 2) + Math.abs(-4)', '7'],
  ["Integer.valueOf('42') + Long.valueOf('1')", '43'],
  ['System.now()', '2026-01-31 12:30:15'],
  [`Datetime.now().addMonths(1).format('yyyy-MM-dd\\'T\\'HH:mm:ss.SSS\\'Z\\'')`, '2026-02-28T12:30:15.250Z'],
  ['System.currentTimeMillis() / 1000', '1769862615'],
  ['String.valueOf(Date.newInstance(2026, 1, 31).addDays(1))', '2026-02-01'],
  [`EncodingUtil.urlEncode('a b&é~', 'UTF-8')`, 'a+b%26%C3%A9%7E'],
  [`EncodingUtil.base64Decode('aGk=').toString()`, 'hi'],
  [
    `EncodingUtil.convertToHex(Crypto.generateDigest('SHA-256', Blob.valueOf('')))`,
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ],
  ['URL.getOrgDomainUrl().toExternalForm()', 'https://acme.my.salesforce.com'],
  ['UserInfo.getUserName() + UserInfo.getOrganizationId()', 'ann@hub.example00D000000000001AAA'],
  [
    `JSON.serialize(new Map<String, Object>{ 'a' => 1.50, 'b' => null, 'c' => new List<Boolean>{ true } })`,
    '{"c":[true],"b":null,"a":1.50}',
  ],
  [`((List<Object>) JSON.deserializeUntyped('[1, 12345678901, 2.5, "x"]'))[1] instanceof Long`, 'true'],
  [`JSON.serialize([SELECT Id, Name FROM User][0]).contains('"attributes":{"type":"User"')`, 'true'],
  ['new HttpRequest()', 'System.HttpRequest[Endpoint=null, Method=null]'],
];

describe('the Apex language', () => {
  for (const [expression, shown] of values) {
    it(`evaluates ${expression}`, async () => {
      expect(await valueOf(expression)).to.equal(shown);
    });
  }

  it('has loops, switch, break and continue, whatever the case of names', async () => {
    const shown = await show(`Integer Sum = 0;
      FOR (integer i = 0; i < 10; i++) { if (i == 2) continue; if (i == 5) break; SUM += i; }
      for (Integer each : new List<Integer>{ 10, 20 }) sum += EACH;
      while (sum < 100) sum *= 2;
      do { sum--; } while (sum > 70);
      switch on sum { when 1, 70 { system.DEBUG('seventy'); } when else { System.debug('other'); } }
      System.debug(sum);`);
    expect(shown).to.deep.equal(['seventy', '70']);
  });

  it('has classes with inheritance, properties, interfaces and enums', async () => {
    const shown = await show(`
      interface Speaker { String speak(); }
      virtual class Animal implements Speaker {
        protected String name; public Integer legs { get; set; }
        public String label { get { return name + legs; } private set; }
        public Animal(String name) { this.name = name; legs = 4; }
        public virtual String speak() { return 'I am ' + name; }
      }
      class Dog extends Animal {
        Color fur = Color.BROWN;
        public Dog() { super('Rex'); }
        public override String speak() { return super.speak() + ' (' + fur + ')'; }
        public override String toString() { return 'dog'; }
      }
      enum Color { BLACK, BROWN }
      Speaker s = new Dog();
      System.debug(s.speak()); System.debug(s); System.debug(((Animal) s).label + (s instanceof Dog));`);
    expect(shown).to.deep.equal(['I am Rex (BROWN)', 'dog', 'Rex4true']);
  });

  it('lets methods see the variables before them, and call methods behind them', async () => {
    const shown = await show(`Integer calls = 0;
      Integer twice(Integer n) { calls++; return add(n, n); }
      System.debug(twice(4) + calls);
      Integer add(Integer a, Integer b) { return a + b; }`);
    expect(shown).to.deep.equal(['9']);
  });

  it('cuts a chain short at ?.', async () => {
    expect(
      await show(`String s; User u; System.debug(s?.trim().length()); System.debug(u?.Profile.Name);`)
    ).to.deep.equal(['null', 'null']);
  });

  it('catches the nearest handler, runs finally, keeps the cause', async () => {
    const shown = await show(`class MyException extends Exception {}
      try {
        try { throw new MyException('inner'); }
        catch (NullPointerException e) { System.debug('wrong'); }
        finally { System.debug('finally'); }
      } catch (MyException e) {
        Exception outer = new IllegalArgumentException('outer', e);
        System.debug(outer.getCause().getMessage() + e.getLineNumber() + e.getTypeName());
      }`);
    expect(shown).to.deep.equal(['finally', 'inner3MyException']);
  });

  it('reads JSON into a declared class', async () => {
    const shown =
      await show(`class Token { public String iss; public Integer n = 3; public List<Token> more; }
      Token t = (Token) JSON.deserialize('{"iss":"a","more":[{"iss":"b","n":4}],"other":1}', Token.class);
      System.debug(t.iss + t.n + t.more[0].iss + t.more[0].n); System.debug(JSON.serializePretty(t.more[0]).split('\\n').size());`);
    expect(shown).to.deep.equal(['a3b4', '5']);
  });

  it('binds variables in queries', async () => {
    const { host, seen } = world();
    const code = `Set<Id> ids = new Set<Id>{ UserInfo.getUserId() }; String name = 'O\\'Hara';
      User u = [SELECT Id, Profile.Name FROM User WHERE Name = :name AND Id IN :ids LIMIT 1];
      System.debug(u.Profile.Name);
      System.debug([SELECT count() FROM User WHERE IsActive = true]);
      List<User> found = Database.query('SELECT Id FROM User WHERE Name = :name AND Username = \\':x\\'');`;
    expect(debugged(await executeAnonymous(code, host))).to.deep.equal(['System Administrator', '1']);
    expect(seen.queries).to.deep.equal([
      `SELECT Id, Profile.Name FROM User WHERE Name = 'O\\'Hara' AND Id IN ('005000000000001AAA') LIMIT 1`,
      'SELECT Id FROM User WHERE IsActive = true',
      `SELECT Id FROM User WHERE Name = 'O\\'Hara' AND Username = ':x'`,
    ]);
  });

  it('wants exactly one row for a record', async () => {
    const code = 'User u = [SELECT Id FROM User];';
    expect((await run(code, { query: () => [] })).exceptionMessage).to.equal(
      'System.QueryException: List has no rows for assignment to SObject'
    );
    expect((await run(code, { query: () => [{ Id: null }, { Id: null }] })).exceptionMessage).to.equal(
      'System.QueryException: List has more than 1 row for assignment to SObject'
    );
  });
});
