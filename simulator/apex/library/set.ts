import { keyOf } from '../values/compare.ts';
import type { Call, ListValue, SetValue, Value } from '../values/value.ts';
import type { Definition } from './definition.ts';
import { iterator } from './iterator.ts';

type Collection = ListValue | SetValue;

const newSet = ({ type }: Call, values: Iterable<Value>): SetValue => ({
  kind: 'Set',
  type,
  items: new Map([...values].map((value) => [keyOf(value), value])),
});

const addToSet = (self: SetValue, values: Collection): boolean => {
  const before = self.items.size;
  for (const value of values.items.values())
    if (!self.items.has(keyOf(value))) self.items.set(keyOf(value), value);
  return self.items.size > before;
};

const containsAll = (self: SetValue, values: Collection): boolean =>
  [...values.items.values()].every((value) => self.items.has(keyOf(value)));

const filter = (self: SetValue, values: Collection, keeps: boolean): boolean => {
  const named = new Set([...values.items.values()].map(keyOf));
  const gone = [...self.items.keys()].filter((key) => named.has(key) !== keeps);
  for (const key of gone) self.items.delete(key);
  return gone.length > 0;
};

export const set: Definition = {
  name: 'Set<T>',
  interfaces: ['Iterable<T>'],
  members: {
    'Set()': (call: Call) => newSet(call, []),
    'Set(List<T> values)': (values: ListValue, call: Call) => newSet(call, values.items),
    'Set(Set<T> values)': (values: SetValue, call: Call) => newSet(call, values.items.values()),
    'Boolean add(T? value)': (self: SetValue, value: Value) => {
      const isNew = !self.items.has(keyOf(value));
      if (isNew) self.items.set(keyOf(value), value);
      return isNew;
    },
    'Boolean addAll(List<T> values)': (self: SetValue, values: ListValue) => addToSet(self, values),
    'Boolean addAll(Set<T> values)': (self: SetValue, values: SetValue) => addToSet(self, values),
    'Boolean contains(T? value)': (self: SetValue, value: Value) => self.items.has(keyOf(value)),
    'Boolean containsAll(List<T> values)': (self: SetValue, values: ListValue) => containsAll(self, values),
    'Boolean containsAll(Set<T> values)': (self: SetValue, values: SetValue) => containsAll(self, values),
    'Boolean remove(T? value)': (self: SetValue, value: Value) => self.items.delete(keyOf(value)),
    'Boolean removeAll(List<T> values)': (self: SetValue, values: ListValue) => filter(self, values, false),
    'Boolean removeAll(Set<T> values)': (self: SetValue, values: SetValue) => filter(self, values, false),
    'Boolean retainAll(List<T> values)': (self: SetValue, values: ListValue) => filter(self, values, true),
    'Boolean retainAll(Set<T> values)': (self: SetValue, values: SetValue) => filter(self, values, true),
    'Integer size()': (self: SetValue) => self.items.size,
    'Boolean isEmpty()': (self: SetValue) => self.items.size === 0,
    'void clear()': (self: SetValue) => {
      self.items.clear();
      return null;
    },
    'Set<T> clone()': (self: SetValue) => ({ ...self, items: new Map(self.items) }),
    'Iterator<T> iterator()': (self: SetValue) => iterator(self),
  },
  lacks: 'hashCode',
};
