import type { Machine } from '../machine.ts';
import { lineage } from '../types/type.ts';
import { text } from './text.ts';
import { isKind, type Value } from './value.ts';

/** A value as text, by its own toString() if its class declares one. */
export const toText = async (machine: Machine, value: Value): Promise<string> => {
  if (!isKind(value, 'Instance')) return text(value);
  const methods = lineage(value.type).flatMap((type) => type.class.methods.get('tostring') ?? []);
  const own = methods.find(({ parameters }) => parameters.length === 0);
  return text(own ? await own.run({ machine, type: value.type }, value, []) : value);
};
