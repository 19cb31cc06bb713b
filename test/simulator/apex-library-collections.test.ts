import { throws, yields } from './apex-tables.ts';

const byLength = `class ByLength implements Comparator<String> {
  public Integer compare(String a, String b) { return a.length() - b.length(); }
}
class Step implements Comparable {
  public Integer n; public Step(Integer n) { this.n = n; }
  public Integer compareTo(Object other) { return n - ((Step) other).n; }
}
class Plain { }
class Countdown implements Iterable<Integer>, Iterator<Integer> {
  Integer n = 3;
  public Iterator<Integer> iterator() { return this; }
  public Boolean hasNext() { return n > 0; }
  public Integer next() { n--; return n; }
}
`;

describe('List', () => {
  const setup = `${byLength} List<Integer> l = new List<Integer>{ 3, 1, 2 };`;
  yields(
    [
      ['l.add(4); l', '(3, 1, 2, 4)'],
      ['l.add(0, 9); l', '(9, 3, 1, 2)'],
      ['l.add(null); l', '(3, 1, 2, null)'],
      ['l.addAll(new List<Integer>{ 5, 6 }); l', '(3, 1, 2, 5, 6)'],
      ['l.addAll(new Set<Integer>{ 7 }); l', '(3, 1, 2, 7)'],
      ['l.get(1)', '1'],
      ['l.set(0, 5); l', '(5, 1, 2)'],
      [`l.remove(1) + ':' + l`, '1:(3, 2)'],
      [`l.size() + ':' + l.isEmpty()`, '3:false'],
      ['l.contains(2) && !l.contains(9)', 'true'],
      [`l.indexOf(2) + ':' + l.indexOf(9)`, '2:-1'],
      ['l.clear(); l.isEmpty()', 'true'],
      [`List<Integer> copy = l.clone(); copy.add(4); l.size() + ':' + copy.size()`, '3:4'],
      ['l.equals(new List<Integer>{ 3, 1, 2 })', 'true'],
      ['l == new List<Integer>{ 1, 2, 3 }', 'false'],
      ['l.toString()', '(3, 1, 2)'],
      ['new List<Integer>(l)', '(3, 1, 2)'],
      ['new List<Integer>(new Set<Integer>{ 8 })', '(8)'],
      ['new List<Integer>()', '()'],
      ['Integer[] made = new Integer[2]; made', '(null, null)'],
      ['Iterator<Integer> i = l.iterator(); Integer sum = 0; while (i.hasNext()) sum += i.next(); sum', '6'],
      ['Integer sum = 0; for (Integer each : new Countdown()) sum += each; sum', '3'],
      ['l.add(null); l.sort(); l', '(null, 1, 2, 3)'],
      [`List<String> s = new List<String>{ 'b', 'B', 'a' }; s.sort(); s`, '(B, a, b)'],
      [
        'List<Date> d = new List<Date>{ Date.newInstance(2026, 2, 1), null, Date.newInstance(2026, 1, 1) }; d.sort(); d[1].month()',
        '1',
      ],
      [
        'List<LoggingLevel> e = new List<LoggingLevel>{ LoggingLevel.ERROR, LoggingLevel.NONE }; e.sort(); e',
        '(NONE, ERROR)',
      ],
      ['List<Step> s = new List<Step>{ new Step(2), new Step(1) }; s.sort(); s[0].n', '1'],
      [`List<String> s = new List<String>{ 'ccc', 'a', 'bb' }; s.sort(new ByLength()); s`, '(a, bb, ccc)'],
      [
        `List<Id> ids = new List<Id>{ '005000000000002AAA', '005000000000001AAA' }; ids.sort(); ids[0]`,
        '005000000000001AAA',
      ],
    ],
    { setup }
  );
  yields([
    [
      `List<User> l = new List<User>{ new User(Id = '005000000000001AAA', Name = 'A') }; l.deepClone()`,
      '(User:{Name=A})',
    ],
    [
      `List<User> l = new List<User>{ new User(Id = '005000000000001AAA') }; l.deepClone(true)`,
      '(User:{Id=005000000000001AAA})',
    ],
    [`List<User> l = new List<User>{ new User(Name = 'A') }; l.deepClone()[0].Name = 'B'; l[0].Name`, 'A'],
    ['new List<User>().getSObjectType()', 'User'],
    ['new List<SObject>().getSObjectType()', 'null'],
  ]);
  throws(
    [
      ['l.get(3)', 'System.ListException: List index out of bounds: 3'],
      ['l.remove(-1)', 'System.ListException: List index out of bounds: -1'],
      ['l[5] = 1', 'System.ListException: List index out of bounds: 5'],
      ['l.addAll((List<Integer>) null)', 'System.NullPointerException: Argument cannot be null.'],
      [
        'for (Integer each : l) l.add(each)',
        'System.FinalException: Cannot modify a collection while it is being iterated.',
      ],
      ['new List<Integer>().iterator().next()', 'System.NoSuchElementException'],
      [
        'new List<Plain>{ new Plain(), new Plain() }.sort()',
        'System.ListException: One or more of the items in this list is not Comparable.',
      ],
    ],
    { setup }
  );
});

