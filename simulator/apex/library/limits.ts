import { heapSize } from '../limits.ts';
import { cpuTime, limits, type Machine } from '../machine.ts';
import type { Call } from '../values/value.ts';
import type { Definition, Native } from './definition.ts';

const none = (): number => 0;

type Counter = [used: (machine: Machine) => number, most: number];

/** Some methods are deprecated and tell the same. */
const dmlStatements: Counter = [(machine) => machine.dmlStatements, limits.dmlStatements];

/** What a script can use up, with its limit; nothing of what is not simulated. */
const counters: Record<string, Counter> = {
  AggregateQueries: [none, 300],
  ApexCursorRows: [none, 50_000_000],
  AsyncCalls: [none, 200],
  Callouts: [({ callouts }) => callouts, limits.callouts],
  CpuTime: [cpuTime, limits.cpuTime],
  DatabaseTime: [none, 100_000],
  DmlRows: [({ dmlRows }) => dmlRows, limits.dmlRows],
  DmlStatements: dmlStatements,
  EmailInvocations: [none, 10],
  FindSimilarCalls: [none, 20],
  FutureCalls: [none, 50],
  HeapSize: [heapSize, limits.heap],
  MobilePushApexCalls: [none, 10],
  PublishImmediateDML: [none, 150],
  Queries: [({ queries }) => queries, limits.queries],
  QueryLocatorRows: [none, 10_000],
  QueryRows: [({ queryRows }) => queryRows, limits.queryRows],
  QueueableJobs: [none, 50],
  RunAs: dmlStatements,
  SavepointRollbacks: dmlStatements,
  Savepoints: dmlStatements,
  SoslQueries: [none, 20],
};

const members = Object.entries(counters).flatMap(([name, [used, most]]): [string, Native][] => [
  [`static Integer get${name}()`, ({ machine }: Call) => used(machine)],
  [`static Integer getLimit${name}()`, () => most],
]);

/** Apex Reference Guide, "Limits Class"; figures of the Apex Developer Guide, "Execution Governors and Limits". */
export const limitsClass: Definition = { name: 'Limits', members: Object.fromEntries(members) };
