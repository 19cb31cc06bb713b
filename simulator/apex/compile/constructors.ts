import {
  MethodCallExpressionContext,
  type ConstructorDeclarationContext,
  type MethodCallContext,
  type StatementContext,
} from '@apexdevtools/apex-parser';
import { problem } from '../problem.ts';
import { types, type Callable, type Type } from '../types/type.ts';
import { exceptionState } from '../values/exception.ts';
import type { Instance } from '../values/value.ts';
import { runAll } from './calls.ts';
import { initialise } from './construct.ts';
import { expressionList } from './expressions.ts';
import { inFrame, methodScope } from './methods.ts';
import { argumentCode, choose, constructorsOf, listed } from './overloads.ts';
import { innerScope, newBody, type Code, type Scope } from './scope.ts';
import { sequence } from './statements.ts';

/** `this(…)` or `super(…)`, if that is what a statement is. */
const delegation = (source: StatementContext | undefined): MethodCallContext | undefined => {
  const first = source?.expressionStatement()?.expression();
  const call = first instanceof MethodCallExpressionContext ? first.methodCall() : undefined;
  return call && !call.id() ? call : undefined;
};

/** Runs another constructor on the object at hand: of the library, it gives its state away. */
const delegate = (
  scope: Scope,
  type: Type,
  source: MethodCallContext | undefined,
  at: ConstructorDeclarationContext | null
): Code => {
  const args = expressionList(scope, source?.expressionList() ?? null);
  const chosen = choose(constructorsOf(type), args);
  if (!chosen) {
    throw problem(
      source ?? (at as ConstructorDeclarationContext),
      `Constructor not defined: [${type.class.name}].<Constructor>(${listed(args)})`
    );
  }
  const codes = argumentCode(args, chosen.parameters, source ?? (at as ConstructorDeclarationContext));
  const isDeclared = scope.program.initialisers.has(chosen.callable.owner);
  return async (frame) => {
    const values = await runAll(codes, frame);
    const call = { machine: frame.machine, type };
    const made = await chosen.callable.run(call, isDeclared ? frame.self : null, values);
    if (!isDeclared) {
      const { message, cause } = exceptionState(made as Instance);
      Object.assign(exceptionState(frame.self as Instance), { message, cause });
    }
    return null;
  };
};

/**
 * Compiles a constructor, or the one that a class has without declaring any: first the class above, then the
 * first values of the fields, then the body. `this(…)` leaves the first two to the other constructor.
 */
export const compileConstructor = (
  outer: Scope,
  callable: Callable,
  source: ConstructorDeclarationContext | null = null
): void => {
  const { owner } = callable;
  const self: Type = { class: owner, args: [] };
  const scope: Scope = source
    ? methodScope(outer, source.formalParameters(), types.void, self)
    : { ...innerScope(outer), body: newBody(types.void, self) };
  scope.body.initialises = true;
  const statements = source?.block().statement_list() ?? [];
  const call = delegation(statements[0]);
  const toOther = call?.THIS() !== null && call !== undefined;
  const to = toOther ? self : owner.parent;
  const first = to && delegate(scope, to, call, source);
  const body = sequence(innerScope(scope), call ? statements.slice(1) : statements);
  const { initialisers } = outer.program;
  callable.run = (context, target, args) =>
    inFrame(
      context,
      target,
      `Class.${owner.name}.<init>`,
      async (frame) => {
        await first?.(frame);
        if (!toOther) await initialise(frame, initialisers.get(owner), target);
        await body.run(frame);
        return null;
      },
      [...args]
    );
};
