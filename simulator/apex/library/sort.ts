import { ApexException } from '../host.ts';
import { compare } from '../values/compare.ts';
import { isNumeric } from '../values/number.ts';
import { text } from '../values/text.ts';
import { lineage } from '../types/type.ts';
import { isKind, type Call, type Instance, type Value } from '../values/value.ts';

const unsupported = (): ApexException =>
  new ApexException('System.ListException', 'One or more of the items in this list is not Comparable.');

/** Null first, then by compareTo() or by value. @throws ApexException for objects that have no order */
export const naturalOrder = async (call: Call, a: Value, b: Value): Promise<number> => {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (isKind(a, 'Instance')) {
    const method = lineage(a.type).flatMap((each) => each.class.methods.get('compareto') ?? [])[0];
    if (!method) throw unsupported();
    return Number(await method.run({ ...call, type: a.type }, a, [b]));
  }
  if (
    typeof a === 'object' &&
    !isNumeric(a) &&
    !isKind(a, 'Date') &&
    !isKind(a, 'Datetime') &&
    !isKind(a, 'Time') &&
    !isKind(a, 'Enum')
  ) {
    return compare(text(a), text(b));
  }
  return compare(a, b);
};

/** The order that a Comparator tells. */
export const orderBy = async (call: Call, comparator: Instance, a: Value, b: Value): Promise<number> => {
  const method = lineage(comparator.type).flatMap((each) => each.class.methods.get('compare') ?? [])[0];
  return Number(await method.run({ ...call, type: comparator.type }, comparator, [a, b]));
};

/** Values in ascending order. Merges sorted halves: an order may have to wait for code of the script. */
export const sorted = async (
  items: Value[],
  order: (a: Value, b: Value) => Promise<number>
): Promise<Value[]> => {
  if (items.length < 2) return items;
  const middle = items.length >> 1;
  const left = await sorted(items.slice(0, middle), order);
  const right = await sorted(items.slice(middle), order);
  const merged: Value[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if ((await order(left[i], right[j])) <= 0) merged.push(left[i++]);
    else merged.push(right[j++]);
  }
  return [...merged, ...left.slice(i), ...right.slice(j)];
};
