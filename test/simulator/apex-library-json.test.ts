import { throws, yields } from './apex-tables.ts';

const token = `class Token { public String iss; public Integer n; public Date day; public LoggingLevel level; public List<Token> more; } `;

describe('JSON: writing', () => {
  yields(
    [
      [
        `JSON.serialize('a"b\\n') + JSON.serialize(null) + JSON.serialize(1L) + JSON.serialize(1.50) + JSON.serialize(2.0d)`,
        '"a\\"b\\n"null11.502.0',
      ],
      [
        `JSON.serialize(Blob.valueOf('hi')) + JSON.serialize(Date.newInstance(2026, 1, 2)) + JSON.serialize(Datetime.now())`,
        '"aGk=""2026-01-02""2026-01-31T12:30:15.250Z"',
      ],
      [
        `JSON.serialize(Time.newInstance(1, 2, 3, 4)) + JSON.serialize(LoggingLevel.INFO) + JSON.serialize(String.class)`,
        '"01:02:03.004Z""INFO""String"',
      ],
      [`JSON.serialize(new Set<Integer>{ 1, 2 })`, '[1,2]'],
      [`Token t = new Token(); t.iss = 'a'; t.n = 1; JSON.serialize(t, true)`, '{"iss":"a","n":1}'],
      [
        `JSON.serialize(new User(Id = '005000000000001AAA', Name = 'A'))`,
        '{"attributes":{"type":"User","url":"/services/data/v66.0/sobjects/User/005000000000001AAA"},"Id":"005000000000001AAA","Name":"A"}',
      ],
      [
        `JSON.serializePretty(new Map<String, Object>{ 'a' => new List<Object>{ 1, new Map<String, Object>() }, 'b' => new List<Object>() }).replace('\\n', '~')`,
        '{~  "b" : [ ],~  "a" : [ 1, { } ]~}',
      ],
      [
        `JSON.serializePretty(new List<Object>{ new Map<String, Object>{ 'a' => 1 } }, true).replace('\\n', '~')`,
        '[ {~  "a" : 1~} ]',
      ],
    ],
    { setup: token }
  );
  throws([
    ['JSON.serialize(new Http())', 'System.JSONException: Apex Type unsupported in JSON: Http'],
    [
      `JSON.serialize(new IllegalArgumentException('a'))`,
      'System.JSONException: Apex Type unsupported in JSON',
    ],
  ]);
});

describe('JSON: reading', () => {
  yields(
    [
      [
        `JSON.deserializeUntyped('{"a": [1, -2.5, 3000000000, 1e2, 123456789012345678901], "b": {"c": null}, "d": true}')`,
        '{a=(1, -2.5, 3000000000, 100, 123456789012345678901), b={c=null}, d=true}',
      ],
      [`JSON.deserializeUntyped(' [ { } , [ ] , "\\\\u0041\\\\n" ] ')`, '({}, (), A'],
      [`((List<Integer>) JSON.deserialize('[1, "2", null]', List<Integer>.class))`, '(1, 2, null)'],
      [`((Set<String>) JSON.deserialize('["a", "a", 1, true]', Set<String>.class))`, '{a, 1, true}'],
      [
        `((Map<String, Decimal>) JSON.deserialize('{"a": 1.50}', Map<String, Decimal>.class)).get('a')`,
        '1.50',
      ],
      [`(Date) JSON.deserialize('"2026-01-02"', Date.class)`, '2026-01-02 00:00:00'],
      [
        `(Datetime) JSON.deserialize('"2026-01-02T03:04:05.678+0100"', Datetime.class)`,
        '2026-01-02 02:04:05',
      ],
      [`(Datetime) JSON.deserialize('"2026-01-02T03:04:05"', Datetime.class)`, '2026-01-02 03:04:05'],
      [`((Blob) JSON.deserialize('"aGk="', Blob.class)).toString()`, 'hi'],
      [`(LoggingLevel) JSON.deserialize('"WARN"', LoggingLevel.class)`, 'WARN'],
      [
        `Token t = (Token) JSON.deserialize('{"ISS": "a", "level": "INFO", "day": "2026-01-02", "more": null, "x": 1}', Token.class); t.iss + t.level + t.day.day()`,
        'aINFO2',
      ],
      [
        `Token t = (Token) JSON.deserializeStrict('{"iss": "a", "more": [{"n": 1}]}', Token.class); t.more[0].n`,
        '1',
      ],
      [
        `User u = (User) JSON.deserialize('{"attributes": {"type": "User"}, "Name": "A", "IsActive": true}', User.class); u.Name + u.IsActive`,
        'Atrue',
      ],
    ],
    { setup: token }
  );
  throws(
    [
      [
        `JSON.deserializeUntyped('')`,
        'System.JSONException: No content to map to Object due to end of input',
      ],
      [`JSON.deserializeUntyped('[1')`, 'System.JSONException: Unexpected end-of-input'],
      [
        `JSON.deserializeUntyped('[1 2]')`,
        `System.JSONException: Unexpected character ('2' (code 50)): was expecting comma to separate ARRAY entries`,
      ],
      [
        `JSON.deserializeUntyped('{"a" 1}')`,
        `System.JSONException: Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value`,
      ],
      [
        `JSON.deserializeUntyped('{a: 1}')`,
        `System.JSONException: Unexpected character ('a' (code 97)): was expecting double-quote to start field name`,
      ],
      [`JSON.deserializeUntyped('"a')`, 'System.JSONException: Unexpected character'],
      [`JSON.deserializeUntyped('1 2')`, 'System.JSONException: Unexpected character'],
      [
        `JSON.deserialize('{}', List<String>.class)`,
        `System.JSONException: Malformed JSON: Expected '[' at the beginning of List/Set`,
      ],
      [
        `JSON.deserialize('[]', Token.class)`,
        `System.JSONException: Malformed JSON: Expected '{' at the beginning of object`,
      ],
      [`JSON.deserialize('"a"', Integer.class)`, 'System.JSONException: Illegal value for primitive'],
      [`JSON.deserialize('"yesterday 1"', Date.class)`, 'System.JSONException: Illegal value for primitive'],
      [`JSON.deserialize('"2026-13-01"', Date.class)`, 'System.JSONException: Illegal value for primitive'],
      [
        `JSON.deserialize('{"a": 1}', Map<String, Object>.class)`,
        'System.JSONException: Apex Type unsupported in JSON: Object',
      ],
      [`JSON.deserializeStrict('{"x": 1}', Token.class)`, 'System.JSONException'],
    ],
    { setup: token }
  );
});
