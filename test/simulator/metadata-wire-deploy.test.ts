import type { Connection } from '@jsforce/jsforce-node';
import { expect } from 'chai';
import JSZip from 'jszip';
import type { Org } from '../../simulator/org.ts';
import {
  addCertificate,
  deployFiles,
  file,
  hubFiles,
  newOrg,
  problems,
  spokeFiles,
  zipOf,
} from './metadata-fixtures.ts';
import { connect } from './metadata-server.ts';

describe('simulator/metadata deploys and retrieves over the wire, with the real client', () => {
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

  for (const rest of [false, true]) {
    it(`deploys over ${rest ? 'REST' : 'SOAP'} and tells the result`, async () => {
      await addCertificate(org);
      const zip = await zipOf(hubFiles());
      const options = { rollbackOnError: true, singlePackage: true };
      const started = await (rest
        ? conn.metadata.deployRest(zip, options)
        : conn.metadata.deploy(zip, options));
      expect(started.id).to.match(/^0Af\w{15}$/);
      expect(changes).to.deep.equal([
        'ExternalCredential:Spoke',
        'NamedCredential:Spoke',
        'PermissionSet:Use_Spoke',
      ]);
      const result = await conn.metadata.checkDeployStatus(started.id ?? '', true, rest);
      expect(result).to.include({
        done: true,
        success: true,
        status: 'Succeeded',
        numberComponentsDeployed: 3,
      });
      expect(result.details.componentSuccesses.map((one) => one.fullName)).to.deep.equal([
        'package.xml',
        'Spoke',
        'Spoke',
        'Use_Spoke',
      ]);
      const brief = await conn.metadata.checkDeployStatus(started.id ?? '', false, rest);
      expect(brief.details?.componentSuccesses ?? []).to.deep.equal([]);
    });

    it(`tells failures over ${rest ? 'REST' : 'SOAP'}`, async () => {
      const zip = await zipOf({
        'permissionsets/A.permissionset': file('PermissionSet', '<label>A</label>\n<typo/>'),
      });
      const options = { rollbackOnError: true, singlePackage: true };
      const started = await (rest
        ? conn.metadata.deployRest(zip, options)
        : conn.metadata.deploy(zip, options));
      const result = await conn.metadata.checkDeployStatus(started.id ?? '', true, rest);
      expect(result).to.include({ done: true, success: false, status: 'Failed', numberComponentErrors: 1 });
      expect(result.details.componentFailures[0]).to.include({
        componentType: 'PermissionSet',
        problemType: 'Error',
        success: false,
        lineNumber: 4,
        columnNumber: 8,
      });
      expect(changes).to.deep.equal([]);
    });
  }

  it('retrieves files that deploy again unchanged', async () => {
    await addCertificate(org);
    await deployFiles(org, hubFiles());
    await deployFiles(org, spokeFiles(await addCertificate(newOrg())));
    const types = [
      'ExternalCredential',
      'NamedCredential',
      'PermissionSet',
      'ExternalClientApplication',
      'ExtlClntAppOauthSettings',
      'ExtlClntAppGlobalOauthSettings',
      'ExtlClntAppOauthConfigurablePolicies',
      'ExtlClntAppConfigurablePolicies',
    ];
    const unpackaged = {
      types: [
        ...types.map((name) => ({ members: ['*'], name })),
        { members: ['Nobody'], name: 'Certificate' },
      ],
      version: '66.0',
    };
    const started = await conn.metadata.retrieve({
      apiVersion: '66.0',
      singlePackage: true,
      unpackaged,
    } as never);
    const result = await conn.metadata.checkRetrieveStatus(started.id ?? '');
    expect(result).to.include({ done: true, success: true });
    expect(result.messages.map((one) => one.problem)).to.deep.equal([
      "Entity of type 'Certificate' named 'Nobody' cannot be found",
    ]);
    const zip = await JSZip.loadAsync(result.zipFile, { base64: true });
    const files: Record<string, string> = {};
    for (const entry of Object.values(zip.files)) files[entry.name] = await entry.async('string');
    expect(Object.keys(files)).to.have.length(10);
    const again = await deployFiles(org, files);
    expect(problems(again)).to.deep.equal([]);
    expect(again.changes).to.deep.equal([]);
  });

  it('retrieves a certificate as two files', async () => {
    await addCertificate(org);
    const unpackaged = { types: [{ members: ['Hub_Key'], name: 'Certificate' }], version: '66.0' };
    const started = await conn.metadata.retrieve({ apiVersion: '66.0', unpackaged } as never);
    const { zipFile } = await conn.metadata.checkRetrieveStatus(started.id ?? '');
    const zip = await JSZip.loadAsync(zipFile, { base64: true });
    expect(await zip.file('unpackaged/certs/Hub_Key.crt')?.async('string')).to.equal(
      org.certificates.get('Hub_Key')?.pem
    );
    const meta = await zip.file('unpackaged/certs/Hub_Key.crt-meta.xml')?.async('string');
    expect(meta).to.include('    <keySize>2048</keySize>\n').and.not.to.include('<content>');
  });
});
