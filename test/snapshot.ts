import { componentNames, findComponent, readContent } from '../simulator/metadata/component.ts';
import { registry } from '../simulator/metadata/registry.ts';
import type { Node, Org, Row } from '../simulator/org.ts';
import { rows } from '../simulator/tables.ts';

/** What an org is, as a plain value that can be compared. */
export type Snapshot = {
  /** What the org tells of each component, by `<type>:<name>`. */
  components: Record<string, Node>;
  /** Records by sObject, in an order of their own; references are names. */
  records: Record<string, Record<string, unknown>[]>;
  /** External credentials for which a token is stored. */
  tokens: string[];
};

/** What comes with use and time, not with what is set up. */
const passing = new Set(['AuthSession', 'LoginHistory']);
const volatile = new Set([
  'Id',
  'CreatedById',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'SystemModstamp',
  'LastLoginDate',
  'CertificateChain',
]);

const nameOf = (row: Row): string =>
  [row.DeveloperName, row.Username, row.Name, row.ParameterName].find((name) => typeof name === 'string') ??
  '';

/** `<sObject>:<name>` of each record that has a name, by its id. */
const namesOf = (org: Org): Map<unknown, string> =>
  new Map(
    [...org.tables.keys()].flatMap((sobject) =>
      rows(org, sobject)
        .filter((row) => nameOf(row) !== '')
        .map((row) => [row.Id, `${sobject}:${nameOf(row)}`] as const)
    )
  );

/**
 * What an org holds, component by component and record by record, without ids and dates: two moments of an org, or an org
 * before a link and after it was taken away, can be compared as they are. Sessions and login history are left out.
 */
export const snapshotOf = (org: Org): Snapshot => {
  const names = namesOf(org);
  const told = (row: Row): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([field]) => !volatile.has(field))
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([field, value]) => [field, names.get(value) ?? value])
    );
  const components = registry.flatMap(({ type }) =>
    componentNames(org, type)
      .sort()
      .flatMap((name) => findComponent(org, type, name) ?? [])
  );
  const sobjects = [...org.tables.keys()].filter((one) => !passing.has(one) && rows(org, one).length > 0);
  return {
    components: Object.fromEntries(
      components.map((one) => [`${one.type}:${one.fullName}`, readContent(org, one)])
    ),
    records: Object.fromEntries(
      sobjects.sort().map((sobject) => [
        sobject,
        rows(org, sobject)
          .map((row) => [JSON.stringify(told(row)), told(row)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, row]) => row),
      ])
    ),
    tokens: [...org.calloutTokens.keys()].sort(),
  };
};
