import type { ApexParserRuleContext } from '@apexdevtools/apex-parser';
import { notSimulated, problem } from '../problem.ts';
import { distance, supertypes } from '../types/assign.ts';
import { lineage, nameOf, sameType, substitute, types, type Callable, type Type } from '../types/type.ts';
import { isKind, type Value } from '../values/value.ts';
import { coerce, fits } from './coerce.ts';
import type { Code, Expression } from './scope.ts';

/** A method as seen from the type that it is called on. */
export type Candidate = { callable: Callable; parameters: Type[]; returns: Type };

const seenFrom = (callable: Callable, receiver: Type): Candidate => ({
  callable,
  parameters: callable.parameters.map(({ type }) => substitute(type, receiver)),
  returns: substitute(callable.returns, receiver),
});

/** Methods of that name that a type has, its own first, those of Object last. */
export const methodsOf = (type: Type, name: string): Candidate[] =>
  [...supertypes(type), types.object].flatMap((each) =>
    (each.class.methods.get(name.toLowerCase()) ?? []).map((callable) => seenFrom(callable, each))
  );

export const constructorsOf = (type: Type): Candidate[] =>
  type.class.constructors.map((callable) => seenFrom(callable, type));

/** The candidate whose parameters are nearest to the arguments, if any takes them. */
export const choose = (candidates: Candidate[], args: Expression[]): Candidate | undefined => {
  let best: { candidate: Candidate; far: number } | undefined;
  for (const candidate of candidates) {
    if (candidate.parameters.length !== args.length) continue;
    const distances = args.map((arg, i) => {
      const wanted = candidate.parameters[i];
      return distance(arg.type, wanted) ?? (fits(arg, wanted) ? 2 : undefined);
    });
    if (distances.some((each) => each === undefined)) continue;
    const far = distances.reduce<number>((sum, each) => sum + (each ?? 0), 0);
    if (!best || far < best.far) best = { candidate, far };
  }
  return best?.candidate;
};

/** Types of arguments as compile problems list them. */
export const listed = (args: Expression[]): string =>
  args.map(({ type }) => (type === types.null ? 'NULL' : nameOf(type))).join(', ');

/** The method that a call means. @throws CompileProblem `Method does not exist or incorrect signature: …` */
export const chooseMethod = (
  at: ApexParserRuleContext,
  type: Type,
  name: string,
  args: Expression[]
): Candidate => {
  const chosen = choose(methodsOf(type, name), args);
  if (chosen) return chosen;
  if (lineage(type).some((each) => each.class.lacks.has(name.toLowerCase()))) {
    throw notSimulated(at, `${nameOf(type)}.${name}`);
  }
  const message = `Method does not exist or incorrect signature: void ${name}(${listed(args)}) from the type ${nameOf(type)}`;
  throw problem(at, message);
};

/** Code of the arguments of a call, converted to what the method takes. */
export const argumentCode = (args: Expression[], parameters: Type[], at: ApexParserRuleContext): Code[] =>
  args.map((arg, i) => coerce(arg, parameters[i], at));

/** The method that runs for an object: the one of its own class, where that overrides the called one. */
export const overriding = (callable: Callable, self: Value): Callable => {
  if (!isKind(self, 'Instance') || self.type.class === callable.owner) return callable;
  const same = (other: Callable): boolean =>
    !other.abstract &&
    !other.static &&
    other.parameters.length === callable.parameters.length &&
    other.parameters.every(({ type }, i) => sameType(type, callable.parameters[i].type));
  for (const each of lineage(self.type)) {
    const found = each.class.methods.get(callable.name.toLowerCase())?.find(same);
    if (found) return found;
  }
  return callable;
};
