/** What can be written as XML: text, numbers, booleans, elements, lists of them. Undefined and null are left out. */
export type Writable =
  string | number | boolean | undefined | null | Writable[] | { [element: string]: Writable };

/** The name space of the Metadata API, which files share. */
export const namespace = 'http://soap.sforce.com/2006/04/metadata';

/** Text with the five characters escaped that Salesforce escapes on retrieve. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');

/**
 * Elements as XML without white space between them; a list repeats its element.
 * A key may carry attributes behind the name, e.g. `records xsi:type="Certificate"`.
 */
export const writeElements = (content: { [element: string]: Writable }): string =>
  Object.entries(content)
    .map(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => writeElement(name, one)).join('')
    )
    .join('');

const writeElement = (name: string, value: Writable): string => {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => writeElement(name, one)).join('');
  const inner = typeof value === 'object' ? writeElements(value) : escapeXml(String(value));
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name.split(' ')[0]}>`;
};

/** A component as a metadata file, indented by four blanks as a retrieve writes it. */
export const writeFile = (type: string, body: { [element: string]: Writable }): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="${namespace}">\n${writeLines(body, 1)}</${type}>\n`;

const writeLines = (body: { [element: string]: Writable }, depth: number): string => {
  const indent = '    '.repeat(depth);
  return Object.entries(body)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const))
    .map(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? `${indent}<${name}>\n${writeLines(value, depth + 1)}${indent}</${name}>\n`
        : value === undefined || value === null
          ? ''
          : `${indent}${writeElement(name, value)}\n`
    )
    .join('');
};
