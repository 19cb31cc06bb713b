/** What the interpreter needs from the org in which a script runs. */
export type ApexHost = {
  orgId: string;
  orgName: string;
  /** Origin of the org, e.g. `https://acme.my.salesforce.com`. */
  myDomainUrl: string;
  /** Highest API version of the org, e.g. `66.0`: the first word of a debug log. */
  apiVersion: string;
  user: { id: string; username: string; name: string; email: string; profileId: string };
  /** Milliseconds since 1970. */
  now: () => number;
  /**
   * Signs bytes with the private key of a certificate of the org.
   * @throws ApexException `System.NoDataFoundException: Data Not Available` for an unknown certificate
   */
  sign: (algorithm: string, data: Buffer, certificateName: string) => Buffer;
  /** Sends a callout, `callout:Name/path` included. @throws ApexException `System.CalloutException` */
  callout: (request: ApexHttpRequest) => Promise<ApexHttpResponse>;
  /** Rows of a SOQL query; bind variables are replaced by then. @throws ApexException `System.QueryException` */
  query: (soql: string) => Record<string, unknown>[];
  /** Inserts, updates or deletes; an inserted row gets its Id in place. @throws ApexException `System.DmlException` */
  dml: (
    operation: 'insert' | 'update' | 'upsert' | 'delete',
    sobject: string,
    rows: Record<string, unknown>[]
  ) => void;
  /** What the org knows of an sObject, whatever the case of its name. */
  describe: (sobject: string) => ApexSObject | undefined;
  /** Takes back what dml did since the script began: an uncaught exception rolls the transaction back. */
  rollback: () => void;
};

/** An sObject as Apex sees it. */
export type ApexSObject = {
  name: string;
  /** Apex types of the fields by their API names, e.g. `{ Id: 'Id', IsActive: 'Boolean' }`. */
  fields: Record<string, string>;
  /** sObjects behind relationship names, e.g. `{ Profile: 'Profile' }`. */
  parents: Record<string, string>;
};

export type ApexHttpRequest = {
  endpoint: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds. */
  timeout: number;
};

export type ApexHttpResponse = {
  statusCode: number;
  status: string;
  headers: Record<string, string>;
  body: string;
};

/** Outcome of executeAnonymous; its first seven fields are the answer of the Tooling API, word for word. */
export type ApexResult = {
  line: number;
  column: number;
  compiled: boolean;
  success: boolean;
  compileProblem: string | null;
  exceptionStackTrace: string | null;
  exceptionMessage: string | null;
  /** Debug log as the SOAP header DebuggingInfo carries it. */
  log: string;
};

/** An exception that Apex code can catch: its type with name space, e.g. `System.CalloutException`. */
export class ApexException extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
