import {
  DotExpressionContext,
  type ApexParserRuleContext,
  type ExpressionContext,
} from '@apexdevtools/apex-parser';
import type { Frame } from '../machine.ts';
import { notSimulated, problem } from '../problem.ts';
import { libraryNamespaces, nameOf, types, type Type } from '../types/type.ts';
import type { ListValue, Value } from '../values/value.ts';
import { call, superCall } from './calls.ts';
import { onlyRow } from './coerce.ts';
import { expression } from './expressions.ts';
import { findMember, findName, memberExpression, simpleName } from './names.ts';
import { skipped, type Expression, type Scope } from './scope.ts';
import { findType, isUnsimulated } from './types.ts';

/** What stands left of a dot. `path`: the beginning of a name of a type. */
type Left =
  | { kind: 'value'; value: Expression }
  | { kind: 'type'; type: Type; path: string }
  | { kind: 'path'; path: string };

const named = (scope: Scope, at: ApexParserRuleContext, path: string): Left => {
  const type = findType(scope.program, path);
  if (type) return { kind: 'type', type, path };
  if (isUnsimulated(scope.program, path) || libraryNamespaces().has(path.toLowerCase()))
    return { kind: 'path', path };
  throw problem(at, `Variable does not exist: ${path}`);
};

const left = (scope: Scope, source: ExpressionContext): Left => {
  const name = simpleName(source);
  if (name !== undefined) {
    const value = findName(scope, source, name);
    return value ? { kind: 'value', value } : named(scope, source, name);
  }
  if (source instanceof DotExpressionContext && source.anyId()) {
    const outer = left(scope, source.expression());
    if (
      outer.kind !== 'value' &&
      !(outer.kind === 'type' && findMember(outer.type, source.anyId().getText()))
    ) {
      return named(scope, source, `${outer.path}.${source.anyId().getText()}`);
    }
  }
  return { kind: 'value', value: expression(scope, source) };
};

/** What a field is asked of: a query stands for its only row, which `?.` lets be missing. */
const record = (value: Expression, isSafe: boolean): Expression => {
  const [row] = value.isQuery ? value.type.args : [];
  if (!row) return value;
  const run: Expression['run'] = async (frame) => {
    const rows = (await value.run(frame)) as ListValue;
    return isSafe && rows.items.length === 0 ? null : onlyRow(rows);
  };
  return { type: row, run };
};

/** Lets a `?.` cut the rest of its chain short (Apex Developer Guide, "Safe Navigation Operator"). */
const chained = (
  object: Expression,
  isSafe: boolean,
  access: (object: Expression) => Expression
): Expression => {
  if (!isSafe && !object.attempt) return access(object);
  let current: Value = null;
  const rest = access({ type: object.type, run: () => current });
  const attempt = async (frame: Frame): Promise<Value | typeof skipped> => {
    const value = await (object.attempt ?? object.run)(frame);
    if (value === skipped || (isSafe && value === null)) return skipped;
    current = value;
    return rest.run(frame);
  };
  const run = async (frame: Frame): Promise<Value> => {
    const value = await attempt(frame);
    return value === skipped ? null : value;
  };
  return { type: rest.type, standsAlone: rest.standsAlone, attempt, run };
};

const field = (scope: Scope, source: DotExpressionContext): Expression => {
  const id = source.anyId();
  const name = id.getText();
  const from = left(scope, source.expression());
  if (from.kind === 'path') throw notSimulated(source, `${from.path}.${name}`);
  const owner = from.kind === 'type' ? from.type : undefined;
  const isSafe = source.QUESTIONDOT() !== null;
  const access = (object?: Expression): Expression => {
    const type = object?.type ?? owner ?? types.null;
    const found = findMember(type, name);
    if (!found && type.class.lacks.has(name.toLowerCase())) throw notSimulated(id, `${nameOf(type)}.${name}`);
    if (!object && found && !found.member.static && type.class.kind === 'sobject')
      throw notSimulated(id, 'Schema.SObjectField');
    if (!found || (!object && !found.member.static)) throw problem(id, `Variable does not exist: ${name}`);
    return memberExpression(type, found, object);
  };
  return from.kind === 'type' ? access() : chained(record(from.value, isSafe), isSafe, access);
};

/** A field, property or method call behind a dot. @throws CompileProblem where the type has no such member */
export const dotted = (scope: Scope, source: DotExpressionContext): Expression => {
  const method = source.dotMethodCall();
  if (!method) return field(scope, source);
  const inherited = superCall(scope, source);
  if (inherited) return inherited;
  const from = left(scope, source.expression());
  const name = method.anyId();
  if (from.kind === 'path') throw notSimulated(source, `${from.path}.${name.getText()}`);
  if (from.kind === 'type') return call(scope, method, name, from.type);
  const isSafe = source.QUESTIONDOT() !== null;
  return chained(from.value, isSafe, (object) => call(scope, method, name, object.type, object));
};
