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
