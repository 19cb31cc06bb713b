import type { Call, TypeValue, Value } from '../values/value.ts';
import type { Definition } from './definition.ts';
import { newGenerator } from './json-generator.ts';
import { newParser } from './json-parser.ts';
import { readJson } from './json-read.ts';
import { toTyped } from './json-typed.ts';
import { writeJson } from './json-write.ts';

const write = ({ machine }: Call, value: Value, pretty: boolean, skipNulls = false): string =>
  writeJson(value, { pretty, skipNulls, apiVersion: machine.host.apiVersion });

/** Apex Reference Guide, "JSON Class" */
export const json: Definition = {
  name: 'JSON',
  members: {
    'static String serialize(Object? value)': (value: Value, call: Call) => write(call, value, false),
    'static String serialize(Object? value, Boolean suppressNulls)': (
      value: Value,
      suppress: boolean,
      call: Call
    ) => write(call, value, false, suppress),
    'static String serializePretty(Object? value)': (value: Value, call: Call) => write(call, value, true),
    'static String serializePretty(Object? value, Boolean suppressNulls)': (
      value: Value,
      suppress: boolean,
      call: Call
    ) => write(call, value, true, suppress),
    'static JSONParser createParser(String text)': (text: string) => newParser(text),
    'static JSONGenerator createGenerator(Boolean pretty)': (pretty: boolean, { machine }: Call) =>
      newGenerator(machine, pretty),
    'static Object deserializeUntyped(String text)': (text: string) => readJson(text),
    'static Object deserialize(String text, Type type)': (
      text: string,
      { type }: TypeValue,
      { machine }: Call
    ) => toTyped(machine, readJson(text), type, false),
    'static Object deserializeStrict(String text, Type type)': (
      text: string,
      { type }: TypeValue,
      { machine }: Call
    ) => toTyped(machine, readJson(text), type, true),
  },
};
