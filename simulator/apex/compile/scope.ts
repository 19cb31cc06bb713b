import type { ApexParserRuleContext } from '@apexdevtools/apex-parser';
import type { ApexHost } from '../host.ts';
import type { Frame } from '../machine.ts';
import { problem } from '../problem.ts';
import type { Class, Type } from '../types/type.ts';
import type { Value } from '../values/value.ts';

/** All that is declared in one block of code. */
export type Program = {
  host: ApexHost;
  /** Classes declared in the block, by their name in lower case. */
  classes: Map<string, Class>;
  /** sObjects that the block mentions, by their name in lower case. */
  sobjects: Map<string, Class>;
  /** Owner of the methods declared in the block. */
  anonymous: Class;
  /** What gives the fields of a new object their first values, by class. */
  initialisers: Map<Class, Code[]>;
};

/** The block itself, a method, a constructor or an initialiser while it is compiled. */
export type Body = {
  /** Whether this is the block itself. */
  top: boolean;
  returns: Type;
  /** Type of `this`. */
  self?: Type;
  /** Whether it may assign to final fields of its class. */
  initialises?: boolean;
  /** Loops around the statement that is compiled. */
  loops: number;
  /** Number of variables so far. */
  slots: number;
};

export type Variable = { name: string; type: Type; slot: number; top: boolean };

export type Scope = { program: Program; body: Body; variables: Map<string, Variable>; outer?: Scope };

export type Code = (frame: Frame) => Value | Promise<Value>;

/** Somewhere that can be assigned to, found once even if it is both read and written. */
export type Place = (frame: Frame) => Located | Promise<Located>;

type Located = { read: () => Value | Promise<Value>; write: (value: Value) => void | Promise<void> };

/** What the rest of a chain gets behind a `?.` whose left side was null. */
export const skipped = Symbol('skipped');

export type Expression = {
  type: Type;
  run: Code;
  place?: Place;
  /** Name of the final field that it is, if it is one. */
  final?: string;
  /** Whether it may be a statement: a call, an assignment, `new`, `++`. */
  standsAlone?: boolean;
  /** Whether it is a query, whose rows also fit a single record. */
  isQuery?: boolean;
  /** Instead of `run` for the rest of a chain, where the chain holds a `?.`. */
  attempt?: (frame: Frame) => Promise<Value | typeof skipped>;
};

export const newBody = (returns: Type, self?: Type, top = false): Body => ({
  top,
  returns,
  self,
  loops: 0,
  slots: 0,
});

export const innerScope = (outer: Scope): Scope => ({ ...outer, variables: new Map(), outer });

/** The variable of a name, in any case, as seen from a scope. */
export const findVariable = (scope: Scope, name: string): Variable | undefined =>
  scope.variables.get(name.toLowerCase()) ?? (scope.outer && findVariable(scope.outer, name));

/** Adds a variable. @throws CompileProblem `Duplicate variable: x` */
export const declareVariable = (
  scope: Scope,
  at: ApexParserRuleContext,
  name: string,
  type: Type
): Variable => {
  const known = findVariable(scope, name);
  if (known && known.top === scope.body.top) throw problem(at, `Duplicate variable: ${name}`);
  const variable = { name, type, slot: scope.body.slots, top: scope.body.top };
  scope.body.slots += 1;
  scope.variables.set(name.toLowerCase(), variable);
  return variable;
};

/** Where a variable's value is kept while the code runs. */
export const slotsOf = (variable: Variable, frame: Frame): Value[] =>
  variable.top ? frame.machine.top : frame.slots;
