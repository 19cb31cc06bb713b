import type { KeyObject } from 'node:crypto';

/** One row of an sObject table; reference fields hold ids. */
export type Row = { Id: string } & Record<string, unknown>;

/** Content of a metadata element: text, child elements, or (where the schema lets it repeat) a list. */
export type Content = string | Node | (string | Node)[];
export type Node = { [element: string]: Content };

export type Component = {
  type: string;
  fullName: string;
  /** As it was deployed, in schema order, without fullName. */
  body: Node;
  /** Id of its record. */
  id?: string;
  /** When it was made, in milliseconds since 1970. */
  createdAt?: number;
  /** When a deploy or CRUD call last wrote it, in milliseconds since 1970: a changed app needs time to propagate. */
  changedAt?: number;
};

export type Certificate = {
  name: string;
  /** The certificate; one that an authority signed may have others behind it. The request, while none has. */
  pem: string;
  privateKey: KeyObject;
  /** Undefined while it is a request that waits for its signature. */
  expires?: Date;
  /** Whether it came from another org without its private key, so that nothing can be signed with it. */
  keyless?: boolean;
};

/**
 * A session or access token. `app` is the id of the app's record, `PlatformCLI` for a login of the CLI, `Apex` for a
 * session that Apex asked for.
 */
export type Session = { token: string; userId: string; app: string; alive: boolean };

export type OrgKind = 'production' | 'developer' | 'trial' | 'sandbox' | 'scratch';

/** Misbehaviour on demand; each entry hits requests whose path (and SOAP operation) it matches, `times` times. */
export type Fault = {
  path?: RegExp;
  operation?: RegExp;
  /** Whether it hits callouts of other orgs alone, or all but those; without it, either. */
  callout?: boolean;
  /** How many of these requests it spares first. */
  after?: number;
  /** For ever without it. */
  times?: number;
  /** `hang` does nothing and never answers, `mute` does what it is asked and never answers. */
  kind:
    | 'refuse'
    | 'reset'
    | 'hang'
    | 'mute'
    | 'delay'
    | 'expired'
    | 'tooMany'
    | 'unavailable'
    | 'html'
    | 'foreign'
    | 'blank'
    | 'truncate'
    | 'alter';
  /** How long a `delay` is. */
  milliseconds?: number;
  /** What a `delay` waits for besides. */
  until?: Promise<unknown>;
  /** What an `alter` makes of the body of the answer. */
  alter?: (body: string) => string;
};

export type LogEntry = {
  /** When the request came. */
  time: string;
  /** When its answer went out; missing while there is none. */
  ended?: string;
  /** HTTP status of the answer; missing where none was sent. */
  status?: number;
  org: string;
  method: string;
  path: string;
  /** SOAP operation, or '' */
  operation: string;
  /** Whether another simulated org asked, by a callout of its Apex; missing for requests of clients. */
  callout?: true;
  /** `<type>:<name>` of each thing that the request created, changed or deleted. */
  changes: string[];
};

/** A Salesforce org held in memory. Everything that the server answers is derived from this. */
export type Org = {
  /** 18 characters. */
  id: string;
  kind: OrgKind;
  alias: string;
  /** As `Organization.Name` and `UserInfo.getOrganizationName()` tell it. */
  name: string;
  /** Origin that the org calls its own, e.g. `http://127.0.0.1:4711`. Set when the server listens. */
  url: string;
  /** Versions on offer, oldest first, e.g. `60.0` … `66.0`. */
  apiVersions: string[];
  adminId: string;
  /** Counts the ids given out. */
  lastId: number;
  tables: Map<string, Map<string, Row>>;
  /** Keyed `<type>:<fullName>`. */
  components: Map<string, Component>;
  certificates: Map<string, Certificate>;
  sessions: Map<string, Session>;
  /** Access tokens of external credentials that this org holds as a hub, keyed by credential name. */
  calloutTokens: Map<string, string>;
  /** jti claims that the token endpoint has seen. */
  seenJti: Set<string>;
  /** Login IP ranges of a profile, keyed by its id; none: from anywhere. */
  loginIpRanges: Map<string, { start: string; end: string }[]>;
  deploys: Map<string, unknown>;
  log: LogEntry[];
  faults: Fault[];
  settings: OrgSettings;
};

export type OrgSettings = {
  /** The clock of the org, in milliseconds since 1970. */
  now: () => number;
  /** Delay before each answer, in milliseconds. */
  latency: number;
  /** How long a deploy stays in progress, in milliseconds. */
  deployDuration: number;
  /** How long the org takes to make a certificate, in milliseconds, if its keys are not slower. */
  certificateDuration: number;
  /** How many of the next deploys fail at their end, when all components have been taken in. */
  failingDeploys: number;
  /** How long a new or changed app stays unknown to the token endpoint, in milliseconds. */
  propagation: number;
  /** How long a session lives without use, in milliseconds, where its app does not say otherwise. */
  sessionTimeout: number;
  /** Logins that a user may make in an hour. */
  loginsPerHour: number;
  /** Salesforce Integration user licences that the org has. */
  integrationLicenses: number;
  /** Salesforce API Integration permission set licences that the org has. */
  integrationPermissionSetLicenses: number;
  /** User names that are taken somewhere else in Salesforce. */
  takenUsernames: string[];
  /** Whether connected apps may be created; blocked since Spring '26. */
  connectedAppCreation: boolean;
  externalClientApps: boolean;
  /** Whether metadata reads tell the consumer key of an external client app. */
  revealConsumerKey: boolean;
  /** Whether the beta of the Dependency API is there. */
  dependencyApi: boolean;
  /** How long a permission set group that was changed goes on giving what it gave, in milliseconds. */
  groupRecalculation: number;
  /** What deleting the credential of a principal over Connect REST does to the stored token of a JWT bearer one. */
  credentialDelete: 'drops' | 'keeps' | 'refuses';
  /** Makes the key pair of a certificate; tests hand in one that is quick. Default: RSA of the asked size. */
  keyPair: (bits: number) => Promise<{ privateKey: KeyObject; publicKey: KeyObject }>;
};
