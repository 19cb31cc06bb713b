import type { Org } from '../org.ts';
import { asText } from './archive.ts';
import type { Archive } from './archive.ts';
import { readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { MetadataProblem } from './problem.ts';

/** The manifest of a package and those of what it deletes, before and after. */
export type Manifests = { main: Manifest; pre: Manifest[]; post: Manifest[] };

/**
 * Reads the manifests of an archive.
 * @throws MetadataProblem if there is no package.xml
 * @throws ParseProblem
 */
export const readManifests = (archive: Archive): Manifests => {
  const read = (path: string): Manifest[] => {
    const file = archive.files.get(path);
    return file ? [readManifest(asText(file) ?? '')] : [];
  };
  const main = read('package.xml')[0];
  if (!main) throw new MetadataProblem('UNKNOWN_EXCEPTION', 'No package.xml found');
  return {
    main,
    // What destructiveChanges.xml names goes before anything is added (Metadata API Developer Guide).
    pre: [...read('destructiveChanges.xml'), ...read('destructiveChangesPre.xml')],
    post: read('destructiveChangesPost.xml'),
  };
};

/** The newest API version whose elements are known (newer.ts). */
const newestVersion = 68;

/**
 * The API version that a package is written for, the org's newest without one.
 * @throws MetadataProblem for what is no version, or one that is not out yet; no source gives the text
 */
export const versionOf = (org: Org, { version }: Manifest): number => {
  if (version === undefined || version === '') return Number(org.apiVersions.at(-1));
  if (!/^\d{1,3}(\.0)?$/.test(version) || Number(version) > newestVersion) {
    throw new MetadataProblem('UNSUPPORTED_API_VERSION', `Invalid version in package.xml: ${version}`);
  }
  return Number(version);
};
