import type { ApexParserRuleContext, TypeRefContext } from '@apexdevtools/apex-parser';
import { isOutside } from '../library/outside.ts';
import { notSimulated, problem } from '../problem.ts';
import { libraryClass, types, type Type } from '../types/type.ts';
import type { Program } from './scope.ts';
import { sobjectClass } from './sobjects.ts';

/** The type of a (possibly dotted) name without type arguments, if there is one. */
export const findType = (program: Program, name: string): Type | undefined => {
  const found =
    program.classes.get(name.toLowerCase()) ??
    libraryClass(name) ??
    sobjectClass(program, name.replace(/^schema\./i, ''));
  return found && { class: found, args: [] };
};

/** Whether Salesforce has a type of that name, though this simulator has not. */
export const isUnsimulated = (program: Program, name: string): boolean =>
  isOutside(name) || program.host.isUnsimulated(name.replace(/^schema\./i, ''));

/**
 * The type of a name with its arguments.
 *
 * @throws CompileProblem `Invalid type: X`
 */
export const resolveType = (
  program: Program,
  at: ApexParserRuleContext,
  name: string,
  args: Type[]
): Type => {
  const found = findType(program, name);
  if (!found)
    throw isUnsimulated(program, name) ? notSimulated(at, name) : problem(at, `Invalid type: ${name}`);
  const wanted = found.class.typeParameters.length;
  if (wanted > 0 && args.length === 0)
    throw problem(at, `No type arguments provided for a parameterized type: ${found.class.name}`);
  if (wanted === 0 && args.length > 0)
    throw problem(at, `Type arguments provided for a non-parameterized type: ${found.class.name}`);
  if (wanted !== args.length) {
    const counts = `expected ${wanted} but found ${args.length}`;
    throw problem(at, `Invalid type argument count for ${found.class.name}: ${counts}`);
  }
  return { ...found, args };
};

/** The type that is written in the source. @throws CompileProblem `Invalid type: X` */
export const readType = (program: Program, source: TypeRefContext): Type => {
  const names = source.typeName_list();
  const last = names[names.length - 1];
  const args = (last.typeArguments()?.typeList().typeRef_list() ?? []).map((arg) => readType(program, arg));
  const name = names.map((part) => part.getChild(0).getText()).join('.');
  const type = resolveType(program, source, name, args);
  return source
    .arraySubscripts()
    .LBRACK_list()
    .reduce((item) => types.list(item), type);
};
