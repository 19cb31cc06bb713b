import {
  ApexException,
  type ApexHost,
  type ApexHttpRequest,
  type ApexHttpResponse,
  type DmlOperation,
  type DmlOutcome,
} from './host.ts';
import type { Program } from './compile/scope.ts';
import type { Log } from './log.ts';
import { exceptionState, headline, raised, type Thrown, type Trace } from './values/exception.ts';
import type { Instance, Value } from './values/value.ts';

/** A method (or the block itself) while it runs. */
export type Frame = { machine: Machine; self: Value; slots: Value[]; name: string; line: number };

/** A transaction while it runs. */
export type Machine = {
  host: ApexHost;
  program: Program;
  log: Log;
  /** Variables of the block itself, which its methods share. */
  top: Value[];
  frames: Frame[];
  statements: number;
  /** Bytes of strings, blobs and collections made since the heap was last measured. */
  allocated: number;
  callouts: number;
  queries: number;
  queryRows: number;
  dmlStatements: number;
  dmlRows: number;
  /** Take back what each DML statement did, oldest first; those of a rollback are gone. */
  undos: (() => void)[];
  savepoints: Savepoint[];
  /** Session ids that the script has seen; the log does not show them. */
  secrets: Set<string>;
};

/** What Database.setSavepoint gives; `undos`: how many of them there were. */
export type Savepoint = { undos: number };

/** Limits of a transaction (Apex Developer Guide, "Execution Governors and Limits"). */
export const limits = {
  callouts: 100,
  queries: 100,
  queryRows: 50_000,
  dmlStatements: 150,
  dmlRows: 10_000,
  depth: 1000,
  heap: 6_000_000,
  cpuTime: 10_000,
};

/** Steps that count for a millisecond of CPU time: so the same script always ends the same way. */
const stepsPerMillisecond = 30;

const exceeded = (message: string): ApexException => new ApexException('System.LimitException', message);

/** Counts steps. @throws ApexException `System.LimitException: Apex CPU time limit exceeded` */
export const spend = (machine: Machine, steps = 1): void => {
  machine.statements += steps;
  if (cpuTime(machine) > limits.cpuTime) throw exceeded('Apex CPU time limit exceeded');
};

/** Counts a call of the library that took so many milliseconds, if they are many. @throws ApexException as `spend` */
export const spendTime = (machine: Machine, milliseconds: number): void => {
  if (milliseconds >= 50) spend(machine, Math.floor(milliseconds) * stepsPerMillisecond);
};

/** Milliseconds of CPU time, as far as steps tell them. */
export const cpuTime = ({ statements }: Machine): number => Math.ceil(statements / stepsPerMillisecond);

export const heapExceeded = (size: number): string => `Apex heap size too large: ${size}`;

/** @throws ApexException `System.LimitException` for a string or collection that no heap would hold */
export const claimHeap = (size: number): void => {
  if (size > limits.heap) throw exceeded(heapExceeded(size));
};

/** Enters a method. @throws ApexException `System.LimitException: Maximum stack depth reached: 1001` */
export const enter = (machine: Machine, frame: Frame): void => {
  if (machine.frames.length >= limits.depth)
    throw exceeded(`Maximum stack depth reached: ${limits.depth + 1}`);
  machine.frames.push(frame);
};

export const currentLine = (machine: Machine): number => machine.frames.at(-1)?.line ?? 1;

/** Where the machine is, innermost first: `AnonymousBlock: line 3, column 1`. */
export const trace = (machine: Machine): Trace => ({
  line: currentLine(machine),
  stackTrace: machine.frames
    .toReversed()
    .map(({ name, line }) => `${name}: line ${line}, column 1`)
    .join('\n'),
});

/** Notes in the log that an exception was thrown. */
export const noteThrown = (machine: Machine, exception: Instance): void => {
  machine.log.event('EXCEPTION_THROWN', `[${exceptionState(exception).line}]`, headline(exception));
};

/** An exception of the library or the org, thrown where the machine is. */
export const raise = (machine: Machine, error: ApexException): Thrown => {
  const thrown = raised(error, trace(machine));
  noteThrown(machine, thrown.exception);
  return thrown;
};

type Counted = 'callouts' | 'queries' | 'queryRows' | 'dmlStatements' | 'dmlRows';

const count = (machine: Machine, what: Counted, title: string, by = 1): void => {
  machine[what] += by;
  if (machine[what] > limits[what]) throw exceeded(`Too many ${title}: ${machine[what]}`);
};

const place = (machine: Machine): string => `[${currentLine(machine)}]`;

/**
 * Sends a callout for Http.send and the like, with the lines that it leaves in the debug log.
 *
 * @throws ApexException `System.CalloutException` after DML or with an active savepoint (Apex Developer Guide, "Callout
 *   Limits and Limitations", "Transaction Control"), `System.LimitException: Too many callouts: 101`, or what the org throws
 */
export const callOut = async (machine: Machine, request: ApexHttpRequest): Promise<ApexHttpResponse> => {
  count(machine, 'callouts', 'callouts');
  const refuse = (message: string): ApexException => new ApexException('System.CalloutException', message);
  if (machine.undos.length > 0)
    throw refuse('You have uncommitted work pending. Please commit or rollback before calling out');
  if (machine.savepoints.length > 0)
    throw refuse('All active Savepoints must be released before making callouts.');
  const line = place(machine);
  const { endpoint, method } = request;
  machine.log.event('CALLOUT_REQUEST', line, `System.HttpRequest[Endpoint=${endpoint}, Method=${method}]`);
  const response = await machine.host.callout(request);
  const { status, statusCode } = response;
  machine.log.event(
    'CALLOUT_RESPONSE',
    line,
    `System.HttpResponse[Status=${status}, StatusCode=${statusCode}]`
  );
  return response;
};

/** Rows of a query without bind variables. @throws ApexException `System.QueryException` or `System.LimitException` */
export const query = (machine: Machine, soql: string): Record<string, unknown>[] => {
  count(machine, 'queries', 'SOQL queries');
  const line = place(machine);
  machine.log.event('SOQL_EXECUTE_BEGIN', line, 'Aggregations:0', soql);
  const rows = machine.host.query(soql);
  machine.log.event('SOQL_EXECUTE_END', line, `Rows:${rows.length}`);
  count(machine, 'queryRows', 'query rows', rows.length);
  return rows;
};

/** Counts a statement of DML, a savepoint or a rollback. @throws ApexException `System.LimitException` */
export const countDml = (machine: Machine, rows = 0): void => {
  count(machine, 'dmlStatements', 'DML statements');
  count(machine, 'dmlRows', 'DML rows', rows);
};

/** Takes back what DML did since there were so many undos. */
export const rollBack = (machine: Machine, undos = 0): void => {
  for (const undo of machine.undos.splice(undos).reverse()) undo();
};

/** Changes rows of one sObject, each for itself. @throws ApexException `System.LimitException` */
export const change = (
  machine: Machine,
  operation: DmlOperation,
  sobject: string,
  rows: Record<string, unknown>[]
): DmlOutcome[] => {
  countDml(machine, rows.length);
  const line = place(machine);
  const title = `${operation[0].toUpperCase()}${operation.slice(1)}`;
  machine.log.event('DML_BEGIN', line, `Op:${title}`, `Type:${sobject}`, `Rows:${rows.length}`);
  const { outcomes, undo } = machine.host.dml(operation, sobject, rows);
  machine.undos.push(undo);
  machine.log.event('DML_END', line);
  return outcomes;
};
