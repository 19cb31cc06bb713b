import type { Call, Instance, Value } from '../values/value.ts';

/**
 * What runs a member: gets the object (if it is no static member), the arguments, and last of all the Call.
 * Null never gets there, except as an argument whose type bears a question mark.
 */
export type Native = (...args: never[]) => Value | Promise<Value>;

/** A class of Apex's library. Members are keyed by their signature as the Apex Reference Guide gives it. */
export type Definition = {
  /** With type parameters, e.g. `Map<K,V>`. */
  name: string;
  /** The class that it extends. */
  parent?: string;
  interfaces?: string[];
  isInterface?: boolean;
  members?: Record<string, Native>;
  /** Names of the values of an enum. */
  constants?: string[];
  /** Documented members that are not simulated, apart by spaces. */
  lacks?: string;
};

/** A new object of the class that is constructed. */
export const instance = ({ type }: Pick<Call, 'type'>, state: unknown, text?: () => string): Instance => ({
  kind: 'Instance',
  type,
  fields: new Map(),
  state,
  text,
});
