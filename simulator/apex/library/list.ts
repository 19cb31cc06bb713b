import { checkIndex } from '../compile/lists.ts';
import { sobjectType } from '../compile/sobjects.ts';
import { claimHeap } from '../machine.ts';
import { equal } from '../values/compare.ts';
import {
  isKind,
  type Call,
  type Instance,
  type ListValue,
  type SetValue,
  type Value,
} from '../values/value.ts';
import type { Definition } from './definition.ts';
import { iterator } from './iterator.ts';
import { copyOf } from './sobject.ts';
import { naturalOrder, orderBy, sorted } from './sort.ts';

const newList = ({ type }: Call, values: Iterable<Value>): ListValue => ({
  kind: 'List',
  type,
  items: [...values],
});

/** A list of copies, without their Ids unless asked for. */
const deepClone = (self: ListValue, withId: boolean): ListValue => ({
  ...self,
  items: self.items.map((item) => (isKind(item, 'SObject') ? copyOf(item, withId) : item)),
});

const addAll = (self: ListValue, values: Value[]): null => {
  claimHeap((self.items.length + values.length) * 4);
  self.items = [...self.items, ...values];
  return null;
};

export const list: Definition = {
  name: 'List<T>',
  interfaces: ['Iterable<T>'],
  members: {
    'List()': (call: Call) => newList(call, []),
    'List(List<T> values)': (values: ListValue, call: Call) => newList(call, values.items),
    'List(Set<T> values)': (values: SetValue, call: Call) => newList(call, values.items.values()),
    'void add(T? value)': (self: ListValue, value: Value) => {
      self.items.push(value);
      return null;
    },
    'void add(Integer index, T? value)': (self: ListValue, index: number, value: Value) => {
      checkIndex(self, index, self.items.length + 1).items.splice(index, 0, value);
      return null;
    },
    'void addAll(List<T> values)': (self: ListValue, values: ListValue) => addAll(self, values.items),
    'void addAll(Set<T> values)': (self: ListValue, values: SetValue) =>
      addAll(self, [...values.items.values()]),
    'T get(Integer index)': (self: ListValue, index: number) => checkIndex(self, index).items[index],
    'void set(Integer index, T? value)': (self: ListValue, index: number, value: Value) => {
      checkIndex(self, index).items[index] = value;
      return null;
    },
    'T remove(Integer index)': (self: ListValue, index: number) =>
      checkIndex(self, index).items.splice(index, 1)[0],
    'Integer size()': (self: ListValue) => self.items.length,
    'Boolean isEmpty()': (self: ListValue) => self.items.length === 0,
    'Boolean contains(T? value)': (self: ListValue, value: Value) =>
      self.items.some((item) => equal(item, value)),
    'Integer indexOf(T? value)': (self: ListValue, value: Value) =>
      self.items.findIndex((item) => equal(item, value)),
    'void clear()': (self: ListValue) => {
      self.items = [];
      return null;
    },
    'List<T> clone()': (self: ListValue) => ({ ...self, items: [...self.items] }),
    'Iterator<T> iterator()': (self: ListValue) => iterator(self),
    'void sort()': async (self: ListValue, call: Call) => {
      self.items = await sorted(self.items, (a, b) => naturalOrder(call, a, b));
      return null;
    },
    'void sort(Comparator<T> comparator)': async (self: ListValue, by: Instance, call: Call) => {
      self.items = await sorted(self.items, (a, b) => orderBy(call, by, a, b));
      return null;
    },
    'List<T> deepClone()': (self: ListValue) => deepClone(self, false),
    'List<T> deepClone(Boolean preserveId)': (self: ListValue, withId: boolean) => deepClone(self, withId),
    'Schema.SObjectType getSObjectType()': (self: ListValue) =>
      self.type.args[0].class.kind === 'sobject' ? sobjectType(self.type.args[0]) : null,
  },
  lacks: 'hashCode',
};
