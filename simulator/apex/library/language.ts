import { randomUUID } from 'node:crypto';
import { ApexException } from '../host.ts';
import { convert } from '../types/assign.ts';
import { nameOf, types } from '../types/type.ts';
import { equal } from '../values/compare.ts';
import { text } from '../values/text.ts';
import { toText } from '../values/tostring.ts';
import { type Call, type EnumValue, type Instance, type TypeValue, type Value } from '../values/value.ts';
import { instance, type Definition } from './definition.ts';

const toBoolean = (value: Value): boolean => {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.toLowerCase() === 'true';
  throw new ApexException('System.TypeException', `Invalid conversion to Boolean: ${text(value)}`);
};

/** What every value has, and the small types of the language. */
export const language: Definition[] = [
  {
    name: 'Object',
    members: {
      'String toString()': (self: Value, { machine }: Call) => toText(machine, self),
      'Boolean equals(Object? other)': (self: Value, other: Value) => equal(self, other),
    },
    lacks: 'hashCode',
  },
  {
    name: 'Boolean',
    members: { 'static Boolean valueOf(Object value)': (value: Value) => toBoolean(value) },
  },
  {
    name: 'Id',
    members: {
      'static Id valueOf(String value)': (value: string) => convert(value, types.id),
      'String to15()': (self: string) => self.slice(0, 15),
    },
    lacks: 'getSObjectType addError',
  },
  {
    name: 'Type',
    members: {
      'String getName()': (self: TypeValue) => nameOf(self.type),
    },
    lacks: 'forName newInstance isAssignableFrom hashCode',
  },
  {
    name: 'Enum',
    members: {
      'String name()': (self: EnumValue) => self.name,
      'Integer ordinal()': (self: EnumValue) => self.ordinal,
    },
  },
  { name: 'Comparable', isInterface: true },
  {
    name: 'UUID',
    members: {
      'static UUID randomUUID()': (call: Call): Value => {
        const value = randomUUID();
        return instance(call, value, () => value);
      },
      'String toString()': (self: Instance) => self.state as string,
    },
    lacks: 'fromString',
  },
];
