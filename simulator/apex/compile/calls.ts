import {
  PrimaryExpressionContext,
  SuperPrimaryContext,
  type ApexParserRuleContext,
  type DotExpressionContext,
  type DotMethodCallContext,
  type MethodCallContext,
} from '@apexdevtools/apex-parser';
import type { Frame } from '../machine.ts';
import { problem } from '../problem.ts';
import { nameOf, types, type Type } from '../types/type.ts';
import { nullPointer } from '../values/exception.ts';
import type { Call, Value } from '../values/value.ts';
import { expressionList } from './expressions.ts';
import { argumentCode, chooseMethod, overriding, type Candidate } from './overloads.ts';
import { findVariable, slotsOf, type Code, type Expression, type Scope } from './scope.ts';

/** Runs pieces of code one after the other. */
export const runAll = async (codes: Code[], frame: Frame): Promise<Value[]> => {
  const values: Value[] = [];
  for (const code of codes) values.push(await code(frame));
  return values;
};

/** `String String.valueOf(Object)` */
const signature = ({ callable: { name, owner }, parameters, returns }: Candidate): string =>
  `${nameOf(returns)} ${owner.name}.${name}(${parameters.map(nameOf).join(', ')})`;

type Target = { at: ApexParserRuleContext; type: Type; object?: Code; isSuper?: boolean };

/** What a query built at run time sees of the variables of the code that runs it. */
const variables =
  (scope: Scope, frame: Frame): Call['variable'] =>
  (name) => {
    const variable = findVariable(scope, name);
    return variable && (slotsOf(variable, frame)[variable.slot] ?? null);
  };

const invocation = (scope: Scope, target: Target, chosen: Candidate, args: Expression[]): Expression => {
  const { at, type, object, isSuper } = target;
  const { callable, parameters, returns } = chosen;
  const codes = argumentCode(args, parameters, at);
  const isDatabase = callable.owner.name === 'Database';
  const run = async (frame: Frame): Promise<Value> => {
    const self = object && !callable.static ? await object(frame) : null;
    const values = await runAll(codes, frame);
    if (self === null && !callable.static) throw nullPointer();
    const runs = isSuper ? callable : overriding(callable, self);
    const variable = isDatabase ? variables(scope, frame) : undefined;
    return runs.run({ machine: frame.machine, type, variable }, self, values);
  };
  return { type: returns, run, standsAlone: true, isQuery: isDatabase && callable.name === 'query' };
};

/**
 * A method call on a type (static) or on an object.
 *
 * @throws CompileProblem `Method does not exist or incorrect signature: …`
 */
export const call = (
  scope: Scope,
  source: DotMethodCallContext,
  at: ApexParserRuleContext,
  type: Type,
  object?: Expression
): Expression => {
  const args = expressionList(scope, source.expressionList());
  const chosen = chooseMethod(at, type, source.anyId().getText(), args);
  if (object && chosen.callable.static) {
    throw problem(at, `Static method cannot be referenced from a non static context: ${signature(chosen)}`);
  }
  if (!object && !chosen.callable.static) {
    throw problem(at, `Non static method cannot be referenced from a static context: ${signature(chosen)}`);
  }
  return invocation(scope, { at, type, object: object?.run }, chosen, args);
};

/** A call of a method of the class around it, or of one that the block declares. */
export const unqualifiedCall = (scope: Scope, source: MethodCallContext): Expression => {
  const name = source.id();
  if (!name)
    throw problem(
      source,
      `Call to '${source.getChild(0).getText()}()' must be the first statement in a constructor method`
    );
  const args = expressionList(scope, source.expressionList());
  const { self } = scope.body;
  const type = self ?? { class: scope.program.anonymous, args: [] };
  const chosen = chooseMethod(name, type, name.getText(), args);
  return invocation(scope, { at: name, type, object: (frame) => frame.self }, chosen, args);
};

/** `super.method(…)`, if that is what a call is. */
export const superCall = (scope: Scope, source: DotExpressionContext): Expression | undefined => {
  const left = source.expression();
  if (!(left instanceof PrimaryExpressionContext && left.primary() instanceof SuperPrimaryContext))
    return undefined;
  const method = source.dotMethodCall();
  if (!scope.body.self) throw problem(left, 'Super cannot be referenced in a static context');
  const type = scope.body.self.class.parent ?? types.object;
  const args = expressionList(scope, method.expressionList());
  const chosen = chooseMethod(method.anyId(), type, method.anyId().getText(), args);
  return invocation(scope, { at: method, type, object: (frame) => frame.self, isSuper: true }, chosen, args);
};
