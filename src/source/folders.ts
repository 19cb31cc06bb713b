import { asFileName, nameOfOrg, sandboxOf } from '../names.ts';

/** Names of an org from the shortest to the one that no other org has: `acme`, `acme--uat`, its host. */
const namesOf = (origin: string): string[] => {
  const name = asFileName(nameOfOrg(origin));
  const sandbox = sandboxOf(origin)?.replace(/[^A-Za-z0-9]+/g, '_');
  return [name, sandbox ? `${name}--${sandbox}` : name, hostOf(origin)];
};

/** The host of an origin as the name of a file, e.g. `acme.my.salesforce.com`. */
export const hostOf = (origin: string): string =>
  asFileName(new URL(origin).host.replace(/^\.+|[^\w.-]+/g, '_'));

/**
 * The folders of the source files of some orgs: an org's My Domain without the sandbox part, so that sandbox and
 * production are one folder. Where several orgs of that name are linked with each other, or by one hub, the sandbox's name
 * is added.
 * @param origins of the My Domains of all orgs in question, e.g. `https://acme--uat.sandbox.my.salesforce.com`
 * @returns folders by origin
 */
export const foldersOf = (origins: string[]): Map<string, string> => {
  const all = new Map(origins.map((origin) => [origin, namesOf(origin)]));
  const counts = [0, 1, 2].map((level) => {
    const count = new Map<string, number>();
    for (const names of all.values()) count.set(names[level], (count.get(names[level]) ?? 0) + 1);
    return count;
  });
  const folderOf = (names: string[]): string =>
    names.find((name, level) => counts[level].get(name) === 1) ?? names.at(-1)!;
  return new Map([...all].map(([origin, names]) => [origin, folderOf(names)]));
};
