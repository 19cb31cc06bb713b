import { ApexException } from '../host.ts';
import { declareClass, lineage, type Type } from '../types/type.ts';
import { nullPointer } from '../values/exception.ts';
import {
  isKind,
  type Call,
  type Instance,
  type ListValue,
  type SetValue,
  type Value,
} from '../values/value.ts';
import type { Definition } from './definition.ts';

type State = { values: Value[]; at: number };

/** What iterator() of a collection gives. */
export const iterator = ({ items, type }: ListValue | SetValue): Instance => {
  const of: Type = { class: declareClass('Iterator'), args: type.args };
  return {
    kind: 'Instance',
    type: of,
    fields: new Map(),
    state: { values: [...items.values()], at: 0 } satisfies State,
  };
};

const modified = (): ApexException =>
  new ApexException('System.FinalException', 'Cannot modify a collection while it is being iterated.');

const called = async (call: Call, self: Value, name: string): Promise<Value> => {
  const type = (self as Instance).type;
  const method = lineage(type)
    .flatMap((each) => each.class.methods.get(name) ?? [])
    .find(({ parameters }) => parameters.length === 0);
  if (!method) throw nullPointer();
  return method.run({ ...call, type }, self, []);
};

/** The items of a collection, or of an object whose class implements Iterable or Iterator. */
export const itemsOf = async function* (call: Call, value: Value): AsyncGenerator<Value> {
  if (!isKind(value, 'Instance')) {
    const { items } = value as ListValue | SetValue;
    const sizeOf = (): number => (items instanceof Map ? items.size : items.length);
    const size = sizeOf();
    for (const item of items.values()) {
      if (sizeOf() !== size) throw modified();
      yield item;
    }
    return;
  }
  const isIterable = lineage(value.type).some((each) => each.class.methods.has('iterator'));
  const from = isIterable ? await called(call, value, 'iterator') : value;
  while ((await called(call, from, 'hasnext')) === true) yield called(call, from, 'next');
};

export const iterators: Definition[] = [
  { name: 'Iterable<T>', isInterface: true, members: { 'Iterator<T> iterator()': () => null } },
  {
    name: 'Iterator<T>',
    isInterface: true,
    members: {
      'Boolean hasNext()': (self: Instance) => (self.state as State).at < (self.state as State).values.length,
      'T next()': (self: Instance): Value => {
        const state = self.state as State;
        if (state.at >= state.values.length) throw new ApexException('System.NoSuchElementException', 'null');
        state.at += 1;
        return state.values[state.at - 1];
      },
    },
  },
];
