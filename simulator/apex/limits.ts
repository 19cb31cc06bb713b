import { claimHeap, cpuTime, limits, type Machine } from './machine.ts';
import { isKind, type Value } from './values/value.ts';

/** Strings that an object of the library holds, e.g. the body of an HttpRequest. */
const held = (state: unknown): string[] =>
  Object.values(state ?? {}).filter((each): each is string => typeof each === 'string');

/** Rough size in bytes: a character is one, a reference or number four. Each value counts once. */
const sizeOf = (value: Value, seen: Set<Value>): number => {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 4;
  if (seen.has(value)) return 4;
  seen.add(value);
  const all = (values: Iterable<Value>): number => {
    let size = 4;
    for (const each of values) size += 4 + sizeOf(each, seen);
    return size;
  };
  if (isKind(value, 'List') || isKind(value, 'Set')) return all(value.items.values());
  if (isKind(value, 'Map')) return all([...value.entries.values()].flat());
  if (isKind(value, 'SObject')) return all([...value.fields.values()].map((field) => field.value));
  if (isKind(value, 'Instance')) return all([...value.fields.values(), ...held(value.state)]);
  return isKind(value, 'Blob') ? value.bytes.length : 8;
};

/** Bytes that the variables of the running methods hold: an estimate, since the real figure depends on Salesforce. */
export const heapSize = ({ top, frames }: Machine): number => {
  const seen = new Set<Value>();
  const slots = [top, ...frames.map((frame) => frame.slots).filter((each) => each !== top)];
  slots.push(frames.map((frame) => frame.self));
  return slots.flat().reduce<number>((size, value) => size + sizeOf(value ?? null, seen), 0);
};

const ownSize = (value: Value): number => {
  if (typeof value === 'string') return value.length;
  if (isKind(value, 'Blob')) return value.bytes.length;
  return isKind(value, 'List') ? value.items.length * 4 : 0;
};

/**
 * Notes a value that was made, and measures the heap now and then.
 *
 * @throws ApexException `System.LimitException: Apex heap size too large: 6000123`
 */
export const allocate = (machine: Machine, value: Value): Value => {
  machine.allocated += ownSize(value);
  if (machine.allocated >= limits.heap) {
    machine.allocated = 0;
    claimHeap(heapSize(machine));
  }
  return value;
};

/** Lines of LIMIT_USAGE_FOR_NS; seen live: output of `sf apex run`. */
export const limitUsage = (machine: Machine): string[] =>
  (
    [
      ['Number of SOQL queries', machine.queries, limits.queries],
      ['Number of query rows', machine.queryRows, limits.queryRows],
      ['Number of SOSL queries', 0, 20],
      ['Number of DML statements', machine.dmlStatements, limits.dmlStatements],
      ['Number of Publish Immediate DML', 0, 150],
      ['Number of DML rows', machine.dmlRows, limits.dmlRows],
      ['Maximum CPU time', Math.min(cpuTime(machine), limits.cpuTime), limits.cpuTime],
      ['Maximum heap size', 0, limits.heap],
      ['Number of callouts', machine.callouts, limits.callouts],
      ['Number of Email Invocations', 0, 10],
      ['Number of future calls', 0, 50],
      ['Number of queueable jobs added to the queue', 0, 50],
      ['Number of Mobile Apex push calls', 0, 10],
    ] as const
  ).map(([name, used, most]) => `  ${name}: ${used} out of ${most}`);
