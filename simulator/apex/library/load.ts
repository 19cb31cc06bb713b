import { allocate } from '../limits.ts';
import { spendTime } from '../machine.ts';
import { ApexException } from '../host.ts';
import { nullPointer } from '../values/exception.ts';
import {
  declareClass,
  libraryClass,
  newClass,
  types,
  type Callable,
  type Class,
  type Member,
  type Parameter,
  type Type,
} from '../types/type.ts';
import type { Call, EnumValue, Value } from '../values/value.ts';
import type { Definition, Native } from './definition.ts';

/** Cuts at commas that stand outside of angle brackets. */
export const splitTypes = (list: string): string[] => {
  const parts = [''];
  let depth = 0;
  for (const character of list) {
    depth += character === '<' ? 1 : character === '>' ? -1 : 0;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
};

/** Reads `Map<String,List<T>>`; single capital letters are type parameters. */
const readType = (source: string): Type => {
  const [, name, list] = /^([\w.]+)(?:<(.*)>)?$/.exec(source) ?? [];
  if (name === 'void') return types.void;
  if (/^[A-Z]$/.test(name)) return { class: newClass(name, 'parameter'), args: [] };
  const known = libraryClass(name);
  if (!known) throw new Error(`the Apex library has no type ${source}`);
  return { class: known, args: list === undefined ? [] : splitTypes(list).map(readType) };
};

const readParameter = (source: string): Parameter => {
  const type = source.slice(0, source.lastIndexOf(' '));
  return { type: readType(type.replace(/\?$/, '')), nullable: type.endsWith('?') };
};

const invoke = (native: Native, call: Call, args: Value[]): Value | Promise<Value> => {
  const { machine } = call;
  const started = performance.now();
  const made = (native as (...args: (Value | Call)[]) => Value | Promise<Value>)(...args, call);
  spendTime(machine, performance.now() - started);
  if (made instanceof Promise) return made.then((value) => allocate(machine, value));
  return allocate(machine, made);
};

const addMember = (owner: Class, name: string, type: Type, isStatic: boolean, native: Native): void => {
  const member: Member = {
    name,
    static: isStatic,
    type,
    read: (self, call) => {
      if (isStatic) return invoke(native, call, []);
      if (self === null) throw nullPointer();
      return invoke(native, call, [self]);
    },
  };
  owner.members.set(name.toLowerCase(), member);
};

const addCallable = (owner: Class, signature: string, native: Native): void => {
  const [, isStatic, returns, name, list] =
    /^(static )?(?:(\S+) )?([\w.]+)(?:\((.*)\))$/.exec(signature) ?? [];
  const parameters = list ? splitTypes(list).map(readParameter) : [];
  const isConstructor = returns === undefined;
  const callable: Callable = {
    name,
    owner,
    static: isStatic !== undefined,
    abstract: owner.kind === 'interface',
    parameters,
    returns: isConstructor ? types.void : readType(returns),
    run: (call, self, args) => {
      if (args.some((arg, i) => arg === null && !parameters[i].nullable)) {
        throw new ApexException('System.NullPointerException', 'Argument cannot be null.');
      }
      if (isStatic !== undefined || isConstructor) return invoke(native, call, args);
      if (self === null) throw nullPointer();
      return invoke(native, call, [self, ...args]);
    },
  };
  if (isConstructor) owner.constructors.push(callable);
  else owner.methods.set(name.toLowerCase(), [...(owner.methods.get(name.toLowerCase()) ?? []), callable]);
};

const fill = (owner: Class, definition: Definition): void => {
  if (definition.parent !== undefined) owner.parent = readType(definition.parent);
  owner.interfaces.push(...(definition.interfaces ?? []).map(readType));
  for (const [signature, native] of Object.entries(definition.members ?? {})) {
    if (signature.endsWith(')')) {
      addCallable(owner, signature, native);
    } else {
      const [, isStatic, type, name] = /^(static )?(\S+) (\w+)$/.exec(signature) ?? [];
      addMember(owner, name, readType(type), isStatic !== undefined, native);
    }
  }
  if (definition.constants) addConstants(owner, definition.constants);
  for (const name of definition.lacks?.toLowerCase().split(/\s+/) ?? []) owner.lacks.add(name);
};

/** Makes a class an enum with these values. */
export const addConstants = (owner: Class, names: string[]): void => {
  owner.constants = names.map((name, ordinal): EnumValue => ({
    kind: 'Enum',
    type: { class: owner, args: [] },
    name,
    ordinal,
  }));
  const self: Type = { class: owner, args: [] };
  for (const constant of owner.constants) addMember(owner, constant.name, self, true, () => constant);
  owner.parent = { class: declareClass('Enum'), args: [] };
  const find = (name: string): EnumValue => {
    const found = owner.constants.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
    const message = `No enum constant ${owner.name}.${name}`;
    throw new ApexException('System.NoSuchElementException', message);
  };
  addCallable(owner, `static List<Object> values()`, () => ({
    kind: 'List',
    type: types.list(self),
    items: owner.constants,
  }));
  addCallable(owner, 'static Object valueOf(String name)', (name: string) => find(name));
  // Their types are the enum itself, which has no name that a signature could tell.
  for (const [name, returns] of [
    ['values', types.list(self)],
    ['valueof', self],
  ] as const)
    for (const callable of owner.methods.get(name) ?? []) callable.returns = returns;
};

/** Makes the classes of the library from their definitions: first all names, then the members, which refer to them. */
export const load = (definitions: Definition[]): void => {
  const declared = definitions.map((definition) => {
    const [, name, parameters] = /^([\w.]+)(?:<(.*)>)?$/.exec(definition.name) ?? [];
    const kind = definition.constants ? 'enum' : definition.isInterface ? 'interface' : 'class';
    return declareClass(name, kind, parameters === undefined ? [] : splitTypes(parameters));
  });
  for (const [i, owner] of declared.entries()) fill(owner, definitions[i]);
};
