import { randomUUID } from 'node:crypto';
import { ApexException } from '../host.ts';
import { construct } from '../compile/construct.ts';
import type { Program } from '../compile/scope.ts';
import { findType, isUnsimulated } from '../compile/types.ts';
import { currentLine, type Machine } from '../machine.ts';
import { assignable, convert } from '../types/assign.ts';
import { nameOf, types, type Type } from '../types/type.ts';
import { equal } from '../values/compare.ts';
import { text } from '../values/text.ts';
import { toText } from '../values/tostring.ts';
import { type Call, type EnumValue, type Instance, type TypeValue, type Value } from '../values/value.ts';
import { instance, type Definition } from './definition.ts';
import { splitTypes } from './load.ts';
import { hashOf } from './string-more.ts';

const typeValue = (type: Type | undefined): TypeValue | null => (type ? { kind: 'Type', type } : null);

/** The type of a name such as `Map<String, Integer>`, if there is one. @throws Error for one that is not simulated */
const namedType = (program: Program, source: string): Type | undefined => {
  const [, name, list] = /^\s*([\w.]+)\s*(?:<(.*)>)?\s*$/s.exec(source) ?? [];
  if (name === undefined) return undefined;
  const found = findType(program, name);
  if (!found && isUnsimulated(program, name)) throw new Error(`not simulated: ${name}`);
  const args = list === undefined ? [] : splitTypes(list).map((each) => namedType(program, each));
  if (!found || args.includes(undefined) || args.length !== found.class.typeParameters.length)
    return undefined;
  return { class: found.class, args: args as Type[] };
};

const newInstance = async (machine: Machine, type: Type): Promise<Value> => {
  if (type.class.kind === 'sobject') return { kind: 'SObject', type, fields: new Map() };
  const constructor = type.class.constructors.find(({ parameters }) => parameters.length === 0);
  if (!constructor || type.class.abstract)
    throw new ApexException('System.TypeException', `Type cannot be constructed: ${nameOf(type)}`);
  const frame = { machine, self: null, slots: [], name: nameOf(type), line: currentLine(machine) };
  return construct(frame, machine.program.initialisers, type, constructor, []);
};

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
      'Integer hashCode()': (self: Value) => (typeof self === 'number' ? self : hashOf(text(self))),
    },
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
  },
  {
    name: 'Type',
    members: {
      'static Type forName(String name)': (name: string, { machine }: Call) =>
        typeValue(namedType(machine.program, name)),
      'static Type forName(String? namespace, String name)': (
        namespace: string | null,
        name: string,
        { machine }: Call
      ) => typeValue(namedType(machine.program, namespace ? `${namespace}.${name}` : name)),
      'String getName()': (self: TypeValue) => nameOf(self.type),
      'Object newInstance()': (self: TypeValue, { machine }: Call) => newInstance(machine, self.type),
      'Boolean isAssignableFrom(Type other)': (self: TypeValue, other: TypeValue) =>
        assignable(other.type, self.type),
    },
    lacks: 'hashCode',
  },
  {
    name: 'Enum',
    members: {
      'String name()': (self: EnumValue) => self.name,
      'Integer ordinal()': (self: EnumValue) => self.ordinal,
    },
  },
  {
    name: 'Comparable',
    isInterface: true,
    members: { 'Integer compareTo(Object? other)': () => null },
  },
  {
    name: 'Comparator<T>',
    isInterface: true,
    members: { 'Integer compare(T? a, T? b)': () => null },
  },
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
