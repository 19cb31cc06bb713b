import type {
  ClassDeclarationContext,
  ConstructorDeclarationContext,
  MethodDeclarationContext,
  ModifierContext,
} from '@apexdevtools/apex-parser';
import { addConstants } from '../library/load.ts';
import { problem } from '../problem.ts';
import { assignable } from '../types/assign.ts';
import {
  nameOf,
  sameType,
  types,
  type Callable,
  type Class,
  type Parameter,
  type Type,
} from '../types/type.ts';
import { has, typeIn, type Declared } from './classes.ts';
import { declareFields } from './fields.ts';
import { readParameters } from './methods.ts';
import type { Program } from './scope.ts';
import { readType } from './types.ts';

/** Adds a method without its body. @throws CompileProblem `Method already defined: …` */
export const declareMethod = (
  program: Program,
  owner: Class,
  source: Pick<MethodDeclarationContext, 'id' | 'typeRef' | 'formalParameters'> & { start: unknown },
  modifiers: ModifierContext[],
  abstract = false
): Callable => {
  const name = source.id().getText();
  const callable: Callable = {
    name,
    owner,
    // The methods of the block have no object that they belong to.
    static: owner === program.anonymous,
    abstract,
    open: abstract || has(modifiers, 'VIRTUAL') || has(modifiers, 'OVERRIDE'),
    parameters: readParameters(program, source.formalParameters()),
    returns: source.typeRef() ? readType(program, source.typeRef()) : types.void,
    run: () => null,
  };
  const others = owner.methods.get(name.toLowerCase()) ?? [];
  const wanted = callable.parameters.map(({ type }) => type);
  const clash = others.some(
    ({ parameters }) =>
      parameters.length === wanted.length && parameters.every(({ type }, i) => sameType(type, wanted[i]))
  );
  if (clash) {
    throw problem(
      source.id(),
      `Method already defined: ${name} ${nameOf(callable.returns)} ${owner.name}.${name}(${wanted.map(nameOf).join(', ')}) from the type ${owner.name}`
    );
  }
  owner.methods.set(name.toLowerCase(), [...others, callable]);
  return callable;
};

/** @throws CompileProblem for a constructor that each exception has anyway */
const checkNew = (owner: Class, parameters: Parameter[], at: ConstructorDeclarationContext): void => {
  const inherited = assignable({ class: owner, args: [] }, types.exception)
    ? types.exception.class.constructors
    : [];
  const clash = inherited.some(
    (each) =>
      each.parameters.length === parameters.length &&
      each.parameters.every(({ type }, i) => sameType(type, parameters[i].type))
  );
  const listed = parameters.map(({ type }) => nameOf(type)).join(', ');
  if (clash) throw problem(at, `System exception constructor already defined: <Constructor>(${listed})`);
};

const declareClassMembers = (program: Program, owner: Class, source: ClassDeclarationContext): void => {
  for (const member of source.classBody().classBodyDeclaration_list()) {
    const modifiers = member.modifier_list();
    const declaration = member.memberDeclaration();
    const nested = typeIn(declaration);
    if (nested) throw problem(nested, 'Inner types are not allowed to have inner types');
    if (has(modifiers, 'STATIC')) {
      if (member.block()) throw problem(member, 'Inner types are not allowed to have static blocks');
      const what = declaration?.methodDeclaration()
        ? 'methods'
        : declaration?.propertyDeclaration()
          ? 'properties'
          : 'fields';
      throw problem(member, `static can only be used on ${what} of a top level type`);
    }
    const method = declaration?.methodDeclaration();
    if (method) {
      if (!method.block() && !has(modifiers, 'ABSTRACT')) throw problem(method, 'Method must have a body');
      if (method.block() && has(modifiers, 'ABSTRACT'))
        throw problem(method, 'Abstract methods cannot have a body');
      declareMethod(program, owner, method, modifiers, !method.block());
    }
    declareFields(program, owner, declaration, has(modifiers, 'FINAL'));
    const constructor = declaration?.constructorDeclaration();
    if (constructor) {
      const parameters = readParameters(program, constructor.formalParameters());
      const name = constructor.qualifiedName().getText();
      if (name.toLowerCase() !== owner.name.toLowerCase()) {
        throw problem(constructor, `Invalid constructor name: ${name}`);
      }
      checkNew(owner, parameters, constructor);
      owner.constructors.push({
        name,
        owner,
        static: false,
        abstract: false,
        parameters,
        returns: types.void,
        run: () => null,
      });
    }
  }
};

/** A class has the constructors of Exception if it extends it, and one without parameters if it declares none. */
const declareConstructors = (owner: Class): void => {
  const self: Type = { class: owner, args: [] };
  if (assignable(self, types.exception)) {
    owner.constructors.push(...types.exception.class.constructors);
  } else if (owner.constructors.length === 0) {
    const { name } = owner;
    owner.constructors.push({
      name,
      owner,
      static: false,
      abstract: false,
      parameters: [],
      returns: types.void,
      run: () => null,
    });
  }
};

/** The third pass: the signatures of the members of a type. */
export const declareMembers = (program: Program, { class: owner, source }: Declared): void => {
  if ('enumConstants' in source) {
    addConstants(
      owner,
      (source.enumConstants()?.id_list() ?? []).map((id) => id.getText())
    );
  } else if ('interfaceBody' in source) {
    for (const method of source.interfaceBody().interfaceMethodDeclaration_list()) {
      declareMethod(program, owner, method, [], true);
    }
  } else {
    declareClassMembers(program, owner, source);
    declareConstructors(owner);
    program.initialisers.set(owner, []);
  }
};
