import { ParseProblem } from './problem.ts';

/** An XML element; line and column are those behind its start tag, as a SAX parser reports them. */
export type XmlElement = {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
  line: number;
  column: number;
};

type Open = XmlElement & { tag: string; prefixes: Record<string, string> };

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const startTag =
  /^<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/;
// XML 1.0, section 2.2.
// eslint-disable-next-line no-control-regex
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const unterminated = 'XML document structures must start and end within the same entity.';

/**
 * Reads an XML document; the texts of its refusals are those of the Xerces parser, which the Metadata API passes on
 * (`Content is not allowed in prolog.` seen live: apex-enterprise-patterns/fflib-apex-mocks#84).
 * @throws ParseProblem if it is not well-formed
 */
export const parseXml = (document: string): XmlElement => {
  const text = document.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let at = 0;
  let line = 1;
  let lineStart = 0;

  const locate = (offset: number): { line: number; column: number } => {
    for (
      let end = text.indexOf('\n', lineStart);
      end !== -1 && end < offset;
      end = text.indexOf('\n', lineStart)
    ) {
      line += 1;
      lineStart = end + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
  const fail = (message: string): never => {
    const place = locate(at);
    throw new ParseProblem(message, place.line, place.column);
  };
  const past = (end: string, from: number): number => {
    const found = text.indexOf(end, from);
    return found === -1 ? fail(unterminated) : found + end.length;
  };
  const decode = (raw: string): string => {
    if (illegal.test(raw)) fail('An invalid XML character was found in the document.');
    return raw.replace(/&([^;&\s<]*)(;?)/g, (_, name: string, end: string) => {
      if (name === '' || end === '') {
        return fail("The entity name must immediately follow the '&' in the entity reference.");
      }
      const number = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
      if (number) {
        const code = number[1] === undefined ? Number(number[2]) : parseInt(number[1], 16);
        if (code > 0x10ffff || illegal.test(String.fromCodePoint(code))) {
          return fail(`Character reference "&${name}" is an invalid XML character.`);
        }
        return String.fromCodePoint(code);
      }
      return entities[name] ?? fail(`The entity "${name}" was referenced, but not declared.`);
    });
  };
  const add = (content: string): void => {
    const parent = open.at(-1);
    if (parent) parent.text += content;
    else if (content.trim() !== '')
      fail(`Content is not allowed in ${root ? 'trailing section' : 'prolog'}.`);
  };
  const begin = (): void => {
    const match = startTag.exec(text.slice(at));
    if (!match) {
      const name = /^<([\w:.-]+)/.exec(text.slice(at))?.[1];
      return fail(
        name === undefined
          ? 'The content of elements must consist of well-formed character data or markup.'
          : `Element type "${name}" must be followed by either attribute specifications, ">" or "/>".`
      );
    }
    if (root && open.length === 0) {
      fail('The markup in the document following the root element must be well-formed.');
    }
    const tag = match[1] ?? '';
    const attributes: Record<string, string> = {};
    for (const [, name = '', quoted = ''] of (match[2] ?? '').matchAll(
      /([\w.:-]+)\s*=\s*("[^"]*"|'[^']*')/g
    )) {
      if (name in attributes) fail(`Attribute "${name}" was already specified for element "${tag}".`);
      attributes[name] = decode(quoted.slice(1, -1));
    }
    const prefixes = { ...open.at(-1)?.prefixes };
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'xmlns') prefixes[''] = value;
      else if (name.startsWith('xmlns:')) prefixes[name.slice(6)] = value;
    }
    const [prefix = '', local] = tag.includes(':') ? tag.split(':') : ['', tag];
    if (prefix !== '' && prefixes[prefix] === undefined) {
      fail(`The prefix "${prefix}" for element "${tag}" is not bound.`);
    }
    const element: Open = {
      name: local ?? tag,
      namespace: prefixes[prefix] ?? '',
      attributes,
      children: [],
      text: '',
      ...locate(at + match[0].length),
      tag,
      prefixes,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    if (match[3] === '') open.push(element);
    at += match[0].length;
  };
  const end = (): void => {
    const current = open.pop();
    const match = /^<\/([^\s>]+)\s*>/.exec(text.slice(at, at + 300));
    if (!current || match?.[1] !== current.tag) {
      const expected = current?.tag ?? '';
      return fail(
        `The element type "${expected}" must be terminated by the matching end-tag "</${expected}>".`
      );
    }
    at += match[0].length;
  };

  while (at < text.length) {
    if (text.startsWith('<!--', at)) at = past('-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) {
      const close = past(']]>', at);
      add(text.slice(at + 9, close - 3));
      at = close;
    } else if (text.startsWith('<?', at)) at = past('?>', at);
    else if (text.startsWith('<!', at)) {
      fail(
        'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.'
      );
    } else if (text.startsWith('</', at)) end();
    else if (text[at] === '<') begin();
    else {
      const next = text.indexOf('<', at);
      const stop = next === -1 ? text.length : next;
      add(decode(text.slice(at, stop)));
      at = stop;
    }
  }
  if (open.length > 0) fail(unterminated);
  return root ?? fail('Premature end of file.');
};

/** The first child element of a name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

/** The text of a child element, trimmed; undefined where there is none. */
export const textOf = (element: XmlElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.text.trim();
