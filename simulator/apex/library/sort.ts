import { ApexException } from '../host.ts';
import { compare } from '../values/compare.ts';
import { isNumeric } from '../values/number.ts';
import { text } from '../values/text.ts';
import { isKind, type Call, type Value } from '../values/value.ts';

const unsupported = (): ApexException =>
  new ApexException('System.ListException', 'One or more of the items in this list is not Comparable.');

const order = async (call: Call, a: Value, b: Value): Promise<number> => {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (isKind(a, 'Instance')) {
    const method = a.type.class.methods.get('compareto')?.[0];
    if (!method) throw unsupported();
    return Number(await method.run({ ...call, type: a.type }, a, [b]));
  }
  if (
    typeof a === 'object' &&
    !isNumeric(a) &&
    !isKind(a, 'Date') &&
    !isKind(a, 'Datetime') &&
    !isKind(a, 'Enum')
  ) {
    return compare(text(a), text(b));
  }
  return compare(a, b);
};

/** Values in ascending order, null first. Merges sorted halves: the order may have to wait for compareTo(). */
export const sorted = async (call: Call, items: Value[]): Promise<Value[]> => {
  if (items.length < 2) return items;
  const middle = items.length >> 1;
  const left = await sorted(call, items.slice(0, middle));
  const right = await sorted(call, items.slice(middle));
  const merged: Value[] = [];
  while (left.length > 0 && right.length > 0) {
    merged.push(((await order(call, left[0], right[0])) <= 0 ? left : right).shift() as Value);
  }
  return [...merged, ...left, ...right];
};
