import { ApexException } from '../host.ts';
import { declareClass, type Type } from '../types/type.ts';
import { type Instance, type ListValue, type SetValue, type Value } from '../values/value.ts';
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

export const iterators: Definition[] = [
  { name: 'Iterable<T>', isInterface: true, lacks: 'iterator' },
  {
    name: 'Iterator<T>',
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
