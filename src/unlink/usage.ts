import type { Connection } from '@salesforce/core';
import type { Component } from '../metadata/component.ts';
import { isSameId } from '../metadata/marker.ts';
import { isSameName, withoutNamespace } from '../names.ts';
import type { HubState } from '../observe/hub.ts';
import { readPrincipals } from '../org/credentials.ts';
import { listIds } from '../org/metadata.ts';
import { field, queries, type QueryRow, soqlList, soqlText } from '../org/query.ts';
import { externalOf, type HubPart, type Selection } from './select.ts';

/** Something on the hub that uses a link and is no part of it. */
export type User = { type: string; name: string; uses: string };

/** What could not be looked at: references, or who carries the principal. */
export type Unchecked = { what: 'references' | 'principals'; problem: string };

export type Usage = { users: User[]; unchecked: Unchecked[] };

/** Salesforce shows where in a query something is wrong, over several lines. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Rows of the Tooling API. @throws the org's refusal */
const tooling = async (conn: Connection, soql: string): Promise<QueryRow[]> =>
  (await conn.tooling.query<QueryRow>(soql, { autoFetch: true })).records;

const services =
  'SELECT DeveloperName, NamedCredential, NamedCredentialReference.DeveloperName FROM ExternalServiceRegistration';

/** The Dependency API takes no other operators than = and OR. Source: Tooling API, MetadataComponentDependency. */
const dependencies = (ids: string[]): string =>
  `SELECT MetadataComponentType, MetadataComponentName, RefMetadataComponentName FROM MetadataComponentDependency WHERE ${ids
    .map((id) => `RefMetadataComponentId = ${soqlText(id)}`)
    .join(' OR ')}`;

const idsOf = async (conn: Connection, { org }: HubState, components: Component[]): Promise<string[]> => {
  const types = [...new Set(components.map(({ type }) => type))];
  const found = await Promise.all(
    types.map(async (type) => [...(await listIds(conn, type))].map(([name, id]) => ({ type, name, id })))
  );
  return found
    .flat()
    .filter(({ type, name }) =>
      components.some(
        (one) => one.type === type && isSameName(one.fullName, withoutNamespace(name, org.namespace))
      )
    )
    .map(({ id }) => id);
};

/** Flows, Apex classes and external services that refer to the credentials, as far as Salesforce tells. */
const readReferences = async (conn: Connection, hub: HubState, components: Component[]): Promise<Usage> => {
  const named = components.filter(({ type }) => type === 'NamedCredential').map(({ fullName }) => fullName);
  const isNamed = (name: unknown): boolean =>
    named.some((one) => isSameName(one, withoutNamespace(String(name), hub.org.namespace)));
  const answers = await Promise.allSettled([
    idsOf(conn, hub, components).then((ids) => (ids.length > 0 ? tooling(conn, dependencies(ids)) : [])),
    named.length > 0 ? tooling(conn, services) : [],
  ]);
  const [references, registered] = answers.map((answer) =>
    answer.status === 'fulfilled' ? answer.value : []
  );
  const users = [
    ...references.map((row) => ({
      type: String(row.MetadataComponentType),
      name: String(row.MetadataComponentName),
      uses: String(row.RefMetadataComponentName),
    })),
    ...registered
      .map((row) => ({
        type: 'ExternalServiceRegistration',
        name: String(row.DeveloperName),
        uses: String(field(row, 'NamedCredentialReference.DeveloperName') ?? row.NamedCredential),
      }))
      .filter(({ uses }) => isNamed(uses)),
  ];
  return {
    users: [...new Map(users.map((user) => [`${user.type} ${user.name}`, user])).values()],
    unchecked: answers.flatMap((answer) =>
      answer.status === 'rejected'
        ? [{ what: 'references' as const, problem: oneLine((answer.reason as Error).message) }]
        : []
    ),
  };
};

const carrierQuery = (ids: string[]): string =>
  `SELECT Id, Name, Profile.Name, PermissionSetGroup.DeveloperName FROM PermissionSet WHERE Id IN ${soqlList(ids)}`;

const asCarrier = (row: QueryRow, uses: string): User => {
  const [profile, group] = [field(row, 'Profile.Name'), field(row, 'PermissionSetGroup.DeveloperName')];
  if (typeof profile === 'string') return { type: 'Profile', name: profile, uses };
  if (typeof group === 'string') return { type: 'PermissionSetGroup', name: group, uses };
  return { type: 'PermissionSet', name: String(row.Name), uses };
};

/** Permission sets, profiles and sums of groups that carry a principal of the link and are none of its own. */
const readCarriers = async (conn: Connection, hub: HubState, { name, sets }: HubPart): Promise<Usage> => {
  const principals = await readPrincipals(conn, name, hub.org.namespace);
  if (!principals || !hub.access) return { users: [], unchecked: [{ what: 'principals', problem: name }] };
  const carriers = hub.access.carriers.filter(
    ({ setId, principalId }) =>
      principals.some(({ id }) => isSameId(id, principalId)) && !sets.some(({ id }) => isSameId(id, setId))
  );
  if (carriers.length === 0) return { users: [], unchecked: [] };
  const { found } = await queries(conn, { found: carrierQuery(carriers.map(({ setId }) => setId)) });
  return {
    users: found.rows.map((row) => asCarrier(row, name)),
    unchecked: found.error ? [{ what: 'principals', problem: oneLine(found.error.message) }] : [],
  };
};

/** Pure: named credentials that use an external credential of the link and are none of its own. */
const otherNamed = (hub: HubState, parts: HubPart[], going: Component[]): User[] =>
  parts.flatMap(({ external }) =>
    hub.namedCredentials
      .filter((named) => isSameName(externalOf(named), external?.fullName) && !going.includes(named))
      .map((named) => ({ type: 'NamedCredential', name: named.fullName, uses: String(external?.fullName) }))
  );

/**
 * Looks for what on the hub uses the components of a link that are to go; changes nothing. What the hub does not tell
 * is said.
 * @param going external and named credentials that are to be deleted
 */
export const readUsage = async (
  conn: Connection,
  hub: HubState,
  { parts }: Selection,
  going: Component[]
): Promise<Usage> => {
  const isGoing = ({ external }: HubPart): boolean => external !== undefined && going.includes(external);
  const found = await Promise.all([
    going.length > 0 ? readReferences(conn, hub, going) : { users: [], unchecked: [] },
    ...parts.filter(isGoing).map((part) => readCarriers(conn, hub, part)),
  ]);
  const groups = parts.flatMap(({ sets }) =>
    sets.flatMap(({ component, groups: all }) =>
      all.map(({ name }) => ({ type: 'PermissionSetGroup', name, uses: component.fullName }))
    )
  );
  const users = [
    ...found.flatMap((usage) => usage.users),
    ...groups,
    ...otherNamed(hub, parts.filter(isGoing), going),
  ];
  return {
    users: users.filter(
      ({ type, name }, i) =>
        users.findIndex((other) => other.type === type && other.name === name) === i &&
        !going.some((one) => one.type === type && isSameName(one.fullName, name))
    ),
    unchecked: found.flatMap(({ unchecked }) => unchecked),
  };
};
