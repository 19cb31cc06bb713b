import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import {
  createMetadata,
  deleteMetadata,
  readMetadata,
  updateMetadata,
} from '../../simulator/metadata/crud.ts';
import type { Metadata } from '../../simulator/metadata/crud.ts';
import { describeMetadata, listMetadata } from '../../simulator/metadata/list.ts';
import { addCertificate, deployFiles, hubFiles, newOrg } from './metadata-fixtures.ts';

const set = (fullName: string, label = fullName): Metadata => ({
  type: 'PermissionSet',
  fullName,
  body: { label },
});
const caught = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
};

describe('simulator/metadata: CRUD', () => {
  it('creates, updates, reads, deletes; absent ones are undefined or refused', async () => {
    const org = newOrg();
    expect((await createMetadata(org, [set('A')])).changes).to.deep.equal(['PermissionSet:A']);
    expect((await updateMetadata(org, [set('A')])).changes).to.deep.equal([]);
    expect((await updateMetadata(org, [set('A', 'New')])).changes).to.deep.equal(['PermissionSet:A']);
    const absent = await updateMetadata(org, [set('B')]);
    expect(absent.results[0]).to.deep.equal({
      errors: [
        {
          fields: ['fullName'],
          message: 'In field: fullName - no PermissionSet named B found',
          statusCode: 'INVALID_CROSS_REFERENCE_KEY',
        },
      ],
      fullName: 'B',
      success: false,
    });
    const read = readMetadata(org, 'PermissionSet', ['B', 'A']);
    expect(read[0]).to.equal(undefined);
    expect(read[1]).to.include({ fullName: 'A', label: 'New' });
    expect(deleteMetadata(org, 'PermissionSet', ['A', 'B']).results.map((one) => one.success)).to.deep.equal([
      true,
      false,
    ]);
  });

  it('one refusal leaves the others, unless all or none is asked', async () => {
    const org = newOrg();
    const items = [set('A'), set('B'.repeat(81)), set('C')];
    const all = await createMetadata(org, items, { allOrNone: true });
    expect(all.results.map((one) => one.errors[0]?.statusCode)).to.deep.equal([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'STRING_TOO_LONG',
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    ]);
    expect(all.changes).to.deep.equal([]);
    expect(org.components.size).to.equal(0);
    expect((await createMetadata(org, items)).results.map((one) => one.success)).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it('takes ten components a call, and only types there are', async () => {
    const org = newOrg();
    const many = Array.from({ length: 11 }, (_, i) => set(`A${i}`));
    expect(await caught(() => createMetadata(org, many))).to.include({ statusCode: 'EXCEEDED_ID_LIMIT' });
    expect(
      await caught(() =>
        readMetadata(
          org,
          'PermissionSet',
          many.map((one) => one.fullName)
        )
      )
    ).to.include({ statusCode: 'EXCEEDED_ID_LIMIT' });
    expect(await caught(() => readMetadata(org, 'Nonsense', ['A']))).to.include({
      statusCode: 'INVALID_TYPE',
    });
    expect(await caught(() => readMetadata(org, 'ApexClass', ['A']))).to.have.property(
      'message',
      'not simulated: metadata type ApexClass'
    );
    const off = newOrg({ externalClientApps: false });
    expect(await caught(() => readMetadata(off, 'ExternalClientApplication', ['A']))).to.include({
      statusCode: 'INVALID_TYPE',
      message: 'This type of metadata is not available for this organization',
    });
  });

  it('makes the OAuth policy of an app with its OAuth settings', async () => {
    const org = newOrg();
    await createMetadata(org, [{ type: 'ExternalClientApplication', fullName: 'App', body: {} }]);
    const made = await createMetadata(org, [
      { type: 'ExtlClntAppOauthSettings', fullName: 'App_oauth', body: { externalClientApplication: 'App' } },
    ]);
    expect(made.changes).to.deep.equal([
      'ExtlClntAppOauthSettings:App_oauth',
      'ExtlClntAppOauthConfigurablePolicies:App_oauthPlcy',
    ]);
    const removed = deleteMetadata(org, 'ExternalClientApplication', ['App']);
    expect(removed.changes).to.have.members(['ExternalClientApplication:App', ...made.changes]);
    expect(org.components.size).to.equal(0);
  });

  it('keeps access to a principal through a change of its credential', async () => {
    const org = newOrg();
    await addCertificate(org);
    await deployFiles(org, hubFiles());
    const access = rows(org, 'SetupEntityAccess').map((row) => row.Id);
    const [credential] = readMetadata(org, 'ExternalCredential', ['Spoke']);
    await updateMetadata(org, [
      { type: 'ExternalCredential', fullName: 'Spoke', body: { ...credential, label: 'New' } },
    ]);
    expect(rows(org, 'SetupEntityAccess').map((row) => row.Id)).to.deep.equal(access);
    expect(
      readMetadata(org, 'PermissionSet', ['Use_Spoke'])[0]?.externalCredentialPrincipalAccesses
    ).to.deep.equal([{ enabled: 'true', externalCredentialPrincipal: 'Spoke-Link-User' }]);
  });

  it('gives the defaults of a named credential', async () => {
    const org = newOrg();
    await addCertificate(org);
    await deployFiles(org, hubFiles());
    const [read] = readMetadata(org, 'NamedCredential', ['Spoke']);
    expect(Object.keys(read ?? {})).to.deep.equal([
      'fullName',
      'allowMergeFieldsInBody',
      'allowMergeFieldsInHeader',
      'calloutStatus',
      'generateAuthorizationHeader',
      'label',
      'namedCredentialParameters',
      'namedCredentialType',
    ]);
    expect(read).to.include({
      allowMergeFieldsInBody: 'false',
      calloutStatus: 'Enabled',
      generateAuthorizationHeader: 'true',
    });
  });

  it('lists and describes', async () => {
    const org = newOrg({ now: () => 1_780_000_000_000 });
    await createMetadata(org, [set('A')]);
    const [properties, ...others] = listMetadata(org, ['PermissionSet', 'Certificate']);
    expect(others).to.deep.equal([]);
    expect(properties).to.include({
      fullName: 'A',
      fileName: 'permissionsets/A.permissionset',
      type: 'PermissionSet',
      createdDate: '2026-05-28T20:26:40.000Z',
      createdById: org.adminId,
      id: rows(org, 'PermissionSet').find((row) => row.Name === 'A')?.Id,
    });
    const types = describeMetadata(org).metadataObjects.map((one) => one.xmlName);
    expect(types).to.include.members(['Certificate', 'ExternalCredential', 'ConnectedApp']);
    expect(
      describeMetadata(newOrg({ externalClientApps: false })).metadataObjects.map((one) => one.xmlName)
    ).to.not.include('ExternalClientApplication');
  });
});
