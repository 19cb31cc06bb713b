import type { ArrayExpressionContext } from '@apexdevtools/apex-parser';
import { ApexException } from '../host.ts';
import { problem } from '../problem.ts';
import { nameOf, types } from '../types/type.ts';
import { nonNull } from '../values/exception.ts';
import type { ListValue, Value } from '../values/value.ts';
import { coerce } from './coerce.ts';
import { expression } from './expressions.ts';
import type { Expression, Place, Scope } from './scope.ts';

/** A list, checked to have that index. @throws ApexException `System.ListException: List index out of bounds: 1` */
export const checkIndex = (list: ListValue, index: number, length = list.items.length): ListValue => {
  if (index >= 0 && index < length) return list;
  throw new ApexException('System.ListException', `List index out of bounds: ${index}`);
};

/** `list[index]` */
export const listElement = (scope: Scope, source: ArrayExpressionContext): Expression => {
  const list = expression(scope, source.expression(0));
  if (list.type.class !== types.list(types.object).class) {
    throw problem(source, `Expression must be a list type: ${nameOf(list.type)}`);
  }
  const index = coerce(expression(scope, source.expression(1)), types.integer, source.expression(1));
  const place: Place = async (frame) => {
    const of = nonNull(await list.run(frame)) as ListValue;
    const at = Number(nonNull(await index(frame)));
    return {
      read: () => checkIndex(of, at).items[at],
      write: (value: Value) => {
        checkIndex(of, at).items[at] = value;
      },
    };
  };
  return { type: list.type.args[0], place, run: async (frame) => (await place(frame)).read() };
};
