import type { Connection } from '@salesforce/core';
import { failure } from '../text/messages.ts';
import { field, queries, type QueryOutcome, soqlText } from './query.ts';

/** Rights that a logged-in user may need, by the name that Salesforce's API gives them. */
export const userRights = [
  'CustomizeApplication',
  'ModifyMetadata',
  'ModifyAllData',
  'AuthorApex',
  'ManageCertificates',
  'ManageUsers',
  'AssignPermissionSets',
  'ManageProfilesPermissionsets',
  'ManageRemoteAccess',
  'ExternalClientAppDeveloper',
  'ExternalClientAppAdmin',
  'ExternalClientAppViewer',
  'ViewSetup',
] as const;
export type UserRight = (typeof userRights)[number];

/** Who and what an org is, and what the user who is logged in may do there. */
export type OrgFacts = {
  /** 18 characters. */
  id: string;
  alias?: string;
  name: string;
  /** Origin, e.g. `https://acme.my.salesforce.com`. */
  url: string;
  namespace?: string;
  isSandbox: boolean;
  /** A production org proper: no sandbox, scratch org, trial or Developer Edition. */
  isProduction: boolean;
  apiVersion: number;
  user: { id: string; username: string; email: string };
  /** Rights that the user lacks. A right that the org does not know is not among them. */
  missingRights: UserRight[];
};

/** The column that a refusal names, in whatever language: `No such column 'PermissionsX' on entity …`. */
const unknownField = /['"«„“](Permissions\w+)['"»“”]/;

const organization =
  'SELECT Id, Name, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization';

type Answers<K extends string> = Record<'organization' | 'user' | 'rights' | K, QueryOutcome>;

/** Asks everything at once; once more without a right that the org does not know. */
const ask = async <K extends string>(
  conn: Connection,
  rights: readonly UserRight[],
  more: Record<K, string>
): Promise<{ answers: Answers<K>; missing: UserRight[] }> => {
  const answers: Answers<K> = await queries(conn, {
    organization,
    user: `SELECT Id, Username, Email FROM User WHERE Username = ${soqlText(String(conn.getUsername()))}`,
    rights: `SELECT ${rights.map((right) => `Permissions${right}`).join(', ')} FROM UserPermissionAccess LIMIT 1`,
    ...more,
  });
  const unknown = unknownField.exec(answers.rights.error?.message ?? '')?.[1];
  const others = rights.filter((right) => `Permissions${right}` !== unknown);
  if (unknown !== undefined && others.length < rights.length) return ask(conn, others, more);
  const [row] = answers.rights.rows;
  return { answers, missing: row ? rights.filter((right) => row[`Permissions${right}`] === false) : [] };
};

/**
 * Asks an org who it is, and some queries more in the same request.
 * Source: Object Reference, Organization and UserPermissionAccess.
 * @param more SOQL by key
 * @throws whatever the connection throws when the org can't be reached or the session is over
 */
export const readOrg = async <K extends string = never>(
  conn: Connection,
  alias: string | undefined,
  more: Record<K, string>
): Promise<{ org: OrgFacts; answers: Record<K, QueryOutcome> }> => {
  const { answers, missing } = await ask(conn, userRights, more);
  const [row] = answers.organization.rows;
  const [user] = answers.user.rows;
  if (!row || !user) {
    const problem = answers.organization.error ?? answers.user.error;
    const values = { org: alias ?? conn.getUsername(), url: conn.instanceUrl };
    throw failure('refused', {
      ...values,
      problem: problem?.message ?? `no user ${String(conn.getUsername())}`,
    });
  }
  const [id, name] = [String(field(row, 'Id')), field(row, 'Name')];
  if (!/^00D\w{15}$/.test(id)) throw new SyntaxError('The answer names no org.');
  const isSandbox = field(row, 'IsSandbox') === true;
  const isTrial = typeof field(row, 'TrialExpirationDate') === 'string';
  const org: OrgFacts = {
    id,
    alias,
    name: typeof name === 'string' ? name : '',
    url: new URL(conn.instanceUrl).origin,
    namespace: (field(row, 'NamespacePrefix') as string | null) ?? undefined,
    isSandbox,
    isProduction: !isSandbox && !isTrial && field(row, 'OrganizationType') !== 'Developer Edition',
    apiVersion: Number(conn.getApiVersion()),
    user: {
      id: String(field(user, 'Id')),
      username: String(field(user, 'Username')),
      email: String(field(user, 'Email')),
    },
    missingRights: missing,
  };
  return { org, answers };
};
