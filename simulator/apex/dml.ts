import { ApexException, type DmlFailure, type DmlOperation, type DmlProblem } from './host.ts';
import { toRow } from './compile/sobjects.ts';
import { change, rollBack, type Machine } from './machine.ts';
import { nonNull } from './values/exception.ts';
import type { ListValue, SObjectValue, Value } from './values/value.ts';

/** What became of a record: `problem` is missing if all went well. */
export type DmlResult = { record: SObjectValue; id: string | null; created: boolean; problem?: DmlProblem };

const idOf = (record: SObjectValue): string | null =>
  (record.fields.get('id')?.value ?? null) as string | null;

/** What DML refuses without asking the org. Texts seen live: `Id not specified in an update call`, `cannot specify Id`. */
const refusal = (operation: DmlOperation, record: SObjectValue): DmlProblem | undefined => {
  const id = idOf(record);
  if ((operation === 'update' || operation === 'delete') && id === null) {
    const message = `Id not specified in ${operation === 'update' ? 'an' : 'a'} ${operation} call`;
    return { statusCode: 'MISSING_ARGUMENT', message, fields: [] };
  }
  return operation === 'insert' && id !== null
    ? {
        statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
        message: 'cannot specify Id in an insert call',
        fields: ['Id'],
      }
    : undefined;
};

/** Changes the records of one sObject that may be sent at all. */
const changeSame = (machine: Machine, operation: DmlOperation, records: SObjectValue[]): DmlResult[] => {
  const sobject = records[0].type.class.name;
  const sent = records.filter((record) => refusal(operation, record) === undefined);
  const rows = sent.map(toRow);
  const outcomes = sent.length === 0 ? [] : change(machine, operation, sobject, rows);
  return records.map((record): DmlResult => {
    const at = sent.indexOf(record);
    const { created, problem } = outcomes[at] ?? { created: false, problem: refusal(operation, record) };
    const id = problem ? idOf(record) : ((rows[at]?.Id as string | undefined) ?? null);
    return { record, id, created, problem };
  });
};

/** `Insert failed. First exception on row 0; first error: …` and what the methods of DmlException tell. */
const failure = (operation: DmlOperation, results: DmlResult[]): ApexException => {
  const rows = results.flatMap(({ problem, id }, index): DmlFailure[] =>
    problem ? [{ ...problem, index, id }] : []
  );
  const [{ index, id, statusCode, message, fields }] = rows;
  const title = `${operation[0].toUpperCase()}${operation.slice(1)}`;
  const where = `${index}${id === null ? '' : ` with id ${id}`}`;
  return new ApexException(
    'System.DmlException',
    `${title} failed. First exception on row ${where}; first error: ${statusCode}, ${message}: [${fields.join(', ')}]`,
    rows
  );
};

/**
 * Changes records; new ones get their Id. With `allOrNone`, one that fails takes all back
 * (Apex Developer Guide, "DML Statements vs. Database Class Methods").
 *
 * @throws ApexException `System.DmlException`
 */
export const dml = (
  machine: Machine,
  operation: DmlOperation,
  value: Value,
  allOrNone = true
): DmlResult[] => {
  const target = nonNull(value) as SObjectValue | ListValue;
  const records =
    target.kind === 'SObject' ? [target] : target.items.map((item) => nonNull(item) as SObjectValue);
  const undos = machine.undos.length;
  const names = [...new Set(records.map((record) => record.type.class.name))];
  const changed = names.flatMap((name) =>
    changeSame(
      machine,
      operation,
      records.filter((record) => record.type.class.name === name)
    )
  );
  const results = records.map((record) => changed.find((each) => each.record === record) as DmlResult);
  if (allOrNone && results.some(({ problem }) => problem)) {
    const wasSent = machine.undos.length > undos;
    rollBack(machine, undos);
    // Whether refused work counts as pending when it comes to callouts no source tells; it does here.
    if (wasSent) machine.undos.push(() => undefined);
    throw failure(operation, results);
  }
  for (const { record, id, problem } of results) {
    if (!problem && operation !== 'delete') record.fields.set('id', { name: 'Id', value: id });
  }
  return results;
};
