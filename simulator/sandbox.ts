import { createOrg } from './create.ts';
import { mintConsumerKey } from './metadata/consumerKey.ts';
import { node, text } from './metadata/content.ts';
import { mintCertificate } from './metadata/mint.ts';
import type { Certificate, Component, Node, Org, OrgSettings, Row } from './org.ts';
import { startOrg } from './server.ts';
import type { ServerOptions, SimulatedOrg } from './server.ts';
import { rows } from './tables.ts';

export type SandboxOptions = ServerOptions & {
  /** Name of the sandbox, which user names get behind them. Default: `uat`. */
  name?: string;
  /** Default: the alias of the source, a dash and the name. */
  alias?: string;
  /** User who asks for the sandbox and keeps the email address. Default: the administrator. */
  requestedBy?: string;
  /**
   * What becomes of the private keys of certificates, which no source tells: they stay behind (the certificate looks the
   * same but signs nothing), come along, or are made anew with another certificate of the same name.
   */
  privateKeys?: 'lost' | 'kept' | 'new';
  /** Whether apps get consumer keys of their own; sources disagree. */
  consumerKeys?: 'new' | 'kept';
  /** Whether the id of the source is replaced in texts, as Salesforce Help says. */
  orgIds?: 'replaced' | 'kept';
  /** Whether users keep the permission sets that were assigned to them; sources disagree. */
  assignments?: boolean;
  settings?: Partial<OrgSettings>;
};

type Renew = <T>(value: T) => T;

/** What does not come along: sessions, login history, tokens (Salesforce Help, nc_considerations: "aren't included"). */
const leftBehind = new Set(['AuthSession', 'LoginHistory', 'Organization']);

/**
 * "The org ID of the sandbox changes each time it's refreshed. In any place where a production org ID or a sandbox org ID
 * is used, such as text values and metadata, Salesforce inserts the new sandbox org ID value" (Salesforce Help,
 * data_sandbox_servers_and_ids). Ids are written with 18 or 15 characters.
 */
const replacing = (from: string, to: string): Renew => {
  const inText = (text: string): string =>
    text
      .replaceAll(from, to)
      .replaceAll(from.slice(0, 15), to.slice(0, 15))
      .replaceAll(from.slice(0, 15).toLowerCase(), to.slice(0, 15).toLowerCase());
  const renew = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(renew);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renew(inner)]));
  };
  return renew as Renew;
};

/** Users whom Salesforce keeps for itself carry the org's id in their names. */
const isOwn = ({ UserType: type }: Row): boolean =>
  type === 'AutomatedProcess' || type === 'CloudIntegrationUser';

/**
 * A user of a sandbox: "the sandbox name is appended to the username", "user email addresses are appended with .invalid"
 * but for the one who asked for it (Salesforce Help, data_sandbox_users_and_contacts and 000386507).
 */
const sandboxUser = (user: Row, name: string, requestedBy: string): Row => ({
  ...user,
  LastLoginDate: null,
  ...(isOwn(user) ? {} : { Username: `${String(user.Username)}.${name}` }),
  ...(isOwn(user) || user.Id === requestedBy ? {} : { Email: `${String(user.Email)}.invalid` }),
});

/** Names of apps and of Salesforce's own users carry the org's id whatever happens to it elsewhere. */
const isScoped = (sobject: string, row: Row): boolean =>
  sobject === 'ExternalClientApplication' || (sobject === 'User' && isOwn(row));

const ownedByProfiles = (org: Org): Set<unknown> =>
  new Set(
    rows(org, 'PermissionSet')
      .filter((set) => set.IsOwnedByProfile === true)
      .map((set) => set.Id)
  );

type Changes = { scoped: Renew; renew: Renew; name: string; requestedBy: string; assignments: boolean };

const copyTables = (source: Org, sandbox: Org, changes: Changes): void => {
  const owned = ownedByProfiles(source);
  const comesAlong = (sobject: string, row: Row): boolean =>
    sobject !== 'PermissionSetAssignment' || changes.assignments || owned.has(row.PermissionSetId);
  for (const sobject of source.tables.keys()) {
    if (leftBehind.has(sobject)) continue;
    const copies = rows(source, sobject)
      .filter((row) => comesAlong(sobject, row))
      .map((row) => (isScoped(sobject, row) ? changes.scoped : changes.renew)(row))
      .map((row) => (sobject === 'User' ? sandboxUser(row, changes.name, changes.requestedBy) : row));
    sandbox.tables.set(sobject, new Map(copies.map((row) => [row.Id, row])));
  }
};

/** An app of the sandbox: `orgScopedExternalApp` names its org, and it may have a consumer key of its own. */
const copyApp = (component: Component, scoped: Renew, newKey: boolean): Component => {
  const { type, body } = component;
  if (type === 'ExternalClientApplication') return { ...component, body: scoped(body) };
  if (!newKey) return component;
  const consumerKey = mintConsumerKey();
  if (type === 'ExtlClntAppGlobalOauthSettings') return { ...component, body: { ...body, consumerKey } };
  const config = type === 'ConnectedApp' ? node(body, 'oauthConfig') : undefined;
  return config ? { ...component, body: { ...body, oauthConfig: { ...config, consumerKey } } } : component;
};

const copyCertificate = async (
  org: Org,
  certificate: Certificate,
  body: Node,
  privateKeys: SandboxOptions['privateKeys']
): Promise<Certificate> => {
  // A new key is nothing that an authority has signed.
  const isRenewable = text(body, 'caSigned') !== 'true';
  if (privateKeys === 'new' && isRenewable) return mintCertificate(org, certificate.name, body, undefined);
  return privateKeys === 'kept' ? certificate : { ...certificate, keyless: true };
};

/**
 * A sandbox as a refresh makes it from an org, listening on a port of its own. Copied are the definitions of apps,
 * credentials, certificates and permission sets, users and their assignments, under the same record ids; changed are the
 * org id, the My Domain, user names and email addresses. Tokens, sessions and login history stay behind. Whatever names
 * another org, as a named credential names the spoke, still names it.
 */
export const copyAsSandbox = async (
  source: SimulatedOrg,
  options: SandboxOptions = {}
): Promise<SimulatedOrg> => {
  const { org } = source;
  const { name = 'uat', requestedBy = org.adminId, assignments = true } = options;
  const sandbox = createOrg({
    kind: 'sandbox',
    alias: options.alias ?? `${org.alias}-${name}`,
    name: org.name,
    settings: { ...org.settings, ...options.settings },
  });
  sandbox.adminId = org.adminId;
  sandbox.lastId = org.lastId;
  sandbox.apiVersions = [...org.apiVersions];
  const scoped = replacing(org.id, sandbox.id);
  const renew: Renew = options.orgIds === 'kept' ? (value) => value : scoped;
  copyTables(org, sandbox, { scoped, renew, name, requestedBy, assignments });
  for (const [key, component] of org.components)
    sandbox.components.set(
      key,
      copyApp({ ...component, body: renew(component.body) }, scoped, options.consumerKeys !== 'kept')
    );
  for (const [key, certificate] of org.certificates) {
    const body = sandbox.components.get(`Certificate:${key}`)?.body ?? {};
    sandbox.certificates.set(key, await copyCertificate(sandbox, certificate, body, options.privateKeys));
  }
  sandbox.loginIpRanges = new Map(org.loginIpRanges);
  return startOrg(sandbox, options);
};
