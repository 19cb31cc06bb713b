import schema from './schema.json' with { type: 'json' };
import { newerElements, newerEnumValues, newerTypes } from './newer.ts';

/** An element of a complex type, in the words of the WSDL; its type is a simple one, an enum or a complex type. */
export type ElementRule = { name: string; type: string; required?: boolean; repeats?: boolean };

const elements = new Map<string, ElementRule[]>([
  ...Object.entries(schema.elements),
  ...Object.entries(newerTypes),
]);
for (const { type, after, element } of newerElements) {
  const rules = elements.get(type) ?? [];
  elements.set(
    type,
    rules.flatMap((rule) => (rule.name === after ? [rule, element] : [rule]))
  );
}

const enums = new Map<string, string[]>(Object.entries(schema.enums));
for (const [name, values] of Object.entries(newerEnumValues))
  enums.set(name, [...(enums.get(name) ?? []), ...values]);

const types = new Set([...schema.types, ...Object.keys(newerTypes)]);

/** The elements of a complex type in order; undefined if there is no such type. */
export const elementsOf = (type: string): ElementRule[] | undefined => elements.get(type);

/** The values of an enum; undefined if there is no such enum. */
export const enumOf = (type: string): string[] | undefined => enums.get(type);

/** Whether the Metadata API has a type, simulated or not. */
export const isMetadataType = (type: string): boolean => types.has(type);
