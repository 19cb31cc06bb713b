import type { ApexParserRuleContext, BlockContext, FormalParametersContext } from '@apexdevtools/apex-parser';
import { enter, type Frame } from '../machine.ts';
import { problem } from '../problem.ts';
import { nameOf, types, type Callable, type Parameter, type Type } from '../types/type.ts';
import type { Call, Value } from '../values/value.ts';
import { declareVariable, innerScope, newBody, type Program, type Scope } from './scope.ts';
import { block, type Statement } from './statements.ts';
import { readType } from './types.ts';

/** Types of the parameters of a method that the block declares. */
export const readParameters = (program: Program, source: FormalParametersContext): Parameter[] =>
  (source.formalParameterList()?.formalParameter_list() ?? []).map((each) => ({
    type: readType(program, each.typeRef()),
    nullable: true,
  }));

/** Runs code as a method, with its place in stack traces. */
export const inFrame = async (
  { machine }: Call,
  self: Value,
  name: string,
  run: (frame: Frame) => Promise<Value>,
  slots: Value[] = []
): Promise<Value> => {
  const frame: Frame = { machine, self, slots, name, line: 1 };
  enter(machine, frame);
  // Unwinds the stack of the interpreter, which is shorter than that of Apex.
  await Promise.resolve();
  try {
    return await run(frame);
  } finally {
    machine.frames.pop();
  }
};

type Source = {
  at: ApexParserRuleContext;
  parameters: FormalParametersContext;
  block: BlockContext;
  /** Name in stack traces. */
  name: string;
};

/** A scope for the body of a method that holds the parameters. `outer` is what it sees besides. */
export const methodScope = (
  outer: Scope,
  parameters: FormalParametersContext,
  returns: Type,
  self?: Type
): Scope => {
  const scope: Scope = { ...innerScope(outer), body: newBody(returns, self) };
  for (const parameter of parameters.formalParameterList()?.formalParameter_list() ?? []) {
    const type = readType(scope.program, parameter.typeRef());
    declareVariable(scope, parameter.id(), parameter.id().getText(), type);
  }
  return scope;
};

/**
 * Compiles the body of a method into its declaration.
 *
 * @throws CompileProblem `Missing return statement required return type: X`
 */
export const compileMethod = (outer: Scope, callable: Callable, source: Source, self?: Type): void => {
  const scope = methodScope(outer, source.parameters, callable.returns, self);
  const body: Statement = block(scope, source.block);
  if (callable.returns !== types.void && !body.ends) {
    throw problem(source.at, `Missing return statement required return type: ${nameOf(callable.returns)}`);
  }
  callable.run = (call, target, args) =>
    inFrame(
      call,
      target,
      source.name,
      async (frame) => {
        const completion = await body.run(frame);
        return typeof completion === 'object' ? completion.returns : null;
      },
      [...args]
    );
};
