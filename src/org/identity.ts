import type { Connection } from '@salesforce/core';
import { field, queries, type QueryRow, soqlText } from './query.ts';

/** Rights that a logged-in user may need, by the name that Salesforce's API gives them. */
export const userRights = [
  'CustomizeApplication',
  'ModifyMetadata',
  'ModifyAllData',
  'AuthorApex',
  'ManageCertificates',
  'AssignPermissionSets',
  'ManageProfilesPermissionsets',
  'ExternalClientAppDeveloper',
  'ExternalClientAppAdmin',
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

const unknownField = /No such column '(\w+)'/;

const organization =
  'SELECT Id, Name, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization';

const ask = async (
  conn: Connection,
  rights: readonly UserRight[]
): Promise<[QueryRow, QueryRow, UserRight[]]> => {
  const answer = await queries(conn, {
    organization,
    user: `SELECT Id, Username, Email FROM User WHERE Username = ${soqlText(String(conn.getUsername()))}`,
    rights: `SELECT ${rights.map((right) => `Permissions${right}`).join(', ')} FROM UserPermissionAccess LIMIT 1`,
  });
  const unknown = unknownField.exec(answer.rights.error?.message ?? '')?.[1];
  const others = rights.filter((right) => `Permissions${right}` !== unknown);
  if (unknown !== undefined && others.length < rights.length) return ask(conn, others);
  const [row] = answer.rights.rows;
  const missing = row ? rights.filter((right) => row[`Permissions${right}`] === false) : [];
  return [answer.organization.rows[0], answer.user.rows[0], missing];
};

/**
 * Asks an org who it is. Source: Object Reference, Organization and UserPermissionAccess.
 * @throws whatever the connection throws when the org can't be reached or the session is over
 */
export const readOrg = async (conn: Connection, alias?: string): Promise<OrgFacts> => {
  const [org, user, missingRights] = await ask(conn, userRights);
  const isSandbox = field(org, 'IsSandbox') === true;
  const isTrial = typeof field(org, 'TrialExpirationDate') === 'string';
  return {
    id: String(field(org, 'Id')),
    alias,
    name: String(field(org, 'Name')),
    url: new URL(conn.instanceUrl).origin,
    namespace: (field(org, 'NamespacePrefix') as string | null) ?? undefined,
    isSandbox,
    isProduction: !isSandbox && !isTrial && field(org, 'OrganizationType') !== 'Developer Edition',
    apiVersion: Number(conn.getApiVersion()),
    user: {
      id: String(field(user, 'Id')),
      username: String(field(user, 'Username')),
      email: String(field(user, 'Email')),
    },
    missingRights,
  };
};
