import { ApexException, type ApexHost } from './host.ts';
import { toRow } from './compile/sobjects.ts';
import { change, type Machine } from './machine.ts';
import { nonNull } from './values/exception.ts';
import type { ListValue, SObjectValue, Value } from './values/value.ts';

export type DmlOperation = Parameters<ApexHost['dml']>[0];

const failure = (operation: DmlOperation): ApexException => {
  const title = `${operation[0].toUpperCase()}${operation.slice(1)}`;
  const reason = `MISSING_ARGUMENT, Id not specified in an ${operation} call: []`;
  return new ApexException(
    'System.DmlException',
    `${title} failed. First exception on row 0; first error: ${reason}`
  );
};

/** Changes one record or a list of them; new records get their Id. @throws ApexException `System.DmlException` */
export const dml = (machine: Machine, operation: DmlOperation, value: Value): void => {
  const target = nonNull(value) as SObjectValue | ListValue;
  const records =
    target.kind === 'SObject' ? [target] : target.items.map((item) => nonNull(item) as SObjectValue);
  const needsId = operation === 'update' || operation === 'delete';
  const idOf = (record: SObjectValue): Value => record.fields.get('id')?.value ?? null;
  if (needsId && records.some((record) => idOf(record) === null)) throw failure(operation);
  const names = [...new Set(records.map((record) => record.type.class.name))];
  for (const name of names) {
    const same = records.filter((record) => record.type.class.name === name);
    const rows = same.map(toRow);
    change(machine, operation, name, rows);
    same.forEach((record, i) => {
      if (typeof rows[i].Id === 'string') record.fields.set('id', { name: 'Id', value: rows[i].Id });
    });
  }
};
