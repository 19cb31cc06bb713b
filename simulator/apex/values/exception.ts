import { ApexException, type DmlFailure } from '../host.ts';
import { libraryClass, types, type Type } from '../types/type.ts';
import type { Instance, Value } from './value.ts';

export type ExceptionState = {
  message: string | null;
  cause: Instance | null;
  line: number;
  stackTrace: string;
  /** Of a DmlException that DML has thrown. */
  rows?: DmlFailure[];
};

/** Carries an Apex exception through the interpreter. */
export class Thrown extends Error {
  readonly exception: Instance;
  constructor(exception: Instance) {
    super(exceptionState(exception).message ?? '');
    this.exception = exception;
  }
}

export const exceptionState = (exception: Instance): ExceptionState => exception.state as ExceptionState;

/** A new exception object that was thrown where `trace` tells. */
export const newException = (type: Type, message: string | null, trace: Trace): Instance => ({
  kind: 'Instance',
  type,
  fields: new Map<string, Value>(),
  state: { message, cause: null, ...trace } satisfies ExceptionState,
});

export type Trace = { line: number; stackTrace: string };

/** The type of an exception that the org raised; one that the library lacks is a plain Exception of that name. */
const raisedType = (name: string): Type => {
  const known = libraryClass(name);
  return { class: known ?? { ...types.exception.class, name, parent: types.exception }, args: [] };
};

/** An exception of the library or the org as an object of Apex. */
export const raised = (error: ApexException, trace: Trace): Thrown => {
  const exception = newException(raisedType(error.type), error.message, trace);
  exceptionState(exception).rows = error.rows;
  return new Thrown(exception);
};

/** `Type: message`, as exceptionMessage and FATAL_ERROR show it. */
export const headline = (exception: Instance): string => {
  const { message } = exceptionState(exception);
  const name = exception.type.class.name;
  return message === null || message === '' ? `${name}: Script-thrown exception` : `${name}: ${message}`;
};

/**
 * Neither catch nor finally sees these (Apex Developer Guide, "Exceptions that Can't be Caught": limits and assertions).
 */
export const isUncatchable = (exception: Instance): boolean =>
  ['System.LimitException', 'System.AssertException'].includes(exception.type.class.name);

export const nullPointer = (): ApexException =>
  new ApexException('System.NullPointerException', 'Attempt to de-reference a null object');

/** The value, unless it is null. @throws ApexException `System.NullPointerException` */
export const nonNull = <T extends Value>(value: T): Exclude<T, null> => {
  if (value === null) throw nullPointer();
  return value as Exclude<T, null>;
};
