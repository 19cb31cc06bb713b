import { expect } from 'chai';
import { createMetadata, deleteMetadata } from '../../simulator/metadata/crud.ts';
import { deploy } from '../../simulator/metadata/deploy.ts';
import { deployResult } from '../../simulator/metadata/deployResult.ts';
import type { Org } from '../../simulator/org.ts';
import { insertRow, rows } from '../../simulator/tables.ts';
import {
  addCertificate,
  deployFiles,
  hub,
  hubFiles,
  label,
  manifest,
  newOrg,
  problems,
  spokeFiles,
  zipOf,
} from './metadata-fixtures.ts';

/** A user with the profile Standard User and some user permissions. */
const userWith = (org: Org, ...permissions: string[]): string => {
  const profile = rows(org, 'Profile').find((one) => one.Name === 'Standard User');
  const { Id: userId } = insertRow(org, 'User', { Username: 'dev@hub.example', ProfileId: profile?.Id });
  const granted = Object.fromEntries(permissions.map((name) => [`Permissions${name}`, true]));
  const { Id } = insertRow(org, 'PermissionSet', { Name: 'Dev', IsOwnedByProfile: false, ...granted });
  insertRow(org, 'PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: Id });
  return userId;
};

describe('simulator/metadata: who may write which type', () => {
  const typesRefused = async (
    org: Org,
    files: Record<string, string>,
    ...permissions: string[]
  ): Promise<string[]> => {
    const options = { singlePackage: true, rollbackOnError: true };
    const { id } = await deploy(org, await zipOf(files), options, userWith(org, ...permissions));
    return deployResult(org, id)
      .details.componentFailures.filter(({ problem }) => problem?.startsWith('insufficient access rights'))
      .map(({ componentType }) => componentType);
  };

  it('a hub takes Manage Named Credentials or Customize Application, and Manage Profiles and Permission Sets', async () => {
    expect(await typesRefused(await hub(), hubFiles())).to.have.members([
      'ExternalCredential',
      'NamedCredential',
      'PermissionSet',
    ]);
    const customizer = await typesRefused(await hub(), hubFiles(), 'CustomizeApplication');
    expect(customizer).to.deep.equal(['PermissionSet']);
    const both = ['ManageNamedCredentials', 'ManageProfilesPermissionsets'];
    expect(await typesRefused(await hub(), hubFiles(), ...both)).to.deep.equal([]);
  });

  it('a spoke takes the developer and the administrator of external client apps', async () => {
    const files = spokeFiles(await addCertificate(newOrg()));
    const developer = ['ManageProfilesPermissionsets', 'ExternalClientAppDeveloper'];
    expect(await typesRefused(newOrg(), files, ...developer)).to.have.members([
      'ExtlClntAppConfigurablePolicies',
      'ExtlClntAppOauthConfigurablePolicies',
    ]);
    expect(await typesRefused(newOrg(), files, ...developer, 'ExternalClientAppAdmin')).to.deep.equal([]);
  });

  it('deleting takes the same', async () => {
    const org = newOrg();
    await deployFiles(org, { 'permissionsets/A.permissionset': label('A') });
    const files = {
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ PermissionSet: ['A'] }),
    };
    expect(await typesRefused(org, files)).to.deep.equal(['PermissionSet']);
    expect(problems(await deployFiles(org, files))).to.deep.equal([]);
  });

  it('CRUD calls take the same', async () => {
    const org = newOrg();
    const userId = userWith(org);
    const set = { type: 'PermissionSet', fullName: 'A', body: { label: 'A' } };
    const certificate = { type: 'Certificate', fullName: 'A', body: { caSigned: 'false', masterLabel: 'A' } };
    const { results } = await createMetadata(org, [set, certificate], { userId });
    const codes = results.map(({ errors }) => errors[0]?.statusCode);
    expect(codes).to.deep.equal(['INSUFFICIENT_ACCESS', 'INSUFFICIENT_ACCESS']);
    await createMetadata(org, [set]);
    expect(deleteMetadata(org, 'PermissionSet', ['A'], { userId }).results[0]?.success).to.equal(false);
  });
});
