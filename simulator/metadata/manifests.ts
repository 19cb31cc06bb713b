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
