import { ApexException, type DmlOperation } from '../host.ts';
import { dml } from '../dml.ts';
import { countDml, rollBack, type Machine, type Savepoint } from '../machine.ts';
import { runDynamicQuery } from '../query.ts';
import { declareClass, types } from '../types/type.ts';
import { text } from '../values/text.ts';
import type { Call, Instance, ListValue, MapValue, SObjectValue, Value } from '../values/value.ts';
import { databaseResult } from './database-results.ts';
import type { Definition, Native } from './definition.ts';

/** @throws ApexException for what the org's sObject does not take; no source gives its text at run time */
const checkAllowed = ({ host }: Machine, operation: DmlOperation, value: Value): void => {
  const records = (value as ListValue).items ?? [value];
  for (const { type } of records as SObjectValue[]) {
    if (host.describe(type.class.name)?.operations.includes(operation)) continue;
    const title = `${operation[0].toUpperCase()}${operation.slice(1)}`;
    throw new ApexException(
      'System.TypeException',
      `DML operation ${title} not allowed on ${type.class.name}`
    );
  }
};

/** All forms of one method: a record or a list, with `allOrNone`, with an access level. */
const dmlMembers = (operation: DmlOperation, result: string): Record<string, Native> => {
  const run = (value: Value, allOrNone: boolean, { machine }: Call): Instance[] => {
    checkAllowed(machine, operation, value);
    return dml(machine, operation, value, allOrNone).map((each) => databaseResult(operation, each));
  };
  const list = (items: Instance[]): ListValue => ({
    kind: 'List',
    type: types.list({ class: declareClass(result), args: [] }),
    items,
  });
  const forms: [parameters: string, native: (pick: (items: Instance[]) => Value) => Native][] = [
    ['', (pick) => (value: Value, call: Call) => pick(run(value, true, call))],
    [
      ', Boolean allOrNone',
      (pick) => (value: Value, all: boolean, call: Call) => pick(run(value, all, call)),
    ],
    [
      ', AccessLevel level',
      (pick) => (value: Value, _level: Value, call: Call) => pick(run(value, true, call)),
    ],
    [
      ', Boolean allOrNone, AccessLevel level',
      (pick) => (value: Value, all: boolean, _level: Value, call: Call) => pick(run(value, all, call)),
    ],
  ];
  return Object.fromEntries(
    forms.flatMap(([parameters, native]): [string, Native][] => [
      [`static ${result} ${operation}(SObject record${parameters})`, native((items) => items[0])],
      [`static List<${result}> ${operation}(List<SObject> records${parameters})`, native(list)],
    ])
  );
};

const query = (soql: string, { machine, variable }: Call): ListValue =>
  runDynamicQuery(machine, soql, variable ?? (() => undefined));

/** A query whose variables are the entries of a map, whatever their case. */
const queryWithBinds = (soql: string, binds: MapValue, { machine }: Call): ListValue => {
  const values = new Map(
    [...binds.entries.values()].map(([name, value]) => [text(name).toLowerCase(), value])
  );
  return runDynamicQuery(machine, soql, (name) => values.get(name.toLowerCase()));
};

/** The number that `SELECT COUNT() FROM …` gives. */
const countable = (soql: string): string => {
  if (/^\s*select\s+count\s*\(\s*\)/i.test(soql))
    return soql.replace(/^\s*select\s+count\s*\(\s*\)/i, 'SELECT Id');
  throw new ApexException('System.QueryException', 'Database.countQuery requires a count() query');
};

const savepointOf = (machine: Machine, point: Instance): Savepoint => {
  const state = point.state as Savepoint;
  if (machine.savepoints.includes(state)) return state;
  throw new ApexException('System.TypeException', 'Savepoint is invalid');
};

/** Apex Developer Guide, "Transaction Control": savepoints and rollbacks count as DML statements. */
const transactions: Record<string, Native> = {
  'static Savepoint setSavepoint()': ({ machine }: Call) => {
    countDml(machine);
    const state: Savepoint = { undos: machine.undos.length };
    machine.savepoints.push(state);
    return {
      kind: 'Instance',
      type: { class: declareClass('Savepoint'), args: [] },
      fields: new Map(),
      state,
    };
  },
  'static void rollback(Savepoint point)': (point: Instance, { machine }: Call) => {
    countDml(machine);
    const state = savepointOf(machine, point);
    rollBack(machine, state.undos);
    machine.savepoints.splice(machine.savepoints.indexOf(state) + 1);
    return null;
  },
  'static void releaseSavepoint(Savepoint point)': (point: Instance, { machine }: Call) => {
    machine.savepoints.splice(machine.savepoints.indexOf(savepointOf(machine, point)));
    return null;
  },
};

export const database: Definition[] = [
  { name: 'Savepoint' },
  { name: 'AccessLevel', constants: ['SYSTEM_MODE', 'USER_MODE'] },
  {
    name: 'Database',
    members: {
      ...dmlMembers('insert', 'Database.SaveResult'),
      ...dmlMembers('update', 'Database.SaveResult'),
      ...dmlMembers('upsert', 'Database.UpsertResult'),
      ...dmlMembers('delete', 'Database.DeleteResult'),
      ...transactions,
      'static List<SObject> query(String soql)': query,
      'static List<SObject> query(String soql, AccessLevel level)': (soql: string, _: Value, call: Call) =>
        query(soql, call),
      'static List<SObject> queryWithBinds(String soql, Map<String,Object> binds, AccessLevel level)': (
        soql: string,
        binds: MapValue,
        _: Value,
        call: Call
      ) => queryWithBinds(soql, binds, call),
      'static Integer countQuery(String soql)': (soql: string, call: Call) =>
        query(countable(soql), call).items.length,
      'static Integer countQuery(String soql, AccessLevel level)': (soql: string, _: Value, call: Call) =>
        query(countable(soql), call).items.length,
      'static Integer countQueryWithBinds(String soql, Map<String,Object> binds, AccessLevel level)': (
        soql: string,
        binds: MapValue,
        _: Value,
        call: Call
      ) => queryWithBinds(countable(soql), binds, call).items.length,
    },
    lacks: `convertLead deleteAsync deleteImmediate emptyRecycleBin executeBatch getAsyncDeleteResult getAsyncLocator
      getAsyncSaveResult getCursor getDeleted getQueryLocator getQueryLocatorWithBinds getUpdated insertAsync
      insertImmediate merge treeSave undelete updateAsync updateImmediate`,
  },
];
