import { ApexException, type ApexHost, type ApexResult } from './host.ts';
import { compileBlock } from './compile/block.ts';
import type { Program } from './compile/scope.ts';
import type { Statement } from './compile/statements.ts';
import './library/index.ts';
import { openLog, type Log } from './log.ts';
import { currentLine, trace, type Machine } from './machine.ts';
import { parse } from './parse.ts';
import { CompileProblem } from './problem.ts';
import { exceptionState, headline, raised, Thrown } from './values/exception.ts';

const result = (outcome: Partial<ApexResult>, log: Log): ApexResult => ({
  line: -1,
  column: -1,
  compiled: true,
  success: true,
  compileProblem: null,
  exceptionStackTrace: null,
  exceptionMessage: null,
  ...outcome,
  log: log.lines.join('\n'),
});

const compileFailure = ({ line, column, message }: CompileProblem, log: Log): ApexResult =>
  result({ line, column, compiled: false, success: false, compileProblem: message }, log);

const runFailure = ({ exception }: Thrown, log: Log): ApexResult => {
  const { line, stackTrace } = exceptionState(exception);
  const message = headline(exception);
  log.event('EXCEPTION_THROWN', `[${line}]`, message);
  log.event('FATAL_ERROR', `${message}\n\n${stackTrace}`);
  return result(
    { line, column: 1, success: false, exceptionMessage: message, exceptionStackTrace: stackTrace },
    log
  );
};

const newMachine = (host: ApexHost, program: Program, log: Log): Machine => ({
  host,
  program,
  log,
  top: [],
  frames: [],
  statements: 0,
  callouts: 0,
  queries: 0,
  dmlStatements: 0,
});

/** What the org cannot do, or the interpreter cannot: an expression of a thousand operators exhausts its stack. */
const unsupported = (error: unknown, line: number): CompileProblem | undefined => {
  const isTooLong = error instanceof RangeError && error.message.includes('call stack');
  if (isTooLong) return new CompileProblem(line, 1, 'not simulated: so long an expression');
  const isOutside = error instanceof Error && !(error instanceof CompileProblem);
  return isOutside && error.message.startsWith('not simulated: ')
    ? new CompileProblem(line, 1, error.message)
    : undefined;
};

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
    if (error instanceof ApexException) return raised(error, trace(machine));
    const failure = unsupported(error, currentLine(machine));
    if (failure) return failure;
    throw error;
  }
};

/**
 * Compiles a block of anonymous Apex as a whole, then runs it in the org as one transaction, which an uncaught
 * exception rolls back (Tooling API, executeAnonymous; Apex Developer Guide, "Anonymous Blocks").
 *
 * @throws Error what the host throws besides ApexException
 */
export const executeAnonymous = async (code: string, host: ApexHost): Promise<ApexResult> => {
  const log = openLog(host, code);
  let compiled: ReturnType<typeof compileBlock>;
  try {
    compiled = compileBlock(host, parse(code));
  } catch (error) {
    const failure = unsupported(error, 1) ?? error;
    if (failure instanceof CompileProblem) return compileFailure(failure, log);
    throw failure;
  }
  log.event('EXECUTION_STARTED');
  log.event('CODE_UNIT_STARTED', '[EXTERNAL]', 'execute_anonymous_apex');
  const thrown = await run(newMachine(host, compiled.program, log), compiled.statements);
  const outcome =
    thrown instanceof CompileProblem ? compileFailure(thrown, log) : thrown && runFailure(thrown, log);
  if (thrown) host.rollback();
  log.event('CODE_UNIT_FINISHED', 'execute_anonymous_apex');
  log.event('EXECUTION_FINISHED');
  return { ...(outcome ?? result({}, log)), log: log.lines.join('\n') };
};
