import {
  BoundExpressionContext,
  FieldNameContext,
  FromNameListContext,
  SubQueryContext,
  TypeOfContext,
  type ApexParserRuleContext,
  type QueryContext,
} from '@apexdevtools/apex-parser';
import { notSimulated, problem } from '../problem.ts';
import { libraryClass, nameOf, types, type Type } from '../types/type.ts';
import { runQuery, soqlLiteral } from '../query.ts';
import { expression } from './expressions.ts';
import { findMember } from './names.ts';
import type { Code, Expression, Scope } from './scope.ts';
import { sobjectClass } from './sobjects.ts';

const isRule = (node: unknown): node is ApexParserRuleContext =>
  typeof node === 'object' && node !== null && 'start' in node;

/** The rules of a kind below a rule, in order; not those of nested queries unless asked for. */
const below = <T extends ApexParserRuleContext>(
  rule: ApexParserRuleContext,
  kind: new (...args: never[]) => T,
  withNested: boolean
): T[] =>
  (rule.children ?? []).flatMap((child): T[] => {
    if (child instanceof kind) return [child];
    if (!isRule(child) || (!withNested && child instanceof SubQueryContext)) return [];
    return below(child, kind, withNested);
  });

const from = (scope: Scope, source: QueryContext): Type => {
  const names = source.fromNameList();
  const name = names.fieldName(0);
  if (names.fieldName_list().length > 1) throw notSimulated(names, 'SOQL alias notation');
  const found = sobjectClass(scope.program, name.getText());
  if (found) return { class: found, args: [] };
  if (scope.program.host.isUnsimulated(name.getText())) throw notSimulated(name, `sObject ${name.getText()}`);
  throw problem(name, `sObject type '${name.getText()}' is not supported.`);
};

const checkField = (of: Type, source: FieldNameContext): void => {
  let type: Type | undefined = of;
  for (const part of source.soqlId_list()) {
    const found: { type: Type } | undefined = type && findMember(type, part.getText());
    if (!found && type?.class.lacks.has(part.getText().toLowerCase()))
      throw notSimulated(part, `${nameOf(type)}.${part.getText()}`);
    if (!found) {
      const message = `No such column '${part.getText()}' on entity '${type ? nameOf(type) : source.getText()}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
      throw problem(part, message);
    }
    type = found.type;
  }
};

const aggregates = /^(avg|count|count_distinct|min|max|sum)\(/i;

type Shape = 'rows' | 'count' | 'aggregate';

const shapeOf = (source: QueryContext): Shape => {
  const entries = source.selectList().selectEntry_list();
  const functions = entries.map((entry) => entry.soqlFunction()?.getText() ?? '');
  if (functions.length === 1 && /^count\(\)$/i.test(functions[0])) return 'count';
  return source.groupByClause() || functions.some((each) => aggregates.test(each)) ? 'aggregate' : 'rows';
};

/** Checks what a query mentions: aliases of aggregates may stand among the fields. */
const check = (source: QueryContext, of: Type, shape: Shape): void => {
  const nested: ApexParserRuleContext[] = [
    ...below(source.selectList(), SubQueryContext, false),
    ...below(source.selectList(), TypeOfContext, false),
  ];
  if (nested.length > 0) throw notSimulated(nested[0], 'SOQL relationship query');
  const aliases = new Set(
    source
      .selectList()
      .selectEntry_list()
      .map((entry) => entry.soqlId()?.getText().toLowerCase())
  );
  for (const part of source.children ?? []) {
    if (!isRule(part) || part instanceof FromNameListContext) continue;
    for (const name of below(part, FieldNameContext, false)) {
      if (shape !== 'aggregate' || !aliases.has(name.getText().toLowerCase())) checkField(of, name);
    }
  }
};

/** A query as code that yields its text, each bind variable replaced by its value. */
const textCode = (
  scope: Scope,
  source: ApexParserRuleContext,
  binds: BoundExpressionContext[]
): ((...args: Parameters<Code>) => Promise<string>) => {
  const input = source.start.getInputStream();
  const values = binds.map((bind) => ({ bind, run: expression(scope, bind.expression()).run }));
  const end = source.stop?.stop ?? source.start.stop;
  return async (frame) => {
    let text = '';
    let at = source.start.start;
    for (const { bind, run } of values) {
      text += input.getText(at, bind.start.start - 1) + soqlLiteral(await run(frame));
      at = (bind.stop?.stop ?? bind.start.stop) + 1;
    }
    return at <= end ? text + input.getText(at, end) : text;
  };
};

/**
 * `[SELECT …]`: a list of records, a number for `count()`, or a list of AggregateResult.
 *
 * @throws CompileProblem `sObject type 'X' is not supported.`, `No such column 'x' on entity 'X'. …`
 */
export const soql = (scope: Scope, source: QueryContext): Expression => {
  const of = from(scope, source);
  const shape = shapeOf(source);
  check(source, of, shape);
  const text = textCode(scope, source, below(source, BoundExpressionContext, true));
  if (shape === 'count') {
    const counted = async (...[frame]: Parameters<Code>): Promise<number> => {
      const rows = (await text(frame)).replace(/^select\s+count\s*\(\s*\)/i, 'SELECT Id');
      return runQuery(frame.machine, rows, of).items.length;
    };
    return { type: types.integer, run: counted };
  }
  const row: Type = shape === 'rows' ? of : { class: libraryClass('AggregateResult') ?? of.class, args: [] };
  return {
    type: types.list(row),
    isQuery: true,
    run: async (frame) => runQuery(frame.machine, await text(frame), row),
  };
};
