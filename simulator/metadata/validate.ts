import type { Node } from '../org.ts';
import { nodes } from './content.ts';
import { olderElements } from './older.ts';
import { MetadataProblem, misplaced, ParseProblem } from './problem.ts';
import type { ElementRule } from './schema.ts';
import { elementsOf, enumOf } from './schema.ts';
import { namespace } from './write.ts';
import type { XmlElement } from './xml.ts';

const lexical: Record<string, RegExp> = {
  boolean: /^(true|false|1|0)$/,
  int: /^[+-]?\d{1,10}$/,
  long: /^[+-]?\d{1,19}$/,
  double: /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/,
  date: /^\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/,
  dateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/,
  base64Binary: /^[A-Za-z0-9+/\s]*={0,2}\s*$/,
};

const isNil = (element: XmlElement): boolean =>
  Object.entries(element.attributes).some(
    ([name, value]) => /(^|:)nil$/.test(name) && /^(true|1)$/.test(value)
  );

const simpleValue = (element: XmlElement, rule: ElementRule): string => {
  const child = element.children[0];
  if (child) throw misplaced(child, rule.type);
  const values = enumOf(rule.type);
  const text = values || lexical[rule.type] ? element.text.trim() : element.text;
  if (values && !values.includes(text)) {
    throw wrongValue(element, text, `enum '${rule.type}'`);
  }
  const pattern = lexical[rule.type];
  if (pattern && !pattern.test(text)) throw wrongValue(element, text, `type xsd:${rule.type}`);
  return rule.type === 'boolean' ? String(text === 'true' || text === '1') : text;
};

const wrongValue = (element: XmlElement, text: string, what: string): ParseProblem =>
  new ParseProblem(`'${text}' is not a valid value for the ${what}`, element.line, element.column, 'value');

/** Where content comes from: a file of a package that is written for an API version, or a CRUD call. */
export type Origin = { from: 'file'; version: number } | { from: 'call' };

/**
 * Whether elements must come in the order of the schema. In files of permission sets it is enough that repeats stand
 * together (Salesforce Help 000383335). Of other types sources disagree: samples of the Metadata API Developer Guide are
 * out of order, but live Salesforce passes over such elements without a word in external client apps and in a connected
 * app's `oauthConfig` (forcedotcom/sfdx-core#302), which would be an invented success here; so they are refused. In a
 * CRUD call the outermost elements may have any order (seen live: jfwberg/lightweight-soap-util).
 */
const isOrdered = (type: string, { from }: Origin, outermost: boolean): boolean =>
  from === 'file' ? !type.startsWith('PermissionSet') : !outermost || type === 'ConnectedAppOauthConfig';

/** Elements of a type that only packages of older versions may use; a newer package is told so (text seen live). */
const olderRule = (type: string, child: XmlElement, origin: Origin): ElementRule | undefined => {
  const older = olderElements.find((one) => one.type === type && one.element.name === child.name);
  if (!older || origin.from === 'call') return undefined;
  if (origin.version <= older.until) return older.element;
  throw new ParseProblem(
    `Property '${child.name}' not valid in version ${origin.version.toFixed(1)}`,
    child.line,
    child.column,
    'value'
  );
};

/** Refuses an element that comes again where it may not: repeats stand together (Salesforce Help 000383335). */
const checkRepeat = (child: XmlElement, type: string, apart: boolean, repeats: boolean | undefined): void => {
  if (repeats && !apart) return;
  throw new ParseProblem(
    `Element ${child.name} is duplicated at this location in type ${type}`,
    child.line,
    child.column
  );
};

const checkPresent = (element: XmlElement, rules: ElementRule[], found: Map<string, unknown[]>): void => {
  for (const { name, required } of rules) {
    const value = found.get(name)?.[0];
    if (required && (value === undefined || value === '')) {
      throw new ParseProblem(`Required field is missing: ${name}`, element.line, element.column, 'value');
    }
  }
};

/**
 * Checks an element against a complex type of the schema (Metadata API WSDL) and gives its content: known elements,
 * in order, each as often as allowed, values of their types; in files what is required too.
 * @throws ParseProblem for an element or value out of place (texts seen live in deploys)
 */
export const validate = (type: string, element: XmlElement, origin: Origin, outermost = true): Node => {
  const rules = elementsOf(type) ?? [];
  if (element.text.trim() !== '') {
    throw new ParseProblem(
      `Unexpected text in type ${type}: ${element.text.trim()}`,
      element.line,
      element.column
    );
  }
  const inOrder = isOrdered(type, origin, outermost);
  const found = new Map<string, (string | Node)[]>();
  const seen = new Set<string>();
  let previous = '';
  let position = 0;
  for (const child of element.children) {
    const index = rules.findIndex(({ name }) => name === child.name);
    const rule = rules[index] ?? olderRule(type, child, origin);
    if (!rule || child.namespace !== namespace) throw misplaced(child, type);
    const apart = previous !== rule.name && (origin.from === 'file' || !outermost);
    if (seen.has(rule.name)) checkRepeat(child, type, apart, rule.repeats);
    if (inOrder && rules[index] && index < position) throw misplaced(child, type);
    position = Math.max(position, index);
    previous = rule.name;
    seen.add(rule.name);
    if (isNil(child)) continue;
    const value = elementsOf(rule.type)
      ? validate(rule.type, child, origin, false)
      : simpleValue(child, rule);
    found.set(rule.name, [...(found.get(rule.name) ?? []), value]);
  }
  if (origin.from === 'file') checkPresent(element, rules, found);
  const names = new Set([...rules.map(({ name }) => name), ...found.keys()]);
  const repeating = new Set(rules.filter(({ repeats }) => repeats).map(({ name }) => name));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const values = found.get(name);
      return values?.[0] === undefined ? [] : [[name, repeating.has(name) ? values : values[0]]];
    })
  );
};

/**
 * @throws MetadataProblem for the first element that a complex type of the schema requires and content does not have
 * (text seen live in deploys)
 */
export const checkRequired = (type: string, content: Node): void => {
  for (const { name, type: elementType, required } of elementsOf(type) ?? []) {
    if (required && (content[name] === undefined || content[name] === '')) {
      throw new MetadataProblem('REQUIRED_FIELD_MISSING', `Required field is missing: ${name}`, [name]);
    }
    for (const child of nodes(content, name)) checkRequired(elementType, child);
  }
};
