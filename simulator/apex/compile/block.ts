import type { AnonymousUnitContext, ClassDeclarationContext } from '@apexdevtools/apex-parser';
import type { ApexHost } from '../host.ts';
import { notSimulated, problem } from '../problem.ts';
import { newClass, types, type Callable } from '../types/type.ts';
import { declareAncestry, declareName, typeIn, type Declared } from './classes.ts';
import { compileConstructor } from './constructors.ts';
import { checkInheritance } from './inheritance.ts';
import { declareMembers, declareMethod } from './members.ts';
import { declaration } from './declarations.ts';
import { compileBlockOf, compileFields } from './fields.ts';
import { compileMethod } from './methods.ts';
import { newBody, type Program, type Scope } from './scope.ts';
import { statement, step, type Statement } from './statements.ts';

const newProgram = (host: ApexHost): Program => ({
  host,
  classes: new Map(),
  sobjects: new Map(),
  anonymous: newClass('anon'),
  initialisers: new Map(),
});

const rootScope = (program: Program, top: boolean): Scope => ({
  program,
  body: newBody(types.void, undefined, top),
  variables: new Map(),
});

const compileClass = (
  program: Program,
  { class: owner }: Declared,
  source: ClassDeclarationContext
): void => {
  const outer = rootScope(program, false);
  const self = { class: owner, args: [] };
  const methods = [...owner.methods.values()].flat();
  const constructors = owner.constructors.filter((each) => each.owner === owner);
  const bodies = source.classBody().classBodyDeclaration_list();
  for (const body of bodies) {
    compileFields(outer, owner, body.memberDeclaration());
    if (body.block()) compileBlockOf(outer, owner, body.block());
  }
  for (const body of bodies) {
    const method = body.memberDeclaration()?.methodDeclaration();
    const name = method?.id().getText() ?? '';
    if (method?.block()) {
      const at = { at: method, parameters: method.formalParameters(), block: method.block() };
      const callable = methods.find((each) => each.name === name && !each.abstract) as Callable;
      methods.splice(methods.indexOf(callable), 1);
      compileMethod(outer, callable, { ...at, name: `Class.${owner.name}.${name}` }, self);
    }
    const constructor = body.memberDeclaration()?.constructorDeclaration();
    if (constructor) compileConstructor(outer, constructors.shift() as Callable, constructor);
  }
  for (const callable of constructors) compileConstructor(outer, callable);
};

const declareTypes = (program: Program, source: AnonymousUnitContext): Map<unknown, Declared> => {
  const declared = new Map<unknown, Declared>();
  for (const member of source.anonymousBlock().anonymousBlockMember_list()) {
    const declaration = member.anonymousMemberDeclaration();
    const type = typeIn(declaration);
    if (type) declared.set(member, declareName(program, type, member.modifier_list()));
  }
  for (const each of declared.values()) declareAncestry(program, each);
  for (const each of declared.values()) declareMembers(program, each);
  for (const each of declared.values()) checkInheritance(each);
  return declared;
};

/** The methods of the block, which may be called before they are declared. */
const declareMethods = (program: Program, source: AnonymousUnitContext): Map<unknown, Callable> => {
  const declared = new Map<unknown, Callable>();
  for (const member of source.anonymousBlock().anonymousBlockMember_list()) {
    const method = member.anonymousMemberDeclaration()?.methodDeclaration();
    if (!method) continue;
    if (!method.block()) throw problem(method, 'Method must have a body');
    declared.set(member, declareMethod(program, program.anonymous, method, member.modifier_list()));
  }
  return declared;
};

/**
 * Checks a whole block and turns it into code, in Salesforce's order: types, methods, then all bodies as they stand.
 * A method sees the variables of the block that are declared before it (Apex Developer Guide, "Anonymous Blocks").
 *
 * @throws CompileProblem for the first problem
 */
export const compileBlock = (
  host: ApexHost,
  source: AnonymousUnitContext
): { program: Program; statements: Statement[] } => {
  const program = newProgram(host);
  const scope = rootScope(program, true);
  const classes = declareTypes(program, source);
  const methods = declareMethods(program, source);
  const statements: Statement[] = [];
  for (const member of source.anonymousBlock().anonymousBlockMember_list()) {
    const declared = member.anonymousMemberDeclaration();
    const isStep = declared === null || declared.fieldDeclaration() !== null;
    if (isStep && statements.at(-1)?.ends) throw problem(member, 'Unreachable statement');
    if (member.statement()) {
      statements.push(statement(scope, member.statement()));
    } else if (declared.fieldDeclaration()) {
      statements.push(step(member, declaration(scope, declared.fieldDeclaration())));
    } else if (declared.methodDeclaration()) {
      const method = declared.methodDeclaration();
      const parts = { at: method, parameters: method.formalParameters(), block: method.block() };
      compileMethod(scope, methods.get(member) as Callable, { ...parts, name: 'AnonymousBlock' });
    } else if (declared.classDeclaration()) {
      compileClass(program, classes.get(member) as Declared, declared.classDeclaration());
    } else if (declared.propertyDeclaration()) {
      throw notSimulated(member, 'property outside of a class');
    }
  }
  return { program, statements };
};
