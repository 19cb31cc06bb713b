import type {
  AnonymousMemberDeclarationContext,
  ClassDeclarationContext,
  EnumDeclarationContext,
  InterfaceDeclarationContext,
  MemberDeclarationContext,
  MethodDeclarationContext,
  ModifierContext,
} from '@apexdevtools/apex-parser';
import { addConstants } from '../library/load.ts';
import { notSimulated, problem } from '../problem.ts';
import { assignable } from '../types/assign.ts';
import {
  lineage,
  nameOf,
  newClass,
  sameType,
  types,
  type Callable,
  type Class,
  type Type,
} from '../types/type.ts';
import { declareFields } from './fields.ts';
import { readParameters } from './methods.ts';
import type { Program } from './scope.ts';
import { readType } from './types.ts';

/** A class, interface or enum of the block. */
export type Declared = {
  class: Class;
  source: ClassDeclarationContext | InterfaceDeclarationContext | EnumDeclarationContext;
};

/** The type that a member declares, if it declares one. */
export const typeIn = (
  member: MemberDeclarationContext | AnonymousMemberDeclarationContext | null
): Declared['source'] | undefined => {
  const kinds: (Declared['source'] | null | undefined)[] = [
    member?.classDeclaration(),
    member?.interfaceDeclaration(),
    member?.enumDeclaration(),
  ];
  return kinds.find((each) => each !== null) ?? undefined;
};

type Modifier = 'STATIC' | 'ABSTRACT' | 'OVERRIDE';

export const has = (modifiers: ModifierContext[], modifier: Modifier): boolean =>
  modifiers.some((each) => Boolean(each[modifier]()));

/** Adds a method without its body. @throws CompileProblem `Method already defined: …` */
export const declareMethod = (
  program: Program,
  owner: Class,
  source: Pick<MethodDeclarationContext, 'id' | 'typeRef' | 'formalParameters'> & { start: unknown },
  abstract: boolean
): Callable => {
  const name = source.id().getText();
  const callable: Callable = {
    name,
    owner,
    // The methods of the block have no object that they belong to.
    static: owner === program.anonymous,
    abstract,
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
      `Method already defined: void ${owner.name}.${name}(${wanted.map(nameOf).join(', ')}) from the type ${owner.name}`
    );
  }
  owner.methods.set(name.toLowerCase(), [...others, callable]);
  return callable;
};

/** The first pass: the name of a type. @throws CompileProblem `Duplicate type name` */
export const declareName = (
  program: Program,
  source: Declared['source'],
  modifiers: ModifierContext[]
): Declared => {
  const name = source.id().getText();
  const key = name.toLowerCase();
  if (program.classes.has(key)) throw problem(source.id(), `Duplicate type name: ${name}`);
  const kind = 'enumConstants' in source ? 'enum' : 'interfaceBody' in source ? 'interface' : 'class';
  const declared = newClass(name, kind);
  declared.abstract = has(modifiers, 'ABSTRACT');
  program.classes.set(key, declared);
  return { class: declared, source };
};

const declareClassMembers = (program: Program, owner: Class, source: ClassDeclarationContext): void => {
  for (const member of source.classBody().classBodyDeclaration_list()) {
    const modifiers = member.modifier_list();
    const declaration = member.memberDeclaration();
    const nested = typeIn(declaration);
    if (nested) throw problem(nested, 'Inner types are not allowed to have inner types');
    if (has(modifiers, 'STATIC')) {
      const what = declaration.methodDeclaration() ? 'methods' : 'variables';
      throw problem(member, `Only top-level class ${what} can be declared static`);
    }
    if (member.block()) throw notSimulated(member, 'initializer block');
    const method = declaration?.methodDeclaration();
    if (method) {
      if (!method.block() && !has(modifiers, 'ABSTRACT')) throw problem(method, 'Method must define a body');
      declareMethod(program, owner, method, !method.block());
    }
    declareFields(program, owner, declaration);
    const constructor = declaration?.constructorDeclaration();
    if (constructor) {
      const parameters = readParameters(program, constructor.formalParameters());
      const name = constructor.qualifiedName().getText();
      if (name.toLowerCase() !== owner.name.toLowerCase()) {
        throw problem(constructor, `Invalid constructor name: ${name}`);
      }
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

/** The second pass: what a type extends and implements. */
export const declareAncestry = (program: Program, { class: owner, source }: Declared): void => {
  if ('enumConstants' in source) return;
  if ('classBody' in source && source.typeRef()) {
    const parent = readType(program, source.typeRef());
    if (parent.class.kind !== 'class')
      throw problem(
        source.typeRef(),
        `Non-virtual and non-abstract type cannot be extended: ${nameOf(parent)}`
      );
    if (lineage(parent).some((type) => type.class === owner))
      throw problem(source, `Circular class extends: ${owner.name}`);
    owner.parent = parent;
    const isException = assignable(parent, types.exception);
    if (isException && !/exception$/i.test(owner.name)) {
      throw problem(source.id(), `Class extending Exception must end in 'Exception': ${owner.name}`);
    }
    if (!isException && !program.classes.has(parent.class.name.toLowerCase())) {
      throw problem(
        source.typeRef(),
        `Non-virtual and non-abstract type cannot be extended: ${nameOf(parent)}`
      );
    }
  }
  owner.interfaces = (source.typeList()?.typeRef_list() ?? []).map((each) => readType(program, each));
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
      declareMethod(program, owner, method, true);
    }
  } else {
    declareClassMembers(program, owner, source);
    declareConstructors(owner);
    program.initialisers.set(owner, []);
  }
};
