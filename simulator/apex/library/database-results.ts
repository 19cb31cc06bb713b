import type { DmlOperation, DmlProblem } from '../host.ts';
import type { DmlResult } from '../dml.ts';
import { declareClass, types } from '../types/type.ts';
import type { Instance, ListValue, Value } from '../values/value.ts';
import type { Definition } from './definition.ts';
import { listOf } from './string.ts';

/** Codes that setup objects answer with; SOAP API Developer Guide, "StatusCode" has many more. */
const statusCodes =
  `CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY CANT_UNSET_CORP_CURRENCY DELETE_FAILED DEPENDENCY_EXISTS
  DUPLICATE_DEVELOPER_NAME DUPLICATE_USERNAME DUPLICATE_VALUE DUPLICATES_DETECTED EMPTY_STRING ENTITY_IS_DELETED
  ENTITY_IS_LOCKED FIELD_CUSTOM_VALIDATION_EXCEPTION FIELD_FILTER_VALIDATION_EXCEPTION FIELD_INTEGRITY_EXCEPTION
  ILLEGAL_OPERATION INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY INSUFFICIENT_ACCESS_OR_READONLY
  INVALID_CROSS_REFERENCE_KEY INVALID_EMAIL_ADDRESS INVALID_FIELD INVALID_FIELD_FOR_INSERT_UPDATE
  INVALID_ID_FIELD INVALID_OPERATION INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST INVALID_STATUS INVALID_TYPE
  INVALID_USERID_OBJECT LICENSE_LIMIT_EXCEEDED LIMIT_EXCEEDED MALFORMED_ID MISSING_ARGUMENT MIXED_DML_OPERATION
  NUMBER_OUTSIDE_VALID_RANGE OPERATION_TOO_LARGE REQUIRED_FIELD_MISSING STANDARD_PRICE_NOT_DEFINED
  STORAGE_LIMIT_EXCEEDED STRING_TOO_LONG TOO_MANY_ENUM_VALUE TXN_SECURITY_NO_ACCESS UNABLE_TO_LOCK_ROW
  UNAVAILABLE_RECORDTYPE_EXCEPTION UNKNOWN_EXCEPTION VALUE_EXCEEDS_RANGE`.split(/\s+/);

/** A status code as a constant of StatusCode. */
export const statusCode = (name: string): Value => {
  const of = declareClass('StatusCode');
  return (
    of.constants.find((each) => each.name === name) ?? {
      kind: 'Enum',
      type: { class: of, args: [] },
      name,
      ordinal: of.constants.length,
    }
  );
};

const made = (name: string, state: unknown, text: () => string): Instance => ({
  kind: 'Instance',
  type: { class: declareClass(name), args: [] },
  fields: new Map(),
  state,
  text,
});

const problemOf = (self: Instance): DmlProblem => self.state as DmlProblem;

/** As System.debug shows it; seen live. */
const errorOf = (problem: DmlProblem): Instance =>
  made('Database.Error', problem, () => {
    const { fields, message, statusCode: code } = problem;
    return `Database.Error[getFields=(${fields.join(', ')});getMessage=${message};getStatusCode=${code};]`;
  });

const resultOf = (self: Instance): DmlResult => self.state as DmlResult;
const isSuccess = (self: Instance): boolean => resultOf(self).problem === undefined;

const errors = ({ problem }: DmlResult): ListValue => ({
  kind: 'List',
  type: types.list({ class: declareClass('Database.Error'), args: [] }),
  items: problem ? [errorOf(problem)] : [],
});

const names: Record<DmlOperation, string> = {
  insert: 'Database.SaveResult',
  update: 'Database.SaveResult',
  upsert: 'Database.UpsertResult',
  delete: 'Database.DeleteResult',
};

/** What a method of Database gives for a record; shown as seen live. */
export const databaseResult = (operation: DmlOperation, result: DmlResult): Instance =>
  made(names[operation], result, () => {
    const error = errors(result)
      .items.map((each) => (each as Instance).text?.())
      .join(', ');
    const { id, problem } = result;
    return `${names[operation]}[getErrors=(${error});getId=${id};isSuccess=${problem === undefined};]`;
  });

const members: Definition['members'] = {
  'Boolean isSuccess()': isSuccess,
  'Id getId()': (self: Instance) => (isSuccess(self) ? resultOf(self).id : null),
  'List<Database.Error> getErrors()': (self: Instance) => errors(resultOf(self)),
};

/** Apex Reference Guide, "Database Namespace" */
export const databaseResults: Definition[] = [
  { name: 'StatusCode', constants: statusCodes },
  {
    name: 'Database.Error',
    members: {
      'String getMessage()': (self: Instance) => problemOf(self).message,
      'StatusCode getStatusCode()': (self: Instance) => statusCode(problemOf(self).statusCode),
      'List<String> getFields()': (self: Instance) => listOf(problemOf(self).fields),
    },
  },
  { name: 'Database.SaveResult', members },
  { name: 'Database.DeleteResult', members },
  {
    name: 'Database.UpsertResult',
    members: { ...members, 'Boolean isCreated()': (self: Instance) => resultOf(self).created },
  },
];
