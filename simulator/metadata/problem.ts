import type { XmlElement } from './xml.ts';

/** A component that Salesforce refuses: the text, the status code of a CRUD call, the place in the file. */
export class MetadataProblem extends Error {
  readonly statusCode: string;
  readonly fields: string[];
  line: number | undefined;
  column: number | undefined;
  constructor(statusCode: string, message: string, fields: string[] = []) {
    super(message);
    this.statusCode = statusCode;
    this.fields = fields;
  }
}

/** XML that is malformed or does not fit the schema: its structure, or one of its values. */
export class ParseProblem extends Error {
  readonly line: number;
  readonly column: number;
  readonly of: 'structure' | 'value';
  constructor(message: string, line: number, column: number, of: 'structure' | 'value' = 'structure') {
    super(message);
    this.line = line;
    this.column = column;
    this.of = of;
  }
}

/** A call that fails as a whole, not for one of its components: a SOAP fault, or an error answer over REST. */
export class CallProblem extends Error {
  readonly statusCode: string;
  constructor(statusCode: string, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** Refers to a component that the org does not have; the platform's pattern, seen live for AuthProvider. */
export const noSuch = (field: string, type: string, name: string): MetadataProblem =>
  new MetadataProblem('INVALID_CROSS_REFERENCE_KEY', `In field: ${field} - no ${type} named ${name} found`, [
    field,
  ]);

/** An element as the Metadata API names it in refusals: its name space in braces, then its name (seen live in deploys). */
const qualifiedName = ({ namespace, name }: XmlElement): string =>
  namespace === '' ? name : `{${namespace}}${name}`;

/** An element that a type does not have, or not there (text seen live in deploys). */
export const misplaced = (element: XmlElement, type: string): ParseProblem =>
  new ParseProblem(
    `Element ${qualifiedName(element)} invalid at this location in type ${type}`,
    element.line,
    element.column
  );
