import { ApexException } from '../host.ts';
import { numericKinds, toKind, type NumericKind } from '../values/number.ts';
import { isKind, type Value } from '../values/value.ts';
import { lineage, nameOf, sameType, substitute, types, type Type } from './type.ts';

const is = (type: Type, ...candidates: Type[]): boolean =>
  candidates.some((each) => each.class === type.class);

/** The kind of number that a type is, if it is one. */
export const numericKind = (type: Type): NumericKind | undefined =>
  numericKinds.find((kind) => libraryNumber[kind].class === type.class);

const libraryNumber: Record<NumericKind, Type> = {
  Integer: types.integer,
  Long: types.long,
  Double: types.double,
  Decimal: types.decimal,
};

export const numericType = (kind: NumericKind): Type => libraryNumber[kind];

/** A type, all that it extends and all interfaces of these. */
export const supertypes = (type: Type): Type[] =>
  lineage(type).flatMap((each) => [
    each,
    ...each.class.interfaces.flatMap((one) => supertypes(substitute(one, each))),
  ]);

const isCollection = (type: Type): boolean => ['List', 'Set', 'Iterable'].includes(type.class.name);

/** Whether a type is another or one below it. */
const isBelow = (from: Type, to: Type): boolean =>
  supertypes(from).some(
    (type) =>
      sameType(type, to) ||
      (type.class === to.class && to.class.name === 'List' && isListOf(type.args[0], to.args[0])) ||
      (type.class === to.class && to.class.name === 'Iterable' && assignable(type.args[0], to.args[0]))
  );

/** Lists are covariant, and a list of records fits any list of records. */
const isListOf = (from: Type, to: Type): boolean =>
  is(to, types.object) || isBelow(from, to) || (is(from, types.sobject) && to.class.kind === 'sobject');

/** Whether a value of one type may stand where another is wanted (Apex Developer Guide, "Rules of Conversion"). */
export const assignable = (from: Type, to: Type): boolean => {
  if (is(from, types.void) || is(to, types.void)) return false;
  if (is(from, types.null) || is(to, types.object)) return true;
  const [a, b] = [numericKind(from), numericKind(to)];
  if (a && b)
    return numericKinds.indexOf(a) <= numericKinds.indexOf(b) || (a === 'Decimal' && b === 'Double');
  if (is(from, types.id, types.string) && is(to, types.id, types.string)) return true;
  if (is(from, types.date) && is(to, types.datetime)) return true;
  return isBelow(from, to);
};

/** How far a conversion is, to choose among overloads; undefined where there is none. */
export const distance = (from: Type, to: Type): number | undefined => {
  if (!assignable(from, to)) return undefined;
  if (sameType(from, to)) return 0;
  if (is(to, types.object)) return 50;
  if (is(from, types.null)) return 1;
  const [a, b] = [numericKind(from), numericKind(to)];
  if (a && b) return Math.abs(numericKinds.indexOf(b) - numericKinds.indexOf(a));
  const step = lineage(from).findIndex((type) => sameType(type, to));
  return step > 0 ? step : 5;
};

/** Whether a cast or instanceof between two types can ever succeed. */
export const castable = (from: Type, to: Type): boolean => {
  if (assignable(from, to) || assignable(to, from) || (numericKind(from) && numericKind(to))) return true;
  if (isCollection(from) && isCollection(to) && from.class === to.class)
    return castable(from.args[0], to.args[0]);
  if (from.class === to.class && from.class.name === 'Map')
    return from.args.every((arg, i) => castable(arg, to.args[i]));
  const isDeclared = (type: Type): boolean => type.class.kind === 'class' || type.class.kind === 'interface';
  const eitherInterface = from.class.kind === 'interface' || to.class.kind === 'interface';
  return eitherInterface && isDeclared(from) && isDeclared(to);
};

/** The type that both branches of a ternary fit, if there is one. */
export const commonType = (a: Type, b: Type): Type | undefined => {
  if (assignable(a, b)) return is(a, types.null) || !assignable(b, a) ? b : a;
  if (assignable(b, a)) return a;
  return supertypes(a).find((type) => !is(type, types.object) && assignable(b, type));
};

/** The type of a value at run time; an Id is taken for a String. */
export const typeOf = (value: Value): Type => {
  if (value === null) return types.null;
  if (typeof value === 'boolean') return types.boolean;
  if (typeof value === 'number') return types.integer;
  if (typeof value === 'bigint') return types.long;
  if (typeof value === 'string') return types.string;
  if (isKind(value, 'Double')) return types.double;
  if (isKind(value, 'Decimal')) return types.decimal;
  if (isKind(value, 'Blob')) return types.blob;
  if (isKind(value, 'Date')) return types.date;
  if (isKind(value, 'Datetime')) return types.datetime;
  if (isKind(value, 'Time')) return types.time;
  return isKind(value, 'Type') ? types.type : value.type;
};

/** Whether a value is of a type: instanceof. Seen live: a number is also of each wider kind. */
export const isInstance = (value: Value, type: Type): boolean => assignable(typeOf(value), type);

const checkedId = (id: string): string => {
  if (!/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(id)) {
    throw new ApexException('System.StringException', `Invalid id: ${id}`);
  }
  return id;
};

/** A value as one of a type that it is assignable to. @throws ApexException `System.StringException: Invalid id: x` */
export const convert = (value: Value, to: Type): Value => {
  if (value === null) return null;
  const kind = numericKind(to);
  if (kind && numericKind(typeOf(value))) return toKind(value, kind);
  if (is(to, types.id) && typeof value === 'string') return checkedId(value);
  return is(to, types.datetime) && isKind(value, 'Date') ? { kind: 'Datetime', ms: value.ms } : value;
};

/** A type as conversion errors at run time write it: `Map<String,ANY>`. */
const runtimeName = (type: Type): string => nameOf(type).replace(/(?<=[<,])Object(?=[,>])/g, 'ANY');

/** A cast. @throws ApexException `System.TypeException: Invalid conversion from runtime type X to Y` */
export const cast = (value: Value, from: Type, to: Type): Value => {
  if (value === null) return null;
  const actual = typeOf(value);
  const fits = numericKind(from) && numericKind(to) ? true : assignable(actual, to);
  if (!fits) {
    const message = `Invalid conversion from runtime type ${runtimeName(actual)} to ${runtimeName(to)}`;
    throw new ApexException('System.TypeException', message);
  }
  return convert(value, to);
};
