import type { FieldDeclarationContext, LocalVariableDeclarationContext } from '@apexdevtools/apex-parser';
import type { Frame } from '../machine.ts';
import { coerce } from './coerce.ts';
import { expression } from './expressions.ts';
import { declareVariable, slotsOf, type Scope, type Variable } from './scope.ts';
import type { Statement } from './statements.ts';
import { readType } from './types.ts';

/** `Type a = 1, b;` Without a value, a variable begins as null. @throws CompileProblem `Duplicate variable: a` */
export const declaration = (
  scope: Scope,
  source: LocalVariableDeclarationContext | FieldDeclarationContext
): Statement => {
  const type = readType(scope.program, source.typeRef());
  const steps = source
    .variableDeclarators()
    .variableDeclarator_list()
    .map((declarator) => {
      const initial = declarator.expression();
      const code = initial && coerce(expression(scope, initial), type, declarator);
      return { variable: declareVariable(scope, declarator, declarator.id().getText(), type), code };
    });
  const assign = async (
    { variable, code }: { variable: Variable; code: (typeof steps)[0]['code'] },
    frame: Frame
  ): Promise<void> => {
    slotsOf(variable, frame)[variable.slot] = code ? await code(frame) : null;
  };
  return {
    run: async (frame) => {
      for (const each of steps) await assign(each, frame);
      return undefined;
    },
  };
};
