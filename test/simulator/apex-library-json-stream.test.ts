import { throws, yields } from './apex-tables.ts';

const token = `class Token { public String iss; public Integer n; public Date day; public LoggingLevel level; public List<Token> more; } `;

describe('JSONParser', () => {
  const setup = `${token} JSONParser p = JSON.createParser('{"a": "x", "n": 5, "list": [1.5, true], "last": null}');`;
  yields(
    [
      [
        `p.nextToken() + ':' + p.nextToken() + ':' + p.getText() + ':' + p.getCurrentName() + ':' + p.nextToken()`,
        'START_OBJECT:FIELD_NAME:a:a:VALUE_STRING',
      ],
      ['Integer n = 0; while (p.nextToken() != null) n++; n', '13'],
      [
        `p.nextToken(); p.nextValue(); p.nextValue(); p.getIntegerValue() + ':' + p.getLongValue() + ':' + p.getDoubleValue() + ':' + p.getDecimalValue()`,
        '5:5:5.0:5',
      ],
      [
        `p.nextToken(); p.nextValue(); p.nextValue(); p.nextValue(); p.nextToken(); Decimal d = p.getDecimalValue(); p.nextToken(); d + ':' + p.getBooleanValue() + ':' + p.getCurrentToken()`,
        '1.5:true:VALUE_TRUE',
      ],
      [
        `p.hasCurrentToken() + ':' + p.getCurrentToken() + ':' + p.getText() + ':' + p.getCurrentName()`,
        'false:null:null:null',
      ],
      [
        `p.nextToken(); p.clearCurrentToken(); p.hasCurrentToken() + ':' + p.getLastClearedToken()`,
        'false:START_OBJECT',
      ],
      ['p.nextToken(); p.skipChildren(); p.getCurrentToken()', 'END_OBJECT'],
      [`Token t = (Token) JSON.createParser('{"iss": "a"}').readValueAs(Token.class); t`, 'null'],
      [
        `p = JSON.createParser('{"iss": "a", "x": 1}'); p.nextToken(); ((Token) p.readValueAs(Token.class)).iss`,
        'a',
      ],
      [
        `p = JSON.createParser('["005000000000001AAA", "aGk=", "2026-01-02", "2026-01-02T03:04:05Z"]'); p.nextToken(); p.nextToken(); Id i = p.getIdValue(); p.nextToken(); String s = i + p.getBlobValue().toString(); p.nextToken(); s += p.getDateValue().day(); p.nextToken(); s + p.getDatetimeValue()`,
        '005000000000001AAAhi22026-01-02 03:04:05',
      ],
      [`JSONToken.valueOf('START_ARRAY') == JSONToken.START_ARRAY`, 'true'],
    ],
    { setup }
  );
  throws(
    [
      ['p.nextToken(); p.getIntegerValue()', 'System.JSONException'],
      [
        `p = JSON.createParser('{"x": 1}'); p.nextToken(); p.readValueAsStrict(Token.class)`,
        'System.JSONException',
      ],
    ],
    { setup }
  );
});

describe('JSONGenerator', () => {
  const setup = 'JSONGenerator g = JSON.createGenerator(false); g.writeStartObject();';
  const end = 'g.writeEndObject(); g.getAsString()';
  yields(
    [
      [
        `g.writeStringField('a', 'x'); g.writeNumberField('n', 1); g.writeNumberField('l', 2L); g.writeNumberField('d', 1.5d); g.writeNumberField('e', 1.50); ${end}`,
        '{"a":"x","n":1,"l":2,"d":1.5,"e":1.50}',
      ],
      [
        `g.writeBooleanField('b', true); g.writeNullField('n'); g.writeIdField('i', '005000000000001AAA'); g.writeBlobField('c', Blob.valueOf('hi')); ${end}`,
        '{"b":true,"n":null,"i":"005000000000001AAA","c":"aGk="}',
      ],
      [
        `g.writeDateField('d', Date.newInstance(2026, 1, 2)); g.writeDateTimeField('t', Datetime.now()); g.writeTimeField('u', Time.newInstance(1, 2, 3, 4)); ${end}`,
        '{"d":"2026-01-02","t":"2026-01-31T12:30:15.250Z","u":"01:02:03.004Z"}',
      ],
      [
        `g.writeObjectField('o', new List<Integer>{ 1 }); g.writeFieldName('p'); g.writeObject(null); ${end}`,
        '{"o":[1],"p":null}',
      ],
      [
        `g.writeFieldName('l'); g.writeStartArray(); g.writeString('a'); g.writeNumber(1); g.writeBoolean(false); g.writeNull(); g.writeEndArray(); ${end}`,
        '{"l":["a",1,false,null]}',
      ],
      ['JSON.createGenerator(true).getAsString()', ''],
      [
        `JSONGenerator q = JSON.createGenerator(true); q.writeStartArray(); q.writeNumber(1); q.writeEndArray(); q.getAsString()`,
        '[ 1 ]',
      ],
      [`g.close(); g.isClosed()`, 'true'],
      ['g.isClosed()', 'false'],
    ],
    { setup }
  );
  throws(
    [
      [`g.writeString('a')`, 'System.JSONException: Can not write text value, expecting field name'],
      ['g.writeEndArray()', 'System.JSONException: Current context not an ARRAY but OBJECT'],
      [
        `g.writeFieldName('a'); g.writeFieldName('b')`,
        'System.JSONException: Can not write a field name, expecting a value',
      ],
      ['g.close(); g.writeEndObject(); g.writeNull()', 'System.JSONException: Generator is closed'],
    ],
    { setup }
  );
});
