import type { ClassDeclarationContext, MethodDeclarationContext } from '@apexdevtools/apex-parser';
import { problem } from '../problem.ts';
import { supertypes } from '../types/assign.ts';
import { lineage, nameOf, sameType, substitute, types, type Callable, type Type } from '../types/type.ts';
import { has, type Declared } from './classes.ts';

type Seen = { callable: Callable; parameters: Type[]; returns: Type };

/** `String Animal.speak(Integer)` */
const signature = ({ callable, parameters, returns }: Seen): string =>
  `${nameOf(returns)} ${callable.owner.name}.${callable.name}(${parameters.map(nameOf).join(', ')})`;

const methodsIn = (type: Type): Seen[] =>
  [...type.class.methods.values()].flat().map((callable) => ({
    callable,
    parameters: callable.parameters.map((parameter) => substitute(parameter.type, type)),
    returns: substitute(callable.returns, type),
  }));

const isSame = (a: Seen, b: Seen): boolean =>
  a.callable.name.toLowerCase() === b.callable.name.toLowerCase() &&
  a.parameters.length === b.parameters.length &&
  a.parameters.every((type, i) => sameType(type, b.parameters[i]));

const checkMethod = (self: Type, own: Seen, source: MethodDeclarationContext, overrides: boolean): void => {
  const above = lineage(self)
    .slice(1)
    .flatMap(methodsIn)
    .find((each) => isSame(each, own));
  const isOfInterface = supertypes(self)
    .filter((each) => each.class.kind === 'interface')
    .flatMap(methodsIn)
    .some((each) => isSame(each, own));
  const isOfObject = methodsIn(types.object).some((each) => isSame(each, own));
  if (overrides && !above && !isOfInterface && !isOfObject)
    throw problem(source, `@Override specified for non-overriding method: ${signature(own)}`);
  if (!above) return;
  const isLibrary = above.callable.owner.open === undefined;
  if (!isLibrary && !above.callable.open)
    throw problem(source, `Non-virtual, non-abstract methods cannot be overridden: ${signature(above)}`);
  if (!overrides) throw problem(source, `Method must use the override keyword: ${signature(own)}`);
};

/** A class that is not abstract has a body for each method that it inherits without one. */
const checkComplete = (self: Type, source: ClassDeclarationContext): void => {
  const all = supertypes(self).flatMap(methodsIn);
  const missing = all.find(
    (each) => each.callable.abstract && !all.some((other) => !other.callable.abstract && isSame(each, other))
  );
  if (!missing || self.class.abstract) return;
  const kind = missing.callable.owner.kind === 'interface' ? 'method' : 'abstract method';
  throw problem(source.id(), `Class ${self.class.name} must implement the ${kind}: ${signature(missing)}`);
};

/**
 * Checks what the methods of a class override and implement (Apex Developer Guide, "Extending a Class"; texts: message
 * bundle of Salesforce's Apex compiler).
 *
 * @throws CompileProblem
 */
export const checkInheritance = ({ class: owner, source }: Declared): void => {
  if (!('classBody' in source)) return;
  const self: Type = { class: owner, args: [] };
  const own = methodsIn(self);
  for (const member of source.classBody().classBodyDeclaration_list()) {
    const method = member.memberDeclaration()?.methodDeclaration();
    const seen = own.find(({ callable }) => method && callable.name === method.id().getText());
    if (!method || !seen) continue;
    own.splice(own.indexOf(seen), 1);
    checkMethod(self, seen, method, has(member.modifier_list(), 'OVERRIDE'));
  }
  checkComplete(self, source);
};
