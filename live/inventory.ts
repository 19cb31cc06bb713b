import { isOwnCertificate } from '../src/names.ts';
import { atOrg } from '../src/org/explain.ts';
import { listComponents } from '../src/org/metadata.ts';
import { names } from './names.ts';
import type { LiveOrg } from './orgs.ts';

const types = [
  'Certificate',
  'ExternalCredential',
  'NamedCredential',
  'PermissionSet',
  'ExternalClientApplication',
  'ConnectedApp',
] as const;

const isOfRun = (name: string): boolean =>
  isOwnCertificate(name) || Object.values(names).some((own) => name.startsWith(own));

/** What an org holds that a run may have made, `Type:Name` each, as commands take it. */
export const inventory = async ({ conn, alias }: LiveOrg): Promise<string[]> =>
  Object.entries(await atOrg(alias, conn.instanceUrl, listComponents(conn, types))).flatMap(([type, found]) =>
    found.filter(isOfRun).map((name) => `${type}:${name}`)
  );

/** What is there and was not before, with what takes it away; or that it could not be looked up. */
export const leftBehind = async (org: LiveOrg, before: string[]): Promise<string[]> => {
  const { alias } = org;
  try {
    return (await inventory(org))
      .filter((component) => !before.includes(component))
      .map(
        (component) =>
          `${component} is left in ${alias}. In a Salesforce project: sf project delete source --target-org ${alias} --metadata ${component}`
      );
  } catch (error) {
    return [`Whether something is left in ${alias} could not be seen: ${(error as Error).message}`];
  }
};
