import JSZip from 'jszip';

/** The files of a package: below `root`, the one top folder there may be (`''`, or with its slash at the end). */
export type Archive = { root: string; files: Map<string, Buffer> };

/**
 * Opens a zip. The package lies at its top or below one top folder, as `sf` sends a `--metadata-dir`; paths are given
 * without that folder.
 * @returns undefined if it is no zip
 */
export const openArchive = async (zip: Buffer): Promise<Archive | undefined> => {
  const opened = await JSZip.loadAsync(zip).catch(() => undefined);
  if (!opened) return undefined;
  const entries = Object.values(opened.files).filter((entry) => !entry.dir);
  const names = entries.map((entry) => entry.name);
  const manifest = names.includes('package.xml')
    ? 'package.xml'
    : names.find((name) => /^[^/]+\/package\.xml$/.test(name));
  const root = manifest?.replace(/package\.xml$/, '') ?? '';
  const files = new Map<string, Buffer>();
  for (const entry of entries) {
    if (entry.name.startsWith(root))
      files.set(entry.name.slice(root.length), await entry.async('nodebuffer'));
  }
  return { root, files };
};

/** A file as text; undefined where its bytes are no UTF-8. */
export const asText = (file: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return undefined;
  }
};
