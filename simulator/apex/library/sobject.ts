import { ApexException } from '../host.ts';
import { readField, sobjectClass, sobjectType } from '../compile/sobjects.ts';
import type { Machine } from '../machine.ts';
import { cast } from '../types/assign.ts';
import { declareClass, types, type Type } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import {
  isKind,
  type Call,
  type Instance,
  type MapValue,
  type SObjectValue,
  type Value,
} from '../values/value.ts';
import type { Definition } from './definition.ts';

const field = (self: SObjectValue, name: string): { name: string; type: Type } => {
  const member = self.type.class.members.get(name.toLowerCase());
  if (!member)
    throw new ApexException('System.SObjectException', `Invalid field ${name} for ${self.type.class.name}`);
  return member;
};

/** A copy of a record; the Id goes with it only if asked for. */
export const copyOf = (record: SObjectValue, withId = false): SObjectValue => ({
  ...record,
  fields: new Map(
    [...record.fields].filter(([name]) => withId || name !== 'id').map(([name, each]) => [name, { ...each }])
  ),
});

const put = (self: SObjectValue, name: string, value: Value): Value => {
  const { name: exact, type } = field(self, name);
  const before = self.fields.get(exact.toLowerCase())?.value ?? null;
  self.fields.set(exact.toLowerCase(), { name: exact, value: cast(value, types.object, type) });
  return before;
};

const populated = (self: SObjectValue): MapValue => ({
  kind: 'Map',
  type: types.map(types.string, types.object),
  entries: new Map([...self.fields.values()].map(({ name, value }) => [keyOf(name), [name, value]])),
});

const typeOfId = (id: string, { program, host }: Machine): Instance => {
  const found = sobjectClass(program, host.sobjectOf(id.slice(0, 3)) ?? '');
  if (!found) throw new Error(`not simulated: sObject with the key prefix ${id.slice(0, 3)}`);
  return sobjectType({ class: found, args: [] });
};

const ofToken = (self: Instance): Type => self.state as Type;

/** Apex Reference Guide, "SObject Class", "SObjectType Class" */
export const sobject: Definition[] = [
  {
    name: 'SObject',
    members: {
      'Object get(String field)': (self: SObjectValue, name: string) =>
        readField(self, field(self, name).name),
      'Object put(String field, Object? value)': put,
      'SObject getSObject(String relationship)': (self: SObjectValue, name: string): Value => {
        const value = readField(self, field(self, name).name);
        return isKind(value, 'SObject') ? value : null;
      },
      'Boolean isSet(String field)': (self: SObjectValue, name: string) =>
        self.fields.has(field(self, name).name.toLowerCase()),
      'Schema.SObjectType getSObjectType()': (self: SObjectValue) => sobjectType(self.type),
      'Map<String,Object> getPopulatedFieldsAsMap()': populated,
      'SObject clone()': (self: SObjectValue) => copyOf(self),
      'SObject clone(Boolean preserveId)': (self: SObjectValue, withId: boolean) => copyOf(self, withId),
      'SObject clone(Boolean preserveId, Boolean isDeepClone)': (self: SObjectValue, withId: boolean) =>
        copyOf(self, withId),
      'void clear()': (self: SObjectValue): null => {
        self.fields.clear();
        return null;
      },
    },
    lacks: `addError getAll getCloneSourceId getErrors getOptions getSObjects getQuickActionName hasErrors isClone
      putSObject recalculateFormulas setOptions`,
  },
  {
    name: 'AggregateResult',
    parent: 'SObject',
    members: {
      'Object get(String field)': (self: SObjectValue, name: string) =>
        self.fields.get(name.toLowerCase())?.value ?? null,
    },
  },
  {
    name: 'Schema.SObjectType',
    members: {
      'SObject newSObject()': (self: Instance) => ({
        kind: 'SObject',
        type: ofToken(self),
        fields: new Map(),
      }),
      'SObject newSObject(Id? id)': (self: Instance, id: Value) => ({
        kind: 'SObject',
        type: ofToken(self),
        fields: new Map([['id', { name: 'Id', value: id }]]),
      }),
      'Schema.DescribeSObjectResult getDescribe()': (self: Instance) => ({
        ...self,
        type: { class: declareClass('Schema.DescribeSObjectResult'), args: [] },
      }),
    },
  },
  {
    name: 'Schema.DescribeSObjectResult',
    members: {
      'String getName()': (self: Instance) => ofToken(self).class.name,
      'Schema.SObjectType getSObjectType()': (self: Instance) => sobjectType(ofToken(self)),
    },
    lacks: `fields fieldSets getChildRelationships getKeyPrefix getLabel getLabelPlural getLocalName getRecordTypeInfos
      getRecordTypeInfosByDeveloperName getRecordTypeInfosById getRecordTypeInfosByName isAccessible isCreateable
      isCustom isCustomSetting isDeletable isFeedEnabled isMergeable isQueryable isSearchable isUndeletable isUpdateable`,
  },
  {
    name: 'Id',
    members: {
      'Schema.SObjectType getSObjectType()': (self: string, { machine }: Call) => typeOfId(self, machine),
    },
    lacks: 'addError',
  },
];
