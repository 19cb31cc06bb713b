import { nameOfOrg, sandboxOf } from '../names.ts';

/** Names of an org from the shortest to the one that no other org has: `acme`, `acme--uat`, its host. */
const namesOf = (origin: string): string[] => {
  const name = nameOfOrg(origin);
  const sandbox = sandboxOf(origin)?.replace(/[^A-Za-z0-9]+/g, '_');
  return [name, sandbox ? `${name}--${sandbox}` : name, hostOf(origin)];
};

/** The host of an origin as the name of a file, e.g. `acme.my.salesforce.com`. */
export const hostOf = (origin: string): string => new URL(origin).host.replace(/[^\w.-]+/g, '_');

/**
 * The folder of an org's source files: its My Domain without the sandbox part, so that sandbox and production are one
 * folder. Where several orgs of that name are linked with each other, or by one hub, the sandbox's name is added.
 * @param origins of the My Domains of all orgs in question, e.g. `https://acme--uat.sandbox.my.salesforce.com`
 */
export const folderOf = (origin: string, origins: string[]): string => {
  const others = origins.filter((other) => other !== origin).map(namesOf);
  const names = namesOf(origin);
  return names.find((name, i) => others.every((other) => other[i] !== name)) ?? names.at(-1)!;
};
