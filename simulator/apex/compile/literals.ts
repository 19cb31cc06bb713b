import type { LiteralContext } from '@apexdevtools/apex-parser';
import { problem } from '../problem.ts';
import { types, type Type } from '../types/type.ts';
import { parseDecimal } from '../values/decimal.ts';
import { double } from '../values/number.ts';
import type { Value } from '../values/value.ts';
import type { Expression } from './scope.ts';

const escapes: Record<string, string> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' };

/** The characters that a string literal without its quotes stands for. */
export const unescape = (body: string): string =>
  body.replace(/\\u[0-9a-fA-F]{4}|\\./gs, (escape) =>
    escape.length > 2
      ? String.fromCharCode(parseInt(escape.slice(2), 16))
      : (escapes[escape[1].toLowerCase()] ?? escape[1])
  );

const constant = (type: Type, value: Value): Expression => ({ type, run: () => value });

/** @throws CompileProblem `Illegal integer`, also for -2147483648: the sign is no part of it (seen live) */
const integerLiteral = (source: LiteralContext): Expression => {
  const value = Number(source.IntegerLiteral().getText());
  if (value !== (value | 0)) throw problem(source, 'Illegal integer');
  return constant(types.integer, value);
};

const longLiteral = (source: LiteralContext): Expression => {
  const value = BigInt(source.getText().slice(0, -1));
  if (value !== BigInt.asIntN(64, value)) throw problem(source, 'Illegal long');
  return constant(types.long, value);
};

/** A literal of any type (Apex Developer Guide, "Primitive Data Types"). */
export const literal = (source: LiteralContext): Expression => {
  const text = source.getText();
  if (source.NULL()) return constant(types.null, null);
  if (source.BooleanLiteral()) return constant(types.boolean, text.toLowerCase() === 'true');
  if (source.IntegerLiteral()) return integerLiteral(source);
  if (source.LongLiteral()) return longLiteral(source);
  if (source.StringLiteral()) return constant(types.string, unescape(text.slice(1, -1)));
  if (source.MultilineStringLiteral()) {
    return constant(types.string, unescape(text.slice(3, -3).replace(/^[^\S\n]*\r?\n/, '')));
  }
  return /d$/i.test(text)
    ? constant(types.double, double(Number(text.slice(0, -1))))
    : constant(types.decimal, parseDecimal(text) ?? null);
};
