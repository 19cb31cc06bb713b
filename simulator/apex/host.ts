/** What the interpreter needs from the org in which a script runs. */
export type ApexHost = {
  orgId: string;
  orgName: string;
  /** Origin of the org, e.g. `https://acme.my.salesforce.com`. */
  myDomainUrl: string;
  /** Highest API version of the org, e.g. `66.0`: the first word of a debug log. */
  apiVersion: string;
  user: ApexUser;
  /** Token of a session of the user: what UserInfo.getSessionId() tells. */
  sessionId: () => string;
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
  /**
   * Inserts, updates or deletes row by row, whatever becomes of the others; an inserted row gets its Id in place.
   * `undo` takes back what was changed.
   */
  dml: (
    operation: DmlOperation,
    sobject: string,
    rows: Record<string, unknown>[]
  ) => { outcomes: DmlOutcome[]; undo: () => void };
  /** What the org knows of an sObject, whatever the case of its name. */
  describe: (sobject: string) => ApexSObject | undefined;
  /** Whether each org has an sObject of that name, though this one has not. */
  isUnsimulated: (sobject: string) => boolean;
  /** Name of the sObject whose ids begin so, e.g. `005`. */
  sobjectOf: (keyPrefix: string) => string | undefined;
};

/** The user who runs the script. `timeZone`: e.g. `America/Los_Angeles`. */
export type ApexUser = {
  id: string;
  username: string;
  name: string;
  firstName: string | null;
  lastName: string;
  email: string;
  profileId: string;
  userType: string;
  locale: string;
  language: string;
  timeZone: string;
};

export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete';

/** What became of one row. */
export type DmlOutcome = { created: boolean; problem?: DmlProblem };

/** Why a row was refused, as Database.Error tells it. `statusCode`: e.g. `REQUIRED_FIELD_MISSING`. */
export type DmlProblem = { statusCode: string; message: string; fields: string[] };

/** An sObject as Apex sees it. */
export type ApexSObject = {
  name: string;
  /** What DML may do to its records. */
  operations: DmlOperation[];
  /** Apex types of the fields by their API names, e.g. `{ Id: 'Id', IsActive: 'Boolean' }`. */
  fields: Record<string, string>;
  /** sObjects behind relationship names, e.g. `{ Profile: 'Profile' }`. */
  parents: Record<string, string>;
  /** Fields that Salesforce has and this org has not. */
  unsimulated: string[];
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
  /** What the methods of DmlException tell, of each row that failed. */
  readonly rows: DmlFailure[] | undefined;
  constructor(type: string, message: string, rows?: DmlFailure[]) {
    super(message);
    this.type = type;
    this.rows = rows;
  }
}

/** A row that DML refused: its place in the list and its Id, if it has one. */
export type DmlFailure = DmlProblem & { index: number; id: string | null };
