import JSZip from 'jszip';
import type { Org } from '../org.ts';
import { newId } from '../tables.ts';
import { findComponent, readContent, rulesOf } from './component.ts';
import type { Found } from './component.ts';
import { text, without } from './content.ts';
import { componentsOf, fileProperties } from './list.ts';
import type { FileProperties } from './list.ts';
import type { Manifest } from './manifest.ts';
import { CallProblem } from './problem.ts';
import { fileOf } from './registry.ts';
import { isMetadataType } from './schema.ts';
import { writeFile } from './write.ts';

/** RetrieveResult (Metadata API Developer Guide); a retrieve is done at once. */
export type RetrieveResult = {
  done: true;
  fileProperties: FileProperties[];
  id: string;
  messages: { fileName: string; problem: string }[];
  status: 'Succeeded';
  success: true;
  /** Base64. */
  zipFile: string;
};

type Retrieval = { kind: 'retrieve'; result: RetrieveResult };

/** The files of a component, as they lie in a package. */
const filesOf = (org: Org, component: Found): { name: string; content: string }[] => {
  const content = readContent(org, component);
  const name = fileProperties(org, component).fileName;
  const xml = writeFile(component.type, without(content, 'content'));
  if (!fileOf(component.type)?.contentFile) return [{ name, content: xml }];
  return [
    { name, content: Buffer.from(text(content, 'content') ?? '', 'base64').toString() },
    { name: `${name}-meta.xml`, content: xml },
  ];
};

/** Components that a manifest names, `*` for all of a type, and a complaint for each that cannot be found. */
const select = (
  org: Org,
  { types }: Pick<Manifest, 'types'>
): { components: Found[]; problems: string[] } => {
  const components: Found[] = [];
  const problems: string[] = [];
  for (const { type, members } of types) {
    if (!isMetadataType(type)) {
      problems.push(`Entity type '${type}' is unknown`);
      continue;
    }
    rulesOf(org, type);
    for (const member of members) {
      const found = member === '*' ? componentsOf(org, type) : [findComponent(org, type, member)];
      for (const component of found) {
        if (component) components.push(component);
        else problems.push(`Entity of type '${type}' named '${member}' cannot be found`);
      }
    }
  }
  return {
    components: [...new Map(components.map((one) => [`${one.type}:${one.fullName}`, one])).values()],
    problems,
  };
};

const manifestOf = (components: Found[], version: string): string => {
  const types = [...new Set(components.map(({ type }) => type))];
  return writeFile('Package', {
    types: types.map((name) => ({
      members: components.filter(({ type }) => type === name).map(({ fullName }) => fullName),
      name,
    })),
    version,
  });
};

/**
 * retrieve() of unpackaged components (Metadata API Developer Guide): files as the org tells them, with package.xml,
 * below `unpackaged` unless a single package is asked for.
 * @returns the id to ask with
 * @throws CallProblem for a type that the org does not have or that is not simulated
 */
export const retrieve = async (
  org: Org,
  manifest: Pick<Manifest, 'types'>,
  version: string,
  singlePackage: boolean
): Promise<string> => {
  const folder = singlePackage ? '' : 'unpackaged/';
  const { components, problems } = select(org, manifest);
  const zip = new JSZip();
  for (const { name, content } of components.flatMap((component) => filesOf(org, component))) {
    zip.file(`${folder}${name}`, content, { createFolders: false });
  }
  zip.file(`${folder}package.xml`, manifestOf(components, version), { createFolders: false });
  const id = newId(org, 'RetrieveRequest');
  const result: RetrieveResult = {
    done: true,
    fileProperties: components.map((component) => fileProperties(org, component, folder)),
    id,
    messages: problems.map((problem) => ({ fileName: `${folder}package.xml`, problem })),
    status: 'Succeeded',
    success: true,
    zipFile: await zip.generateAsync({ type: 'base64', compression: 'DEFLATE' }),
  };
  const retrieval: Retrieval = { kind: 'retrieve', result };
  org.deploys.set(id, retrieval);
  return id;
};

/**
 * checkRetrieveStatus().
 * @throws CallProblem for an id that is none of a retrieve
 */
export const retrieveResult = (org: Org, id: string): RetrieveResult => {
  const found = org.deploys.get(id) as Retrieval | undefined;
  if (found?.kind !== 'retrieve')
    throw new CallProblem('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  return found.result;
};
