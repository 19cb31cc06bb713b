import { ApexException } from '../host.ts';
import { readField } from '../compile/sobjects.ts';
import { runDynamicQuery } from '../query.ts';
import type { Call, SObjectValue, Value } from '../values/value.ts';
import type { Definition } from './definition.ts';

const query = (soql: string, { machine, variable }: Call): Value =>
  runDynamicQuery(machine, soql, variable ?? (() => undefined));

const field = (self: SObjectValue, name: string): { name: string } => {
  const member = self.type.class.members.get(name.toLowerCase());
  if (!member)
    throw new ApexException('System.SObjectException', `Invalid field ${name} for ${self.type.class.name}`);
  return member;
};

export const database: Definition[] = [
  {
    name: 'Database',
    members: { 'static List<SObject> query(String soql)': query },
    lacks: `convertLead countQuery countQueryWithBinds delete deleteAsync deleteImmediate emptyRecycleBin
      executeBatch getAsyncDeleteResult getAsyncLocator getAsyncSaveResult getCursor getDeleted getQueryLocator
      getQueryLocatorWithBinds getUpdated insert insertAsync insertImmediate merge queryWithBinds releaseSavepoint
      rollback setSavepoint treeSave undelete update updateAsync updateImmediate upsert`,
  },
  {
    name: 'SObject',
    members: {
      'Object get(String field)': (self: SObjectValue, name: string) =>
        readField(self, field(self, name).name),
      'Object put(String field, Object? value)': (self: SObjectValue, name: string, value: Value): Value => {
        const key = field(self, name).name.toLowerCase();
        const before = self.fields.get(key)?.value ?? null;
        self.fields.set(key, { name: field(self, name).name, value });
        return before;
      },
      'Boolean isSet(String field)': (self: SObjectValue, name: string) =>
        self.fields.has(name.toLowerCase()),
    },
    lacks: `addError clear clone getAll getCloneSourceId getErrors getOptions getPopulatedFieldsAsMap getSObject
      getSObjects getSObjectType getQuickActionName hasErrors isClone putSObject recalculateFormulas setOptions`,
  },
  {
    name: 'AggregateResult',
    parent: 'SObject',
    members: {
      'Object get(String field)': (self: SObjectValue, name: string) =>
        self.fields.get(name.toLowerCase())?.value ?? null,
    },
  },
];
