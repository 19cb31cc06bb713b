import { misplaced, ParseProblem } from './problem.ts';
import { namespace } from './write.ts';
import type { XmlElement } from './xml.ts';
import { parseXml, textOf } from './xml.ts';

/** A package.xml or destructiveChanges.xml: what it names, and the API version it is written for. */
export type Manifest = { types: { type: string; members: string[] }[]; version: string | undefined };

const elements = new Set([
  'apiAccessLevel',
  'description',
  'fullName',
  'namespacePrefix',
  'objectPermissions',
  'packageType',
  'postInstallClass',
  'setupWeblink',
  'types',
  'uninstallClass',
  'version',
]);

/**
 * Reads a manifest (Metadata API Developer Guide, "Sample package.xml Manifest Files").
 * @throws ParseProblem
 */
export const readManifest = (document: string): Manifest => {
  const root = parseXml(document);
  if (root.name !== 'Package' || root.namespace !== namespace) throw misplaced(root, 'Package');
  return { types: typesOf(root), version: textOf(root, 'version') };
};

/**
 * The types and members of a package, in a file or in a retrieve call.
 * @throws ParseProblem
 */
export const typesOf = (root: XmlElement): Manifest['types'] => {
  const unknown = root.children.find((child) => !elements.has(child.name));
  if (unknown) throw misplaced(unknown, 'Package');
  return root.children
    .filter((child) => child.name === 'types')
    .map((types) => {
      const wrong = types.children.find((child) => child.name !== 'members' && child.name !== 'name');
      if (wrong) throw misplaced(wrong, 'PackageTypeMembers');
      const type = textOf(types, 'name');
      if (type === undefined || type === '') {
        throw new ParseProblem('Required field is missing: name', types.line, types.column, 'value');
      }
      const members = types.children
        .filter((child) => child.name === 'members')
        .map((child) => child.text.trim());
      return { type, members };
    });
};
