import { ApexException, type ApexHost, type ApexHttpRequest, type ApexHttpResponse } from './host.ts';
import type { Program } from './compile/scope.ts';
import type { Log } from './log.ts';
import type { Trace } from './values/exception.ts';
import type { Value } from './values/value.ts';

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
  callouts: number;
  queries: number;
  dmlStatements: number;
};

/** Limits of a transaction (Apex Developer Guide, "Execution Governors and Limits"). */
export const limits = { callouts: 100, queries: 100, dmlStatements: 150, depth: 1000, heap: 6_000_000 };

/** Stands in for 10,000 ms of CPU time: steps are counted, so that the same script always ends the same way. */
const statementLimit = 300_000;

const exceeded = (message: string): ApexException => new ApexException('System.LimitException', message);

/** Counts a step. @throws ApexException `System.LimitException: Apex CPU time limit exceeded` */
export const spend = (machine: Machine): void => {
  machine.statements += 1;
  if (machine.statements > statementLimit) throw exceeded('Apex CPU time limit exceeded');
};

/** @throws ApexException `System.LimitException` for a string or collection that no heap would hold */
export const claimHeap = (size: number): void => {
  if (size > limits.heap) throw exceeded(`Apex heap size too large: ${size}`);
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

const count = (machine: Machine, what: 'callouts' | 'queries' | 'dmlStatements', title: string): void => {
  machine[what] += 1;
  if (machine[what] > limits[what]) throw exceeded(`Too many ${title}: ${machine[what]}`);
};

/**
 * Sends a callout for Http.send and the like, with the lines that it leaves in the debug log.
 *
 * @throws ApexException `System.CalloutException` after DML (Apex Developer Guide, "Callout Limits and Limitations"),
 *   `System.LimitException: Too many callouts: 101`, or what the org throws
 */
export const callOut = async (machine: Machine, request: ApexHttpRequest): Promise<ApexHttpResponse> => {
  count(machine, 'callouts', 'callouts');
  if (machine.dmlStatements > 0) {
    const message = 'You have uncommitted work pending. Please commit or rollback before calling out';
    throw new ApexException('System.CalloutException', message);
  }
  const line = `[${currentLine(machine)}]`;
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
  const line = `[${currentLine(machine)}]`;
  machine.log.event('SOQL_EXECUTE_BEGIN', line, 'Aggregations:0', soql);
  const rows = machine.host.query(soql);
  machine.log.event('SOQL_EXECUTE_END', line, `Rows:${rows.length}`);
  return rows;
};

/** Changes rows. @throws ApexException `System.DmlException` or `System.LimitException` */
export const change = (
  machine: Machine,
  operation: Parameters<ApexHost['dml']>[0],
  sobject: string,
  rows: Record<string, unknown>[]
): void => {
  count(machine, 'dmlStatements', 'DML statements');
  const line = `[${currentLine(machine)}]`;
  const title = `${operation[0].toUpperCase()}${operation.slice(1)}`;
  machine.log.event('DML_BEGIN', line, `Op:${title}`, `Type:${sobject}`, `Rows:${rows.length}`);
  machine.host.dml(operation, sobject, rows);
  machine.log.event('DML_END', line);
};
