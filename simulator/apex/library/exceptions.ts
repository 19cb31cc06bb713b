import { ApexException, type DmlFailure } from '../host.ts';
import { trace } from '../machine.ts';
import { exceptionState, newException } from '../values/exception.ts';
import type { Call, Instance, Value } from '../values/value.ts';
import { statusCode } from './database-results.ts';
import type { Definition } from './definition.ts';
import { listOf } from './string.ts';

const made = (call: Call, message: string | null = null, cause: Value = null): Instance => {
  const exception = newException(call.type, message, trace(call.machine));
  exceptionState(exception).cause = cause as Instance | null;
  return exception;
};

const names = `AssertException AsyncException CalloutException DmlException EmailException
  ExternalObjectException FinalException HandledException IllegalArgumentException InvalidParameterValueException
  JSONException LicenseException LimitException ListException MathException NoAccessException NoDataFoundException
  NoSuchElementException NullPointerException ObjectNotFoundException QueryException RequiredFeatureMissingException
  SearchException SecurityException SerializationException SObjectException StringException TypeException
  UnexpectedException VisualforceException XmlException`.split(/\s+/);

const constructors = (name: string): Definition['members'] => ({
  [`${name}()`]: (call: Call) => made(call),
  [`${name}(String? message)`]: (message: string | null, call: Call) => made(call, message),
  [`${name}(Exception? cause)`]: (cause: Instance | null, call: Call) =>
    made(call, cause && exceptionState(cause).message, cause),
  [`${name}(String? message, Exception? cause)`]: (message: string | null, cause: Value, call: Call) =>
    made(call, message, cause),
});

const rowsOf = (self: Instance): DmlFailure[] => exceptionState(self).rows ?? [];

const rowOf = (self: Instance, index: number): DmlFailure => {
  const row = rowsOf(self)[index];
  if (row) return row;
  throw new ApexException('System.ListException', `List index out of bounds: ${index}`);
};

/** Apex Reference Guide, "DMLException and EmailException Methods": every exception has them. */
const dmlMembers: Definition['members'] = {
  'Integer getNumDml()': (self: Instance) => rowsOf(self).length,
  'Integer getDmlIndex(Integer index)': (self: Instance, index: number) => rowOf(self, index).index,
  'String getDmlId(Integer index)': (self: Instance, index: number) => rowOf(self, index).id,
  'String getDmlMessage(Integer index)': (self: Instance, index: number) => rowOf(self, index).message,
  'List<String> getDmlFieldNames(Integer index)': (self: Instance, index: number) =>
    listOf(rowOf(self, index).fields),
  'String getDmlStatusCode(Integer index)': (self: Instance, index: number) => rowOf(self, index).statusCode,
  'StatusCode getDmlType(Integer index)': (self: Instance, index: number) =>
    statusCode(rowOf(self, index).statusCode),
};

/** Apex Developer Guide, "Common Exception Methods"; the types that Apex raises itself. */
export const exceptions: Definition[] = [
  {
    name: 'Exception',
    members: {
      ...constructors('Exception'),
      ...dmlMembers,
      'String getMessage()': (self: Instance) => exceptionState(self).message ?? 'Script-thrown exception',
      'void setMessage(String? message)': (self: Instance, message: string | null): null => {
        exceptionState(self).message = message;
        return null;
      },
      'String getTypeName()': (self: Instance) => self.type.class.name,
      'Exception getCause()': (self: Instance) => exceptionState(self).cause,
      'void initCause(Exception? cause)': (self: Instance, cause: Instance | null): null => {
        exceptionState(self).cause = cause;
        return null;
      },
      'Integer getLineNumber()': (self: Instance) => exceptionState(self).line,
      'String getStackTraceString()': (self: Instance) => exceptionState(self).stackTrace,
    },
    lacks: 'getDmlFields getInaccessibleFields',
  },
  ...names.map((name): Definition => ({
    name: `System.${name}`,
    parent: 'Exception',
    members: constructors(name),
  })),
];
