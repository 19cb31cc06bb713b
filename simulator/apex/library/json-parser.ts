import { ApexException } from '../host.ts';
import { convert } from '../types/assign.ts';
import { declareClass, types, type Type } from '../types/type.ts';
import { isNumeric, toKind, type NumericKind } from '../values/number.ts';
import type { Call, Instance, TypeValue, Value } from '../values/value.ts';
import type { Definition, Native } from './definition.ts';
import { readValue } from './json-read.ts';
import { jsonTokens, type JsonToken } from './json-tokens.ts';
import { toTyped } from './json-typed.ts';

/** `names`: the field at hand in each object or array around the current token. */
type State = {
  tokens: Generator<JsonToken>;
  current?: JsonToken;
  cleared?: JsonToken;
  names: (string | null)[];
};

const stateOf = (self: Instance): State => self.state as State;

const advance = (state: State): JsonToken | undefined => {
  if (state.current?.kind.startsWith('START_')) state.names.push(null);
  state.current = state.tokens.next().value as JsonToken | undefined;
  if (state.current?.kind === 'FIELD_NAME') state.names[state.names.length - 1] = state.current.text;
  if (state.current?.kind.startsWith('END_')) state.names.pop();
  return state.current;
};

const enumValue = (token: JsonToken | undefined): Value =>
  declareClass('JSONToken').constants.find(({ name }) => name === token?.kind) ?? null;

/** The value of the current token. @throws ApexException for a token of another kind; no source gives the text */
const current = (self: Instance, fits: (token: JsonToken) => boolean): Value => {
  const token = stateOf(self).current;
  if (token && fits(token)) return token.value;
  throw new ApexException(
    'System.JSONException',
    `Current token (${token?.kind ?? 'null'}) not of that type`
  );
};

const number =
  (kind: NumericKind): Native =>
  (self: Instance) =>
    toKind(
      current(self, ({ value }) => isNumeric(value)),
      kind
    );

const typed =
  (type: Type): Native =>
  (self: Instance, { machine }: Call) =>
    toTyped(
      machine,
      current(self, ({ kind }) => kind === 'VALUE_STRING'),
      type,
      false
    );

/** The value that begins at the current token; the parser goes on to its last token. */
const wholeValue = (state: State): Value => {
  const { current: first } = state;
  if (first === undefined || first.kind === 'FIELD_NAME') return null;
  return readValue(first, () => advance(state) as JsonToken);
};

const readAs =
  (isStrict: boolean): Native =>
  (self: Instance, { type }: TypeValue, { machine }: Call) =>
    toTyped(machine, wholeValue(stateOf(self)), type, isStrict);

const kinds =
  `END_ARRAY END_OBJECT FIELD_NAME NOT_AVAILABLE START_ARRAY START_OBJECT VALUE_EMBEDDED_OBJECT VALUE_FALSE
  VALUE_NULL VALUE_NUMBER_FLOAT VALUE_NUMBER_INT VALUE_STRING VALUE_TRUE`.split(/\s+/);

export const newParser = (text: string): Instance => ({
  kind: 'Instance',
  type: { class: declareClass('JSONParser'), args: [] },
  fields: new Map(),
  state: { tokens: jsonTokens(text), names: [] } satisfies State,
});

/** Apex Reference Guide, "JSONParser Class" */
export const jsonParser: Definition[] = [
  { name: 'JSONToken', constants: kinds },
  {
    name: 'JSONParser',
    members: {
      'JSONToken nextToken()': (self: Instance) => enumValue(advance(stateOf(self))),
      'JSONToken nextValue()': (self: Instance): Value => {
        const token = advance(stateOf(self));
        return enumValue(token?.kind === 'FIELD_NAME' ? advance(stateOf(self)) : token);
      },
      'JSONToken getCurrentToken()': (self: Instance) => enumValue(stateOf(self).current),
      'JSONToken getLastClearedToken()': (self: Instance) => enumValue(stateOf(self).cleared),
      'Boolean hasCurrentToken()': (self: Instance) => stateOf(self).current !== undefined,
      'void clearCurrentToken()': (self: Instance): null => {
        const state = stateOf(self);
        state.cleared = state.current ?? state.cleared;
        state.current = undefined;
        return null;
      },
      'String getText()': (self: Instance) => stateOf(self).current?.text ?? null,
      'String getCurrentName()': (self: Instance) => stateOf(self).names.at(-1) ?? null,
      'Boolean getBooleanValue()': (self: Instance) =>
        current(self, ({ value }) => typeof value === 'boolean'),
      'Integer getIntegerValue()': number('Integer'),
      'Long getLongValue()': number('Long'),
      'Double getDoubleValue()': number('Double'),
      'Decimal getDecimalValue()': number('Decimal'),
      'Id getIdValue()': (self: Instance) =>
        convert(
          current(self, ({ kind }) => kind === 'VALUE_STRING'),
          types.id
        ),
      'Blob getBlobValue()': typed(types.blob),
      'Date getDateValue()': typed(types.date),
      'Datetime getDatetimeValue()': typed(types.datetime),
      'Object readValueAs(Type type)': readAs(false),
      'Object readValueAsStrict(Type type)': readAs(true),
      'void skipChildren()': (self: Instance): null => {
        wholeValue(stateOf(self));
        return null;
      },
    },
    lacks: 'getTimeValue',
  },
];
