import { ApexException, type ApexHost, type ApexResult } from './host.ts';
import { compileBlock } from './compile/block.ts';
import type { Program } from './compile/scope.ts';
import type { Statement } from './compile/statements.ts';
import './library/index.ts';
import { debugOnly, logLimits, openLog, type Log, type LogLevels } from './log.ts';
import { currentLine, heapExceeded, raise, rollBack, type Machine } from './machine.ts';
import { parse } from './parse.ts';
import { CompileProblem } from './problem.ts';
import { exceptionState, headline, Thrown } from './values/exception.ts';

type Outcome = Omit<ApexResult, 'log'>;

const success: Outcome = {
  line: -1,
  column: -1,
  compiled: true,
  success: true,
  compileProblem: null,
  exceptionStackTrace: null,
  exceptionMessage: null,
};

/** A script that does not compile leaves no log. */
const compileFailure = ({ line, column, message }: CompileProblem): ApexResult => ({
  ...success,
  line,
  column,
  compiled: false,
  success: false,
  compileProblem: message,
  log: '',
});

const runFailure = ({ exception }: Thrown, log: Log): Outcome => {
  const { line, stackTrace } = exceptionState(exception);
  const message = headline(exception);
  log.event('FATAL_ERROR', `${message}\n\n${stackTrace}`);
  return {
    ...success,
    line,
    column: 1,
    success: false,
    exceptionMessage: message,
    exceptionStackTrace: stackTrace,
  };
};

const newMachine = (host: ApexHost, program: Program, log: Log): Machine => ({
  host,
  program,
  log,
  top: [],
  frames: [],
  statements: 0,
  allocated: 0,
  callouts: 0,
  queries: 0,
  queryRows: 0,
  dmlStatements: 0,
  dmlRows: 0,
  undos: [],
  savepoints: [],
  secrets: new Set(),
});

/** What the org cannot do, or the interpreter cannot: too deep a nesting, of expressions or of data, exhausts its stack. */
const unsupported = (error: unknown, line: number): CompileProblem | undefined => {
  const isTooDeep = error instanceof RangeError && error.message.includes('call stack');
  if (isTooDeep) return new CompileProblem(line, 1, 'not simulated: so deep a nesting');
  const isOutside = error instanceof Error && !(error instanceof CompileProblem);
  return isOutside && error.message.startsWith('not simulated: ')
    ? new CompileProblem(line, 1, error.message)
    : undefined;
};

/** Characters that a string of JavaScript can hold. */
const longestString = 536_870_888;

/** Runs the statements of the block. Gives the exception that none of them caught, or what the org cannot do. */
const run = async (
  machine: Machine,
  statements: Statement[]
): Promise<Thrown | CompileProblem | undefined> => {
  const frame = { machine, self: null, slots: machine.top, name: 'AnonymousBlock', line: 1 };
  machine.frames.push(frame);
  try {
    for (const statement of statements) if ((await statement.run(frame)) !== undefined) break;
    return undefined;
  } catch (error) {
    if (error instanceof Thrown) return error;
    if (error instanceof ApexException) return raise(machine, error);
    if (error instanceof RangeError && error.message === 'Invalid string length')
      return raise(machine, new ApexException('System.LimitException', heapExceeded(longestString)));
    const failure = unsupported(error, currentLine(machine));
    if (failure) return failure;
    throw error;
  }
};

/**
 * Compiles a block of anonymous Apex as a whole, then runs it in the org as one transaction, which an uncaught
 * exception rolls back (Tooling API, executeAnonymous; Apex Developer Guide, "Anonymous Blocks"). `levels` tell what the
 * log shows.
 *
 * @throws Error what the host throws besides ApexException
 */
export const executeAnonymous = async (
  code: string,
  host: ApexHost,
  levels: LogLevels = debugOnly
): Promise<ApexResult> => {
  let compiled: ReturnType<typeof compileBlock>;
  try {
    compiled = compileBlock(host, parse(code));
  } catch (error) {
    const failure = unsupported(error, 1) ?? error;
    if (failure instanceof CompileProblem) return compileFailure(failure);
    throw failure;
  }
  const log = openLog(host, code, levels);
  const machine = newMachine(host, compiled.program, log);
  log.event('EXECUTION_STARTED');
  log.event('CODE_UNIT_STARTED', '[EXTERNAL]', 'execute_anonymous_apex');
  const thrown = await run(machine, compiled.statements);
  if (thrown) rollBack(machine);
  if (thrown instanceof CompileProblem) return compileFailure(thrown);
  const outcome = thrown ? runFailure(thrown, log) : success;
  logLimits(machine);
  log.event('CODE_UNIT_FINISHED', 'execute_anonymous_apex');
  log.event('EXECUTION_FINISHED');
  return { ...outcome, log: log.text(machine.secrets) };
};
