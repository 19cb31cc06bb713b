import JSZip from 'jszip';

/** The files of a package: below `root`, the folder it lies in (`''`, or with its slash at the end). */
export type Archive = { root: string; files: Map<string, Buffer> };

const filesBelow = async (entries: JSZip.JSZipObject[], root: string): Promise<Archive> => {
  const files = new Map<string, Buffer>();
  for (const entry of entries) {
    if (entry.name.startsWith(root))
      files.set(entry.name.slice(root.length), await entry.async('nodebuffer'));
  }
  return { root, files };
};

/**
 * Opens a zip: a single package lies at its top, or below its only folder, as `sf` sends a directory; otherwise each top
 * folder is a package (Metadata API Developer Guide, DeployOptions.singlePackage). Paths are given without that folder.
 * @returns undefined if it is no zip
 */
export const openArchives = async (zip: Buffer, singlePackage: boolean): Promise<Archive[] | undefined> => {
  const opened = await JSZip.loadAsync(zip).catch(() => undefined);
  if (!opened) return undefined;
  const entries = Object.values(opened.files).filter((entry) => !entry.dir);
  const folders = [...new Set(entries.map(({ name }) => /^[^/]+\//.exec(name)?.[0] ?? ''))];
  const [only = ''] = folders.length === 1 ? folders : [];
  const roots = singlePackage ? [only] : folders.filter((folder) => folder !== '');
  return Promise.all(roots.map((root) => filesBelow(entries, root)));
};

/** A file as text; undefined where its bytes are no UTF-8. */
export const asText = (file: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return undefined;
  }
};
