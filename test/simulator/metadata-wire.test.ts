import type { Connection } from '@jsforce/jsforce-node';
import { expect } from 'chai';
import type { Org } from '../../simulator/org.ts';
import { newOrg } from './metadata-fixtures.ts';
import { connect } from './metadata-server.ts';

describe('simulator/metadata over the wire, with the real client', () => {
  let org: Org;
  let changes: string[];
  let conn: Connection;
  let stop: () => void;

  beforeEach(async () => {
    org = newOrg();
    ({ conn, changes, stop } = await connect(org));
  });
  afterEach(() => {
    stop();
  });

  it('creates a certificate and reads it back', async () => {
    const saved = await conn.metadata.create('Certificate', {
      fullName: 'S2S',
      caSigned: false,
      expirationDate: '2030-01-31T00:00:00Z',
      keySize: 2048,
      masterLabel: 'S2S & more',
      privateKeyExportable: false,
    } as never);
    expect(saved).to.deep.include({ fullName: 'S2S', success: true });
    expect(changes).to.deep.equal(['Certificate:S2S']);
    const read: Record<string, unknown> = { ...(await conn.metadata.read('Certificate', 'S2S')) };
    expect(read).to.include({ fullName: 'S2S', masterLabel: 'S2S & more' });
    expect(Buffer.from(String(read.content), 'base64').toString()).to.equal(org.certificates.get('S2S')?.pem);
  });

  it('reads absent components as empty records, in their places', async () => {
    await conn.metadata.create('RemoteSiteSetting', {
      fullName: 'B',
      disableProtocolSecurity: false,
      isActive: true,
      url: 'https://b.example',
    });
    const records = await conn.metadata.read('RemoteSiteSetting', ['A', 'B', 'C']);
    expect(records.map((record) => record.fullName || undefined)).to.deep.equal([undefined, 'B', undefined]);
    const unknown = (await conn.metadata.read('ExternalCredential' as never, 'Nobody')) as {
      fullName?: string;
    };
    expect(unknown.fullName).to.equal(undefined);
  });

  it('upserts, updates, lists, deletes, and tells errors', async () => {
    const made = await conn.metadata.upsert('PermissionSet', [
      { fullName: 'A', label: 'Ä <A> "🙂"' },
    ] as never);
    expect(made).to.have.length(1);
    expect(made[0]).to.deep.include({ fullName: 'A', success: true, created: true, errors: [] });
    const again = await conn.metadata.upsert('PermissionSet', { fullName: 'A', label: 'B' } as never);
    expect(again).to.deep.include({ success: true, created: false });
    const [absent] = await conn.metadata.update('PermissionSet', [
      { fullName: 'Nobody', label: 'B' },
    ] as never[]);
    expect(absent?.success).to.equal(false);
    expect(absent?.errors[0]).to.include({ statusCode: 'INVALID_CROSS_REFERENCE_KEY' });
    const listed = await conn.metadata.list([{ type: 'PermissionSet' }], '66.0');
    expect(listed.map((one) => [one.fullName, one.fileName])).to.deep.equal([
      ['A', 'permissionsets/A.permissionset'],
    ]);
    const [missing] = await conn.metadata.create('PermissionSet', [{ fullName: 'C' }] as never[]);
    expect(missing?.errors[0]).to.include({ message: 'Required field is missing: label' });
    const [gone] = await conn.metadata.delete('PermissionSet', ['A']);
    expect(gone).to.deep.include({
      fullName: 'A',
      success: true,
    });
    expect(changes).to.deep.equal(['PermissionSet:A', 'PermissionSet:A', 'PermissionSet:A']);
    expect((await conn.metadata.describe()).metadataObjects.map((one) => one.suffix)).to.include(
      'ecaGlblOauth'
    );
  });

  const rejected = async (work: PromiseLike<unknown>): Promise<Error & { errorCode?: string }> => {
    try {
      await work;
    } catch (error) {
      return error as Error;
    }
    throw new Error('nothing was refused');
  };

  it('refuses what does not fit the schema, and what is not simulated, with a fault', async () => {
    const wrong = await rejected(
      conn.metadata.create('PermissionSet', { fullName: 'A', typo: '1' } as never)
    );
    expect(wrong.message).to.equal(
      'Element {http://soap.sforce.com/2006/04/metadata}typo invalid at this location in type PermissionSet'
    );
    const nested = { fullName: 'A', label: 'A', classAccesses: { enabled: true, apexClass: 'A' } };
    expect((await rejected(conn.metadata.create('PermissionSet', nested as never))).message).to.include(
      'apexClass invalid at this location'
    );
    const outer = { label: 'A', fullName: 'A' };
    expect(await conn.metadata.create('PermissionSet', outer as never)).to.include({ success: true });
    expect((await rejected(conn.metadata.read('ApexClass', 'A'))).message).to.equal(
      'UNKNOWN_EXCEPTION: not simulated: metadata type ApexClass'
    );
    expect((await rejected(conn.metadata.rename('PermissionSet', 'A', 'B'))).message).to.include(
      'not simulated: renameMetadata'
    );
  });
});
