import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../simulator/metadata/registry.ts';
import type { ElementRule } from '../simulator/metadata/schema.ts';
import type { XmlElement } from '../simulator/metadata/xml.ts';
import { childOf, parseXml } from '../simulator/metadata/xml.ts';

// Generates simulator/metadata/schema.json from a metadata.wsdl: what a deploy is checked against.
// node scripts/metadata-schema.ts <metadata.wsdl>; the types are those of the registry, with all that they contain.

const wsdl = process.argv[2];
if (wsdl === undefined) throw new Error('usage: node scripts/metadata-schema.ts <metadata.wsdl>');
const text = readFileSync(wsdl, 'utf8');
const version = /Metadata API version (\d+\.\d)/.exec(text)?.[1];
const schema = childOf(childOf(parseXml(text), 'types'), 'schema');

const named = (kind: string): Map<string, XmlElement> =>
  new Map(
    schema?.children
      .filter((child) => child.name === kind)
      .map((child) => [child.attributes.name ?? '', child])
  );
const complexTypes = named('complexType');
const simpleTypes = named('simpleType');

const extensionOf = (type: XmlElement | undefined) => childOf(childOf(type, 'complexContent'), 'extension');
const baseOf = (type: XmlElement | undefined) => extensionOf(type)?.attributes.base?.replace(/^\w+:/, '');

const elementsOf = (name: string): ElementRule[] => {
  const type = complexTypes.get(name);
  const base = baseOf(type);
  const own = childOf(base === undefined ? type : extensionOf(type), 'sequence')?.children ?? [];
  return [
    ...(base === undefined ? [] : elementsOf(base)),
    ...own.map(({ attributes }) => ({
      name: attributes.name ?? '',
      type: (attributes.type ?? '').replace(/^\w+:/, ''),
      ...(attributes.minOccurs === '0' ? {} : { required: true }),
      ...(attributes.maxOccurs === 'unbounded' ? { repeats: true } : {}),
    })),
  ];
};

const elements: Record<string, ElementRule[]> = {};
const enums: Record<string, string[]> = {};
const take = (name: string): void => {
  if (complexTypes.has(name) && !(name in elements)) {
    elements[name] = elementsOf(name);
    for (const element of elements[name]) take(element.type);
  }
  const values = childOf(simpleTypes.get(name), 'restriction')?.children.filter(
    (child) => child.name === 'enumeration'
  );
  if (values && values.length > 0) enums[name] = values.map((value) => value.attributes.value ?? '');
};
for (const { type } of registry) take(type);

const isMetadata = (name: string): boolean => {
  const base = baseOf(complexTypes.get(name));
  return base !== undefined && (base === 'Metadata' || isMetadata(base));
};
const types = [...complexTypes.keys()].filter(isMetadata).sort();

const target = new URL('../simulator/metadata/schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify({ version, elements, enums, types }, null, 1)}\n`);
