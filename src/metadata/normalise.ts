import {
  asList,
  type Body,
  type Component,
  type ComponentType,
  type Content,
  registry,
} from './component.ts';

/** What the SOAP client makes of an element that is empty or nil. */
const isNil = (value: unknown): boolean =>
  value === null ||
  value === '' ||
  (typeof value === 'object' && '$' in value && Object.keys(value).length === 1);

/** Child elements without what is empty or nil, at every depth. */
const filled = (elements: Body): Body =>
  Object.fromEntries(
    Object.entries(elements)
      .filter(([name, value]) => name !== '$' && !isNil(value))
      .map(([name, value]) => [name, filledContent(value)])
  );
const filledContent = (content: Content): Content => {
  if (Array.isArray(content)) return content.filter((item) => !isNil(item)).map(filledContent);
  return typeof content === 'object' ? filled(content) : content;
};

/** Lists whose entries are texts; those of all others have elements. */
const ofTexts = ['permissionSetName', 'profileName'];

const entriesOf = (list: string, value: Content): Content =>
  asList(value).filter((entry) => (typeof entry === 'object') !== ofTexts.includes(list));

/**
 * A component as an org told it, in the shape that this plugin builds: lists where elements repeat, nothing empty.
 * The SOAP client knows no schema for newer types: it gives one repeated element as an object, and markers for nil.
 */
export const normalise = (type: ComponentType, raw: Record<string, unknown>): Component | undefined => {
  const { fullName, ...elements } = raw as Body;
  if (typeof fullName !== 'string' || fullName === '') return undefined;
  const lists: readonly string[] = registry[type].lists;
  const body = Object.fromEntries(
    Object.entries(filled(elements)).map(([name, value]): [string, Content] => [
      name,
      lists.includes(name) ? entriesOf(name, value) : value,
    ])
  );
  return { type, fullName, body };
};
