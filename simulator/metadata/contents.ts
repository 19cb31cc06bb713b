import type { Archive } from './archive.ts';
import type { Manifest } from './manifest.ts';
import { fileOf, pathOf, registry } from './registry.ts';
import type { TypeFile } from './registry.ts';
import { isMetadataType } from './schema.ts';

/** A component of a package: its metadata file, and beside it the file with its content where the type has one. */
export type Item = { type: string; fullName: string; path: string; metadata: Buffer; content?: Buffer };

export type Trouble = { type: string; fullName: string; path: string; problem: string };

const manifestFile = /^(package|destructiveChanges(Pre|Post)?)\.xml$/;

const itemOf = (archive: Archive, file: TypeFile, fullName: string): Item | undefined => {
  const path = pathOf(file, fullName);
  const main = archive.files.get(path);
  const metadata = file.contentFile ? archive.files.get(`${path}-meta.xml`) : main;
  if (!main || !metadata) return undefined;
  return { type: file.type, fullName, path, metadata, ...(file.contentFile && { content: main }) };
};

/** Names of the components of a type that lie in an archive. */
const namesIn = (archive: Archive, { directory, suffix }: TypeFile): string[] =>
  [...archive.files.keys()]
    .filter((path) => path.startsWith(`${directory}/`) && path.endsWith(`.${suffix}`))
    .map((path) => path.slice(directory.length + 1, -suffix.length - 1));

const nameIn = (path: string): string =>
  path
    .replace(/^.*\//, '')
    .replace(/-meta\.xml$/, '')
    .replace(/\.[^.]*$/, '');

/**
 * Holds package.xml against the files. What is named and not there, and what is there and not named, is refused (texts
 * seen live); with `allowMissingFiles` what is missing is passed over (Metadata API Developer Guide, DeployOptions).
 * A wildcard names what is there: for a type that is not simulated it names nothing, if no such file is there.
 */
export const contentsOf = (
  archive: Archive,
  manifest: Manifest,
  allowMissingFiles: boolean
): { items: Item[]; troubles: Trouble[] } => {
  const items = new Map<string, Item>();
  const troubles: Trouble[] = [];
  const inManifest = (type: string, fullName: string, problem: string): void => {
    troubles.push({ type, fullName, path: 'package.xml', problem });
  };
  const unsimulated: string[] = [];
  const refused = new Set<string>();
  for (const { type, members } of manifest.types) {
    const file = fileOf(type);
    if (!isMetadataType(type)) inManifest('', '', `Unknown type name '${type}' specified in package.xml`);
    else if (!file) {
      unsimulated.push(type);
      for (const name of members.filter((member) => member !== '*')) {
        refused.add(name);
        inManifest(type, name, `not simulated: metadata type ${type}`);
      }
    } else {
      for (const name of members.flatMap((member) => (member === '*' ? namesIn(archive, file) : [member]))) {
        const item = itemOf(archive, file, name);
        if (item) items.set(item.path, item);
        else if (!allowMissingFiles) {
          inManifest(
            type,
            name,
            `An object '${name}' of type ${type} was named in package.xml, but was not found in zipped directory`
          );
        }
      }
    }
  }
  const named = new Set([...items.keys()].flatMap((path) => [path, `${path}-meta.xml`]));
  for (const path of archive.files.keys()) {
    if (named.has(path) || manifestFile.test(path)) continue;
    const file = registry.find(({ directory }) => path.startsWith(`${directory}/`));
    if (!file && refused.has(nameIn(path))) continue;
    const problem =
      file || unsimulated.length === 0
        ? 'Not in package.xml'
        : `not simulated: metadata types ${unsimulated.join(', ')}`;
    troubles.push({ type: file?.type ?? '', fullName: nameIn(path), path, problem });
  }
  return { items: [...items.values()], troubles };
};
