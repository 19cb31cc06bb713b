import {
  type ArrayCreatorRestContext,
  type CreatorContext,
  type ExpressionContext,
  type MapCreatorRestContext,
} from '@apexdevtools/apex-parser';
import { claimHeap } from '../machine.ts';
import { problem } from '../problem.ts';
import { nameOf, types, type Type } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import { nonNull } from '../values/exception.ts';
import type { Value } from '../values/value.ts';
import { runAll } from './calls.ts';
import { coerce, fits } from './coerce.ts';
import { construct } from './construct.ts';
import { expression, expressionList } from './expressions.ts';
import { namesFields, record } from './records.ts';
import { argumentCode, choose, constructorsOf, listed } from './overloads.ts';
import type { Code, Expression, Scope } from './scope.ts';
import { readType, resolveType } from './types.ts';

const createdType = (scope: Scope, source: CreatorContext): Type => {
  const parts = source.createdName().idCreatedNamePair_list();
  const args = parts.at(-1)?.typeList()?.typeRef_list() ?? [];
  const name = parts.map((part) => part.anyId().getText()).join('.');
  return resolveType(
    scope.program,
    source,
    name,
    args.map((arg) => readType(scope.program, arg))
  );
};

const object = (scope: Scope, type: Type, source: CreatorContext): Expression => {
  if (type.class.kind === 'sobject') return record(scope, type, source);
  if (namesFields(scope, source)) {
    const message = 'Invalid constructor syntax, name=value pairs can only be used for SObjects';
    throw problem(source, `${message}: ${nameOf(type)}`);
  }
  const args = expressionList(scope, source.classCreatorRest().arguments().expressionList());
  const constructors = constructorsOf(type);
  if (type.class.abstract && constructors.length > 0) {
    throw problem(source, `Abstract classes cannot be constructed: ${nameOf(type)}`);
  }
  if (constructors.length === 0) throw problem(source, `Type cannot be constructed: ${nameOf(type)}`);
  const chosen = choose(constructors, args);
  if (!chosen)
    throw problem(source, `Constructor not defined: [${nameOf(type)}].<Constructor>(${listed(args)})`);
  const codes = argumentCode(args, chosen.parameters, source);
  const { initialisers } = scope.program;
  const run: Code = async (frame) =>
    construct(frame, initialisers, type, chosen.callable, await runAll(codes, frame));
  return { type, run, standsAlone: true };
};

const items = (scope: Scope, sources: ExpressionContext[], item: Type): Code[] =>
  sources.map((each) => {
    const value = expression(scope, each);
    if (fits(value, item)) return coerce(value, item, each);
    const types = `expected: ${nameOf(item)} but was: ${nameOf(value.type)}`;
    throw problem(each, `Initial expression is of incorrect type, ${types}`);
  });

const collection = (type: Type, values: Value[]): Value =>
  type.class === types.set(types.object).class
    ? { kind: 'Set', type, items: new Map(values.map((value) => [keyOf(value), value])) }
    : { kind: 'List', type, items: values };

const array = (scope: Scope, item: Type, source: ArrayCreatorRestContext): Expression => {
  const type = types.list(item);
  const size = source.expression() && coerce(expression(scope, source.expression()), types.integer, source);
  if (size) {
    const run: Code = async (frame) => {
      const length = Number(nonNull(await size(frame)));
      claimHeap(length * 4);
      return collection(type, Array<Value>(Math.max(0, length)).fill(null));
    };
    return { type, run };
  }
  const codes = items(scope, source.arrayInitializer()?.expression_list() ?? [], item);
  return { type, run: async (frame) => collection(type, await runAll(codes, frame)) };
};

const entryPart = (scope: Scope, type: Type, what: 'key' | 'value', source: ExpressionContext): Code => {
  const wanted = type.args[what === 'key' ? 0 : 1];
  const value = expression(scope, source);
  if (fits(value, wanted)) return coerce(value, wanted, source);
  throw problem(source, `Invalid ${what} type ${nameOf(value.type)} for ${nameOf(type)}`);
};

const map = (scope: Scope, type: Type, source: MapCreatorRestContext): Expression => {
  const pairs = source
    .mapCreatorRestPair_list()
    .map((pair) =>
      (['key', 'value'] as const).map((what, i) => entryPart(scope, type, what, pair.expression(i)))
    );
  const run: Code = async (frame) => {
    const entries = new Map<unknown, [Value, Value]>();
    for (const [key, value] of pairs) {
      const of = await key(frame);
      entries.set(keyOf(of), [of, await value(frame)]);
    }
    return { kind: 'Map', type, entries };
  };
  return { type, run, standsAlone: true };
};

/**
 * `new`: an object, a record, a list, set or map with its values.
 *
 * @throws CompileProblem `Constructor not defined: [X].<Constructor>(…)`, `Type cannot be constructed: X`
 */
export const creation = (scope: Scope, source: CreatorContext): Expression => {
  const type = createdType(scope, source);
  if (source.classCreatorRest()) return object(scope, type, source);
  if (source.arrayCreatorRest()) return array(scope, type, source.arrayCreatorRest());
  const kind = type.class.name;
  if (source.mapCreatorRest() && kind === 'Map') return map(scope, type, source.mapCreatorRest());
  if (
    source.mapCreatorRest() ||
    !['List', 'Set', 'Map'].includes(kind) ||
    (source.setCreatorRest() && kind === 'Map')
  ) {
    throw problem(source, `Invalid initializer type ${nameOf(type)} found, expected: List, Set or Map`);
  }
  if (kind === 'Map')
    return { type, run: () => ({ kind: 'Map', type, entries: new Map() }), standsAlone: true };
  const codes = items(scope, source.setCreatorRest()?.expression_list() ?? [], type.args[0]);
  return { type, run: async (frame) => collection(type, await runAll(codes, frame)), standsAlone: true };
};
