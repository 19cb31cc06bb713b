import type {
  AnonymousMemberDeclarationContext,
  ClassDeclarationContext,
  EnumDeclarationContext,
  InterfaceDeclarationContext,
  MemberDeclarationContext,
  ModifierContext,
} from '@apexdevtools/apex-parser';
import { problem } from '../problem.ts';
import { assignable } from '../types/assign.ts';
import { lineage, nameOf, newClass, types, type Class } from '../types/type.ts';
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

type Modifier = 'STATIC' | 'ABSTRACT' | 'OVERRIDE' | 'VIRTUAL' | 'FINAL';

export const has = (modifiers: ModifierContext[], modifier: Modifier): boolean =>
  modifiers.some((each) => Boolean(each[modifier]()));

/** The first pass: the name of a type. @throws CompileProblem `Duplicate type name` */
export const declareName = (
  program: Program,
  source: Declared['source'],
  modifiers: ModifierContext[]
): Declared => {
  const name = source.id().getText();
  const key = name.toLowerCase();
  if (program.classes.has(key)) throw problem(source.id(), `Type name already in use: ${name}`);
  const kind = 'enumConstants' in source ? 'enum' : 'interfaceBody' in source ? 'interface' : 'class';
  const declared = newClass(name, kind);
  declared.abstract = has(modifiers, 'ABSTRACT');
  declared.open = declared.abstract || has(modifiers, 'VIRTUAL');
  program.classes.set(key, declared);
  return { class: declared, source };
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
      throw problem(source, `Circular definition: ${owner.name}`);
    owner.parent = parent;
    const isException = assignable(parent, types.exception);
    if (isException && !/exception$/i.test(owner.name)) {
      throw problem(
        source.id(),
        `Classes extending Exception must have a name ending in 'Exception': ${owner.name}`
      );
    }
    const isDeclared = program.classes.has(parent.class.name.toLowerCase());
    if (isDeclared ? !parent.class.open : parent.class !== types.exception.class) {
      throw problem(
        source.typeRef(),
        `Non-virtual and non-abstract type cannot be extended: ${nameOf(parent)}`
      );
    }
  }
  owner.interfaces = (source.typeList()?.typeRef_list() ?? []).map((each) => readType(program, each));
};
