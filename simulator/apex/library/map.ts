import { types } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import {
  isKind,
  type Call,
  type ListValue,
  type MapValue,
  type SetValue,
  type Value,
} from '../values/value.ts';
import type { Definition } from './definition.ts';

const newMap = ({ type }: Call, entries: Iterable<[Value, Value]>): MapValue => ({
  kind: 'Map',
  type,
  entries: new Map([...entries].map((entry) => [keyOf(entry[0]), entry])),
});

const idOf = (record: Value): Value =>
  isKind(record, 'SObject') ? (record.fields.get('id')?.value ?? null) : null;

export const map: Definition = {
  name: 'Map<K,V>',
  members: {
    'Map()': (call: Call) => newMap(call, []),
    'Map(Map<K,V> entries)': (other: MapValue, call: Call) => newMap(call, other.entries.values()),
    'Map(List<SObject> records)': (records: ListValue, call: Call) =>
      newMap(
        call,
        records.items.map((record): [Value, Value] => [idOf(record), record])
      ),
    'V put(K? key, V? value)': (self: MapValue, key: Value, value: Value) => {
      const before = self.entries.get(keyOf(key))?.[1] ?? null;
      self.entries.set(keyOf(key), [key, value]);
      return before;
    },
    'void putAll(Map<K,V> entries)': (self: MapValue, other: MapValue) => {
      for (const [key, entry] of other.entries) self.entries.set(key, entry);
      return null;
    },
    'void putAll(List<SObject> records)': (self: MapValue, records: ListValue) => {
      for (const record of records.items) self.entries.set(keyOf(idOf(record)), [idOf(record), record]);
      return null;
    },
    'V get(K? key)': (self: MapValue, key: Value) => self.entries.get(keyOf(key))?.[1] ?? null,
    'Boolean containsKey(K? key)': (self: MapValue, key: Value) => self.entries.has(keyOf(key)),
    'V remove(K? key)': (self: MapValue, key: Value) => {
      const before = self.entries.get(keyOf(key))?.[1] ?? null;
      self.entries.delete(keyOf(key));
      return before;
    },
    'Set<K> keySet()': (self: MapValue): SetValue => ({
      kind: 'Set',
      type: types.set(self.type.args[0]),
      items: new Map([...self.entries].map(([key, entry]) => [key, entry[0]])),
    }),
    'List<V> values()': (self: MapValue): ListValue => ({
      kind: 'List',
      type: types.list(self.type.args[1]),
      items: [...self.entries.values()].map((entry) => entry[1]),
    }),
    'Integer size()': (self: MapValue) => self.entries.size,
    'Boolean isEmpty()': (self: MapValue) => self.entries.size === 0,
    'void clear()': (self: MapValue) => {
      self.entries.clear();
      return null;
    },
    'Map<K,V> clone()': (self: MapValue) => ({ ...self, entries: new Map(self.entries) }),
  },
  lacks: 'deepClone getSObjectType hashCode',
};
