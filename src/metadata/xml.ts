import { parse } from 'js2xmlparser';
import { asFileName } from '../names.ts';
import { type Body, type Component, type Content, registry } from './component.ts';

const namespace = 'http://soap.sforce.com/2006/04/metadata';

/** Elements in the order of the schema, which is alphabetical for all types and nested types in use. */
const ordered = (content: Content): unknown => {
  if (Array.isArray(content)) return content.map(ordered);
  if (typeof content !== 'object') return content;
  const elements = Object.entries(content as Body).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    elements.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, ordered(value)])
  );
};

const write = (root: string, content: unknown): string => {
  const xml = parse(
    root,
    { '@': { xmlns: namespace }, ...(content as object) },
    { declaration: { encoding: 'UTF-8' }, format: { indent: '    ', doubleQuotes: true } }
  );
  // Whoever reads XML takes a bare carriage return for a line end (XML 1.0, section 2.11).
  return `${xml.replaceAll('\r', '&#xD;')}\n`;
};

/**
 * A component as a metadata file.
 * @throws when a text holds a character that XML 1.0 cannot carry
 */
export const toXml = ({ type, body }: Component): string => write(type, ordered(body));

/** Path of a component in a package: `externalCredentials/acme.externalCredential`. */
export const packagePath = ({ type, fullName }: Component): string =>
  `${registry[type].directory}/${fullName}.${registry[type].suffix}`;

/** Path of a component in source format: the same with `-meta.xml`, and always two words long, whatever the org calls it. */
export const sourcePath = (component: Component): string =>
  `${packagePath({ ...component, fullName: asFileName(component.fullName) })}-meta.xml`;

/** The manifest of a package that holds these components. */
export const packageXml = (components: Component[], apiVersion: string): string => {
  const types = [...new Set(components.map(({ type }) => type))].sort();
  return write('Package', {
    types: types.map((name) => ({
      members: components.filter(({ type }) => type === name).map(({ fullName }) => fullName),
      name,
    })),
    version: apiVersion,
  });
};

/** Body elements in schema order, for an API that takes them as an object. */
export const inOrder = (body: Body): Body => ordered(body) as Body;
