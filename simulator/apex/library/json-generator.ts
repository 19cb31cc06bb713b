import { ApexException } from '../host.ts';
import type { Machine } from '../machine.ts';
import { declareClass } from '../types/type.ts';
import type { Instance, Value } from '../values/value.ts';
import type { Definition, Native } from './definition.ts';
import { jsonNode, nodeText, type JsonNode, type Style } from './json-write.ts';

type Container = Exclude<JsonNode, string>;
/** `name`: of the field whose value comes next. */
type State = { style: Style; open: Container[]; root?: JsonNode; name?: string; closed: boolean };

const stateOf = (self: Instance): State => self.state as State;

const refuse = (message: string): ApexException => new ApexException('System.JSONException', message);

/** Adds a value where the generator stands. Texts of misuse: Jackson, which Apex uses. */
const add = (state: State, what: string, value: JsonNode): null => {
  if (state.closed) throw refuse('Generator is closed');
  const container = state.open.at(-1);
  if (container?.open === '{' && state.name === undefined)
    throw refuse(`Can not ${what}, expecting field name`);
  if (container) container.parts.push([state.name, value]);
  else state.root = value;
  state.name = undefined;
  return null;
};

const start = (state: State, bracket: '{' | '['): null => {
  const container: Container = { open: bracket, parts: [] };
  add(state, bracket === '{' ? 'start an object' : 'start an array', container);
  state.open.push(container);
  return null;
};

const end = (state: State, bracket: '{' | '['): null => {
  const at = state.open.at(-1);
  if (at?.open !== bracket) {
    const context = at === undefined ? 'ROOT' : at.open === '{' ? 'OBJECT' : 'ARRAY';
    throw refuse(`Current context not ${bracket === '{' ? 'an object' : 'an ARRAY'} but ${context}`);
  }
  state.open.pop();
  return null;
};

const nameField = (state: State, name: string): null => {
  if (state.open.at(-1)?.open !== '{' || state.name !== undefined)
    throw refuse('Can not write a field name, expecting a value');
  state.name = name;
  return null;
};

/** `writeX(value)` and `writeXField(name, value)`. */
const writers = (title: string, type: string, what: string): Record<string, Native> => {
  const write = (self: Instance, value: Value): null =>
    add(stateOf(self), what, jsonNode(value, stateOf(self).style));
  return {
    [`void write${title}(${type} value)`]: write,
    [`void write${title}Field(String name, ${type} value)`]: (
      self: Instance,
      name: string,
      value: Value
    ): null => {
      nameField(stateOf(self), name);
      return write(self, value);
    },
  };
};

export const newGenerator = ({ host }: Machine, pretty: boolean): Instance => ({
  kind: 'Instance',
  type: { class: declareClass('JSONGenerator'), args: [] },
  fields: new Map(),
  state: {
    style: { pretty, skipNulls: false, apiVersion: host.apiVersion },
    open: [],
    closed: false,
  } satisfies State,
});

/** Apex Reference Guide, "JSONGenerator Class" */
export const jsonGenerator: Definition = {
  name: 'JSONGenerator',
  members: {
    'void writeStartObject()': (self: Instance) => start(stateOf(self), '{'),
    'void writeEndObject()': (self: Instance) => end(stateOf(self), '{'),
    'void writeStartArray()': (self: Instance) => start(stateOf(self), '['),
    'void writeEndArray()': (self: Instance) => end(stateOf(self), '['),
    'void writeFieldName(String name)': (self: Instance, name: string) => nameField(stateOf(self), name),
    ...writers('String', 'String', 'write text value'),
    ...writers('Number', 'Integer', 'write number'),
    ...writers('Number', 'Long', 'write number'),
    ...writers('Number', 'Double', 'write number'),
    ...writers('Number', 'Decimal', 'write number'),
    ...writers('Boolean', 'Boolean', 'write boolean value'),
    ...writers('Date', 'Date', 'write text value'),
    ...writers('DateTime', 'Datetime', 'write text value'),
    ...writers('Time', 'Time', 'write text value'),
    ...writers('Id', 'Id', 'write text value'),
    ...writers('Blob', 'Blob', 'write text value'),
    ...writers('Object', 'Object?', 'write text value'),
    'void writeNull()': (self: Instance) => add(stateOf(self), 'write null value', 'null'),
    'void writeNullField(String name)': (self: Instance, name: string) => {
      nameField(stateOf(self), name);
      return add(stateOf(self), 'write null value', 'null');
    },
    'String getAsString()': (self: Instance) => {
      const { root, style } = stateOf(self);
      return root === undefined ? '' : nodeText(root, style);
    },
    'void close()': (self: Instance) => {
      stateOf(self).closed = true;
      return null;
    },
    'Boolean isClosed()': (self: Instance) => stateOf(self).closed,
  },
};
