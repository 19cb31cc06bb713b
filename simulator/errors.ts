/** A refusal in the shape that every Salesforce API knows: a status, an error code, a message, fields. */
export class SalesforceError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: string[] | undefined;
  constructor(status: number, errorCode: string, message: string, fields?: string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** What the simulator does not do, it says. */
export const notSimulated = (what: string): SalesforceError =>
  new SalesforceError(501, 'NOT_SIMULATED', `not simulated: ${what}`);

/** REST API Developer Guide, "Status Codes and Error Responses". */
export const notFound = (): SalesforceError =>
  new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist');

export const insufficientAccess = (
  message = 'insufficient access rights on cross-reference id'
): SalesforceError => new SalesforceError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', message);

/** The answer to a dead session; the REST API sends it with 401 (REST API Developer Guide). */
export const sessionExpired = (): SalesforceError =>
  new SalesforceError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** The answer to a method that a resource does not have (seen live: restforce/restforce#645). */
export const methodNotAllowed = (method: string, allowed: string[]): SalesforceError =>
  new SalesforceError(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are ${[...new Set(allowed)].join(',')}`
  );
