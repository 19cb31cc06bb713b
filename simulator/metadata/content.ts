import type { Content, Node } from '../org.ts';

/** The text of an element; undefined where it is absent, empty, or holds elements. */
export const text = (node: Node | undefined, name: string): string | undefined => {
  const value = node?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** Whether a boolean element says true; `otherwise` where it is absent. */
export const flag = (node: Node | undefined, name: string, otherwise = false): boolean =>
  text(node, name) === undefined ? otherwise : text(node, name) === 'true';

const list = (value: Content | undefined): (string | Node)[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Child elements of a name that hold elements themselves. */
export const nodes = (node: Node | undefined, name: string): Node[] =>
  list(node?.[name]).filter((value) => typeof value !== 'string');

/** The only child element of a name that holds elements itself. */
export const node = (parent: Node | undefined, name: string): Node | undefined => nodes(parent, name)[0];

/** Texts of all child elements of a name. */
export const texts = (node: Node | undefined, name: string): string[] =>
  list(node?.[name]).filter((value) => typeof value === 'string');

/** The parts of a comma-separated element, as `Api, RefreshToken`. */
export const parts = (node: Node | undefined, name: string): string[] =>
  (text(node, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Content without some of its elements. */
export const without = (content: Node, ...names: string[]): Node =>
  Object.fromEntries(Object.entries(content).filter(([name]) => !names.includes(name)));
