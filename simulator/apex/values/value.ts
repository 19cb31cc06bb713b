import type { Machine } from '../machine.ts';
import type { Type } from '../types/type.ts';

export type DoubleValue = { kind: 'Double'; value: number };
/** `unscaled` divided by 10 to the power of `scale`. */
export type DecimalValue = { kind: 'Decimal'; unscaled: bigint; scale: number };
export type BlobValue = { kind: 'Blob'; bytes: Buffer };
/** Milliseconds since 1970 of the midnight (GMT) at which the day begins. */
export type DateValue = { kind: 'Date'; ms: number };
export type DatetimeValue = { kind: 'Datetime'; ms: number };
/** Milliseconds since midnight. */
export type TimeValue = { kind: 'Time'; ms: number };
export type ListValue = { kind: 'List'; type: Type; items: Value[] };
export type SetValue = { kind: 'Set'; type: Type; items: Map<unknown, Value> };
export type MapValue = { kind: 'Map'; type: Type; entries: Map<unknown, [Value, Value]> };
export type EnumValue = { kind: 'Enum'; type: Type; name: string; ordinal: number };
export type TypeValue = { kind: 'Type'; type: Type };
/** Fields by their name in lower case. `queried`: whether it is a row, which has no more than these. */
export type SObjectValue = {
  kind: 'SObject';
  type: Type;
  fields: Map<string, { name: string; value: Value }>;
  queried?: boolean;
};
/** An object of a class: fields of one declared in the block, `state` of one of the library. */
export type Instance = {
  kind: 'Instance';
  type: Type;
  fields: Map<string, Value>;
  state: unknown;
  /** How the library shows it, e.g. `System.HttpRequest[Endpoint=…, Method=GET]`. */
  text?: () => string;
};

/** A value at run time. An Integer is a number, a Long is a bigint, an Id is a string. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | DoubleValue
  | DecimalValue
  | BlobValue
  | DateValue
  | DatetimeValue
  | TimeValue
  | ListValue
  | SetValue
  | MapValue
  | EnumValue
  | TypeValue
  | SObjectValue
  | Instance;

/** What a method of the library learns of the call besides its arguments. */
export type Call = {
  machine: Machine;
  /** Type of the receiver, or of what is constructed, with its arguments. */
  type: Type;
  /** Value of a variable at the place of the call; only where a query is built at run time. */
  variable?: (name: string) => Value | undefined;
};

export const isKind = <K extends string>(value: Value, kind: K): value is Extract<Value, { kind: K }> =>
  typeof value === 'object' && value !== null && value.kind === kind;
