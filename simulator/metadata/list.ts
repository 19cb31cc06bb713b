import type { Org } from '../org.ts';
import { componentNames, findComponent, isAvailable, rulesOf } from './component.ts';
import type { Found } from './component.ts';
import { userName } from './deployResult.ts';
import { CallProblem } from './problem.ts';
import { fileOf, pathOf, registry } from './registry.ts';
import type { TypeFile } from './registry.ts';

/** FileProperties (Metadata API Developer Guide). */
export type FileProperties = {
  createdById: string;
  createdByName: string;
  createdDate: string;
  fileName: string;
  fullName: string;
  id: string;
  lastModifiedById: string;
  lastModifiedByName: string;
  lastModifiedDate: string;
  manageableState: 'unmanaged';
  type: string;
};

/** Properties of a component's file below a folder. */
export const fileProperties = (org: Org, component: Found, folder = ''): FileProperties => ({
  createdById: org.adminId,
  createdByName: userName(org, org.adminId),
  createdDate: new Date(component.createdAt).toISOString(),
  fileName: `${folder}${pathOf(fileOf(component.type) as TypeFile, component.fullName)}`,
  fullName: component.fullName,
  id: component.id,
  lastModifiedById: org.adminId,
  lastModifiedByName: userName(org, org.adminId),
  lastModifiedDate: new Date(component.changedAt).toISOString(),
  manageableState: 'unmanaged',
  type: component.type,
});

/** All components of a type. */
export const componentsOf = (org: Org, type: string): Found[] =>
  componentNames(org, type).flatMap((fullName) => findComponent(org, type, fullName) ?? []);

/**
 * listMetadata() (Metadata API Developer Guide): at most three types in a call.
 * @throws CallProblem for more, or for a type that is not there
 */
export const listMetadata = (org: Org, types: string[]): FileProperties[] => {
  if (types.length > 3) {
    throw new CallProblem(
      'EXCEEDED_ID_LIMIT',
      'record limit reached. cannot submit more than 3 queries into this call'
    );
  }
  return types.flatMap((type) => {
    rulesOf(org, type);
    return componentsOf(org, type).map((component) => fileProperties(org, component));
  });
};

/** DescribeMetadataResult (Metadata API Developer Guide). */
export type DescribeMetadataResult = {
  metadataObjects: {
    directoryName: string;
    inFolder: boolean;
    metaFile: boolean;
    suffix: string;
    xmlName: string;
  }[];
  organizationNamespace: string;
  partialSaveAllowed: boolean;
  testRequired: boolean;
};

/** describeMetadata() (Metadata API Developer Guide): the types that the org has, as far as they are simulated. */
export const describeMetadata = (org: Org): DescribeMetadataResult => ({
  metadataObjects: registry
    .filter(({ type }) => isAvailable(org, type))
    .map(({ type, directory, suffix, contentFile }) => ({
      directoryName: directory,
      inFolder: false,
      metaFile: contentFile === true,
      suffix,
      xmlName: type,
    })),
  organizationNamespace: '',
  partialSaveAllowed: org.kind !== 'production',
  testRequired: org.kind === 'production',
});