describe('Set', () => {
  const setup = `Set<String> s = new Set<String>{ 'a', 'b' }; Set<String> other = new Set<String>{ 'b', 'c' };
    List<String> few = new List<String>{ 'b' };`;
  yields(
    [
      [`s.add('c') + ':' + s.add('a')`, 'true:false'],
      ['s.addAll(few)', 'false'],
      [`s.addAll(other) + ':' + s`, 'true:{a, b, c}'],
      [`s.contains('a') && !s.contains('A')`, 'true'],
      [`s.containsAll(few) + ':' + s.containsAll(other)`, 'true:false'],
      [`s.remove('a') + ':' + s.remove('z') + ':' + s`, 'true:false:{b}'],
      [`s.removeAll(few) + ':' + s`, 'true:{a}'],
      [`s.removeAll(other) + ':' + s`, 'true:{a}'],
      [`s.retainAll(few) + ':' + s`, 'true:{b}'],
      [`s.retainAll(s.clone()) + ':' + s`, 'false:{a, b}'],
      [`s.retainAll(other) + ':' + s`, 'true:{b}'],
      [`s.size() + ':' + s.isEmpty()`, '2:false'],
      ['s.clear(); s', '{}'],
      [`Set<String> copy = s.clone(); copy.add('z'); s.size()`, '2'],
      [`new Set<String>(few) + ':' + new Set<String>(other) + ':' + new Set<String>()`, '{b}:{b, c}:{}'],
      ['s.iterator().next()', 'a'],
      [`s.equals(new Set<String>{ 'b', 'a' })`, 'true'],
      ['new Set<Object>{ 1, 1L, 1.0, 1.00, 1.0d, null }.size()', '5'],
      ['new Set<Decimal>{ 12345678901234567890.1, 12345678901234567890.2 }.size()', '2'],
      [`new Set<Blob>{ Blob.valueOf('a'), Blob.valueOf('a') }.size()`, '1'],
      ['new Set<Date>{ Date.today(), System.today(), Date.today().addDays(1) }.size()', '2'],
      ['new Set<Type>{ List<String>.class, List<Integer>.class, List<String>.class }.size()', '2'],
      [`new Set<User>{ new User(Name = 'A'), new User(Name = 'A'), new User(Name = 'B') }.size()`, '2'],
      ['new Set<List<Integer>>{ new List<Integer>{ 1 }, new List<Integer>{ 1 } }.size()', '1'],
      [`new Set<Set<String>>{ s, new Set<String>{ 'b', 'a' } }.size()`, '1'],
      [
        `new Set<Object>{ new Map<String, Integer>{ 'a' => 1 }, new Map<String, Integer>{ 'a' => 1 } }.size()`,
        '1',
      ],
      [
        'Http h = new Http(); new Set<List<Http>>{ new List<Http>{ h }, new List<Http>{ h }, new List<Http>{ new Http() } }.size()',
        '2',
      ],
    ],
    { setup }
  );
});

describe('Map', () => {
  const setup = `Map<String, Integer> m = new Map<String, Integer>{ 'a' => 1, 'b' => 2 };`;
  yields(
    [
      [`m.put('a', 3) + ':' + m.put('c', 4) + ':' + m`, '1:null:{a=3, b=2, c=4}'],
      [`m.putAll(new Map<String, Integer>{ 'b' => 5, 'd' => 6 }); m`, '{a=1, b=5, d=6}'],
      [`m.get('a') + ':' + m.get('A')`, '1:null'],
      [`m.containsKey('a') && !m.containsKey('z')`, 'true'],
      [`m.remove('a') + ':' + m.remove('z') + ':' + m`, '1:null:{b=2}'],
      ['m.keySet()', '{a, b}'],
      ['m.values()', '(1, 2)'],
      [`m.size() + ':' + m.isEmpty()`, '2:false'],
      ['m.clear(); m', '{}'],
      [`Map<String, Integer> copy = m.clone(); copy.put('z', 9); m.size()`, '2'],
      [`new Map<String, Integer>(m).get('b')`, '2'],
      ['new Map<String, Integer>()', '{}'],
      [`m.equals(new Map<String, Integer>{ 'b' => 2, 'a' => 1 })`, 'true'],
      ['m.toString()', '{a=1, b=2}'],
      [`new Map<Id, User>([SELECT Id, Name FROM User]).get('005000000000001AAA').Name`, 'Ann'],
      [
        'Map<Id, User> users = new Map<Id, User>(); users.putAll([SELECT Id FROM User]); users.keySet()',
        '{005000000000001AAA}',
      ],
      ['Integer sum = 0; for (String key : m.keySet()) sum += m.get(key); sum', '3'],
    ],
    { setup }
  );
});
