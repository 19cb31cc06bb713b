import type { Node } from '../org.ts';
import { nodes } from './content.ts';
import { MetadataProblem, ParseProblem } from './problem.ts';
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

const misplaced = (element: XmlElement, type: string): ParseProblem =>
  new ParseProblem(
    `Element ${element.name} invalid at this location in type ${type}`,
    element.line,
    element.column
  );

/**
 * Checks an element against a complex type of the schema (Metadata API WSDL) and gives its content: known elements,
 * in order, each as often as allowed, values of their types. With `anyOrder` the
 * outermost elements may come in any order: CRUD calls tolerate that (seen live: jfwberg/lightweight-soap-util);
 * inside an element order counts there too (seen live: forcedotcom/sfdx-core#302, where the org ignored such an
 * element without a word; here it is refused).
 * @throws ParseProblem for an element or value out of place (texts seen live in deploys)
 */
export const validate = (type: string, element: XmlElement, options: { anyOrder?: boolean } = {}): Node => {
  const rules = elementsOf(type) ?? [];
  if (element.text.trim() !== '') {
    throw new ParseProblem(
      `Unexpected text in type ${type}: ${element.text.trim()}`,
      element.line,
      element.column
    );
  }
  const found = new Map<string, (string | Node)[]>();
  const seen = new Set<string>();
  let position = 0;
  for (const child of element.children) {
    const index = rules.findIndex((rule) => rule.name === child.name);
    const rule = rules[index];
    if (!rule || child.namespace !== namespace) throw misplaced(child, type);
    const again = seen.has(rule.name);
    if (again && (!rule.repeats || (index < position && !options.anyOrder))) {
      throw new ParseProblem(
        `Element ${child.name} is duplicated at this location in type ${type}`,
        child.line,
        child.column
      );
    }
    if (index < position && !options.anyOrder) throw misplaced(child, type);
    position = index;
    seen.add(rule.name);
    if (isNil(child)) continue;
    const value = elementsOf(rule.type) ? validate(rule.type, child) : simpleValue(child, rule);
    found.set(rule.name, [...(found.get(rule.name) ?? []), value]);
  }
  return Object.fromEntries(
    rules.flatMap(({ name, repeats }) => {
      const values = found.get(name);
      return values?.[0] === undefined ? [] : [[name, repeats ? values : values[0]]];
    })
  );
};

/**
 * @throws MetadataProblem for the first element that a complex type of the schema requires and content does not have
 * (text seen live in deploys)
 */
export const checkRequired = (type: string, content: Node): void => {
  for (const { name, type: elementType, required } of elementsOf(type) ?? []) {
    if (required && content[name] === undefined) {
      throw new MetadataProblem('REQUIRED_FIELD_MISSING', `Required field is missing: ${name}`, [name]);
    }
    for (const child of nodes(content, name)) checkRequired(elementType, child);
  }
};
