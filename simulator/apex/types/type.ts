import type { Call, EnumValue, Value } from '../values/value.ts';

/** A class with its type arguments: `Map<String,Object>`. */
export type Type = { class: Class; args: Type[] };

export type Parameter = { type: Type; /** Whether null is a fit argument. */ nullable: boolean };

/** A method or constructor. */
export type Callable = {
  name: string;
  owner: Class;
  static: boolean;
  abstract: boolean;
  /** Whether it may be overridden: virtual, abstract or overriding itself. */
  open?: boolean;
  parameters: Parameter[];
  returns: Type;
  run: (call: Call, self: Value, args: Value[]) => Value | Promise<Value>;
};

/** A field or property. Without `write` it is read-only. */
export type Member = {
  name: string;
  static: boolean;
  /** Whether only declarations, constructors and initializer blocks may assign to it. */
  final?: boolean;
  type: Type;
  read: (self: Value, call: Call) => Value | Promise<Value>;
  write?: (self: Value, value: Value, call: Call) => void | Promise<void>;
};

export type Class = {
  name: string;
  kind: 'class' | 'interface' | 'enum' | 'sobject' | 'parameter';
  typeParameters: string[];
  parent?: Type;
  interfaces: Type[];
  abstract: boolean;
  /** Whether a class of the block may be extended. */
  open?: boolean;
  constructors: Callable[];
  /** Keyed by the name in lower case. */
  methods: Map<string, Callable[]>;
  members: Map<string, Member>;
  constants: EnumValue[];
  /** Documented members, in lower case, that this simulator lacks. */
  lacks: Set<string>;
};

/** A class without members yet. */
export const newClass = (
  name: string,
  kind: Class['kind'] = 'class',
  typeParameters: string[] = []
): Class => ({
  name,
  kind,
  typeParameters,
  interfaces: [],
  abstract: false,
  constructors: [],
  methods: new Map(),
  members: new Map(),
  constants: [],
  lacks: new Set(),
});

/** Classes of the Apex library by their name in lower case; filled while the library is loaded. */
const library = new Map<string, Class>();

/** The class of the Apex library of that name, in any case, with or without `System.`. */
export const libraryClass = (name: string): Class | undefined => {
  const key = name.toLowerCase();
  return (
    library.get(key) ?? (key.startsWith('system.') ? library.get(key.slice('system.'.length)) : undefined)
  );
};

/** Name spaces that hold classes of the library, in lower case. */
export const libraryNamespaces = (): Set<string> =>
  new Set([
    'system',
    'schema',
    ...[...library.keys()].filter((key) => key.includes('.')).map((key) => key.split('.')[0]),
  ]);

/** Adds a class to the library, or gives the one of that name. */
export const declareClass = (
  name: string,
  kind: Class['kind'] = 'class',
  typeParameters: string[] = []
): Class => {
  const key = name.toLowerCase().replace(/^system\./, '');
  const declared = library.get(key) ?? newClass(name, kind, typeParameters);
  library.set(key, declared);
  return declared;
};

const plain = (name: string): Type => ({ class: declareClass(name), args: [] });
const generic = (name: string, parameters: string[], kind: Class['kind'] = 'class') => {
  const declared = declareClass(name, kind, parameters);
  return (...args: Type[]): Type => ({ class: declared, args });
};

/** The types that the language itself knows. */
export const types = {
  void: { class: newClass('void'), args: [] } as Type,
  null: { class: newClass('null'), args: [] } as Type,
  object: plain('Object'),
  boolean: plain('Boolean'),
  integer: plain('Integer'),
  long: plain('Long'),
  double: plain('Double'),
  decimal: plain('Decimal'),
  string: plain('String'),
  id: plain('Id'),
  blob: plain('Blob'),
  date: plain('Date'),
  datetime: plain('Datetime'),
  time: plain('Time'),
  type: plain('Type'),
  sobject: plain('SObject'),
  exception: plain('Exception'),
  list: generic('List', ['T']),
  set: generic('Set', ['T']),
  map: generic('Map', ['K', 'V']),
  iterable: generic('Iterable', ['T'], 'interface'),
};

/** A type as Salesforce writes it: `Map<String,List<Object>>`. */
export const nameOf = ({ class: of, args }: Type): string =>
  args.length === 0 ? of.name : `${of.name}<${args.map(nameOf).join(',')}>`;

export const sameType = (a: Type, b: Type): boolean =>
  a.class === b.class &&
  a.args.length === b.args.length &&
  a.args.every((arg, i) => sameType(arg, b.args[i]));

/** Replaces the type parameters of a generic class by the arguments of `receiver`. */
export const substitute = (type: Type, receiver: Type): Type => {
  if (type.class.kind === 'parameter') {
    return receiver.args[receiver.class.typeParameters.indexOf(type.class.name)] ?? types.object;
  }
  return type.args.length === 0 ? type : { ...type, args: type.args.map((arg) => substitute(arg, receiver)) };
};

/** The type itself, what it extends, and so on up. */
export const lineage = (type: Type): Type[] =>
  type.class.parent === undefined ? [type] : [type, ...lineage(substitute(type.class.parent, type))];
