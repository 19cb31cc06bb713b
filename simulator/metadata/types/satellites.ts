import type { Component, Node, Org } from '../../org.ts';
import { deleteRows, newId } from '../../tables.ts';
import { text } from '../content.ts';
import { MetadataProblem, noSuch } from '../problem.ts';
import { developerRow } from '../records.ts';
import { checkLength } from '../values.ts';

/** Name of the external client app that a component belongs to. */
export const appNameOf = (body: Node): string => text(body, 'externalClientApplication') ?? '';

/** The components of a type that belong to an app. */
export const satelliteOf = (org: Org, type: string, app: string): Component | undefined =>
  [...org.components.values()].find((one) => one.type === type && appNameOf(one.body) === app);

/**
 * Refuses a component of an app that does not exist, and the second one of its type for an app: Salesforce keeps one
 * record each (text seen live for OAuth policies).
 * @throws MetadataProblem
 */
export const checkSatellite = (org: Org, type: string, fullName: string, body: Node): void => {
  const app = appNameOf(body);
  checkLength('Label', text(body, 'label'), 80);
  if (!developerRow(org, 'ExternalClientApplication', app)) {
    throw noSuch('externalClientApplication', 'ExternalClientApplication', app);
  }
  const existing = org.components.get(`${type}:${fullName}`);
  if (existing && appNameOf(existing.body) !== app) {
    // No source says so: the stricter reading.
    throw new MetadataProblem(
      'FIELD_INTEGRITY_EXCEPTION',
      `${fullName} belongs to the external client app ${appNameOf(existing.body)}`,
      ['externalClientApplication']
    );
  }
  const other = satelliteOf(org, type, app);
  if (other && other.fullName !== fullName) {
    throw new MetadataProblem(
      'DUPLICATE_VALUE',
      `duplicate value found: ExternalClientApplicationId duplicates value on ${other.fullName}`,
      ['ExternalClientApplicationId']
    );
  }
};

/** Id of a component that has no record one can query. */
export const satelliteId = (org: Org, type: string, fullName: string): string =>
  org.components.get(`${type}:${fullName}`)?.id ?? newId(org, type);

/** Takes away what belongs to an app: it goes with the app. */
export const removeSatellites = (org: Org, app: string): void => {
  for (const [key, component] of org.components) {
    if (!component.type.startsWith('ExtlClnt') || appNameOf(component.body) !== app) continue;
    org.components.delete(key);
    for (const sobject of ['ExtlClntAppOauthSettings', 'ExtlClntAppOauthPlcyCnfg']) {
      deleteRows(org, sobject, (row) => row.Id === component.id);
    }
  }
};

/** A component of an app that still exists cannot go alone here: what Salesforce answers is not known. */
export const removeAlone = (type: string) => (): never => {
  throw new MetadataProblem(
    'UNKNOWN_EXCEPTION',
    `not simulated: deleting ${type} without its external client app`
  );
};
