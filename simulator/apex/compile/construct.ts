import { trace, type Frame } from '../machine.ts';
import { lineage, types, type Callable, type Class, type Type } from '../types/type.ts';
import { newException } from '../values/exception.ts';
import type { Instance, Value } from '../values/value.ts';
import type { Code } from './scope.ts';

/** An object of a class declared in the block, before any constructor has run. */
const blank = (frame: Frame, type: Type): Instance =>
  lineage(type).some((each) => each.class === types.exception.class)
    ? newException(type, null, trace(frame.machine))
    : { kind: 'Instance', type, fields: new Map(), state: undefined };

/** Gives the fields that a class declares their first values. */
export const initialise = async (frame: Frame, codes: Code[] | undefined, self: Value): Promise<void> => {
  for (const code of codes ?? []) await code({ ...frame, self, slots: [] });
};

/** A new object: from the library, or by a constructor that the block declares. */
export const construct = async (
  frame: Frame,
  initialisers: Map<Class, Code[]>,
  type: Type,
  constructor: Callable,
  args: Value[]
): Promise<Value> => {
  const { machine } = frame;
  const isDeclared = (of: Class): boolean => initialisers.has(of);
  if (isDeclared(constructor.owner)) {
    const self = blank(frame, type);
    await constructor.run({ machine, type }, self, args);
    return self;
  }
  const made = await constructor.run({ machine, type }, null, args);
  for (const each of lineage(type).toReversed()) await initialise(frame, initialisers.get(each.class), made);
  return made;
};
