import type { ApexParserRuleContext, ExpressionContext, StatementContext } from '@apexdevtools/apex-parser';
import { notSimulated, problem } from '../problem.ts';
import { nameOf, types, type Type } from '../types/type.ts';
import { dml } from '../dml.ts';
import type { DmlOperation } from '../host.ts';
import { expression } from './expressions.ts';
import type { Scope } from './scope.ts';
import type { Statement } from './statements.ts';

const isRecords = (type: Type): boolean =>
  type.class.kind === 'sobject' ||
  type.class === types.sobject.class ||
  (type.class === types.list(types.object).class && isRecords(type.args[0]));

const parts = (source: StatementContext): { operation: DmlOperation; records: ExpressionContext } => {
  if (source.insertStatement())
    return { operation: 'insert', records: source.insertStatement().expression() };
  if (source.updateStatement())
    return { operation: 'update', records: source.updateStatement().expression() };
  if (source.deleteStatement())
    return { operation: 'delete', records: source.deleteStatement().expression() };
  const upsert = source.upsertStatement();
  if (!upsert) throw notSimulated(source, source.start.text.toLowerCase());
  if (upsert.qualifiedName()) throw notSimulated(upsert, 'upsert with an external id');
  return { operation: 'upsert', records: upsert.expression() };
};

/** @throws CompileProblem `DML operation Insert not allowed on X` */
export const checkOperation = (
  scope: Scope,
  operation: DmlOperation,
  type: Type,
  at: ApexParserRuleContext
): void => {
  const of = type.args[0] ?? type;
  const allowed = scope.program.host.describe(of.class.name)?.operations ?? [operation];
  if (allowed.includes(operation)) return;
  const title = `${operation[0].toUpperCase()}${operation.slice(1)}`;
  throw problem(at, `DML operation ${title} not allowed on ${nameOf(of)}`);
};

/** `insert records;` and the like. @throws CompileProblem for what is no record */
export const dmlStatement = (scope: Scope, source: StatementContext): Statement => {
  const { operation, records } = parts(source);
  const { type, run } = expression(scope, records);
  if (!isRecords(type)) {
    throw problem(records, `DML requires SObject or SObject list type: ${nameOf(type)}`);
  }
  checkOperation(scope, operation, type, source);
  return {
    run: async (frame) => {
      dml(frame.machine, operation, await run(frame));
      return undefined;
    },
  };
};
