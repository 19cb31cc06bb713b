import { expect } from 'chai';
import { Connection } from '@jsforce/jsforce-node';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { rows } from '../../simulator/tables.ts';
import { startLinked } from './link-fixtures.ts';
import type { Spoke } from './link-fixtures.ts';
import { connectedAppFile, deployFiles, label, manifest, zipOf } from './metadata-fixtures.ts';
import { remove } from './record-fixtures.ts';
import { refusal, rowWith, start, stopAll } from './server-fixtures.ts';

let hub: SimulatedOrg;
let spoke: Spoke;

const connection = ({ url, accessToken }: SimulatedOrg): Connection =>
  new Connection({ instanceUrl: url, accessToken, version: '66.0', maxRequest: 1 });

/** What deleteMetadata says about one component: nothing if it is gone. */
const deletion = async (org: SimulatedOrg, type: string, name: string): Promise<string | undefined> => {
  const [result] = [await connection(org).metadata.delete(type, [name])].flat();
  return [result.errors].flat()[0]?.message;
};

/** A deploy over REST, as the plugin sends it; gives its result. */
const deployOverRest = async (org: SimulatedOrg, files: Record<string, string>, options = {}) => {
  const { metadata } = connection(org);
  const asked = { rollbackOnError: true, singlePackage: true, ...options };
  const { id } = await metadata.deployRest(await zipOf(files), asked);
  return metadata.checkDeployStatus(id ?? '', true, true);
};

const service = `<?xml version="1.0" encoding="UTF-8"?>
<ExternalServiceRegistration xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Orders</label>
    <namedCredentialReference>Spoke</namedCredentialReference>
    <schemaType>OpenApi3</schemaType>
    <status>Complete</status>
</ExternalServiceRegistration>`;
const serviceFile = { 'externalServiceRegistrations/Orders.externalServiceRegistration': service };

const unassign = async (org: SimulatedOrg, permissionSet: string): Promise<void> => {
  const set = rowWith(org.org, 'PermissionSet', { Name: permissionSet });
  const { Id } = rowWith(org.org, 'PermissionSetAssignment', { PermissionSetId: set.Id });
  expect((await remove(org, 'PermissionSetAssignment', Id)).status).to.equal(204);
};

describe('Deleting the parts of a link', () => {
  beforeEach(async () => {
    ({ hub, spoke } = await startLinked());
  });
  afterEach(stopAll);

  it('on the hub, in an order that works', async () => {
    await unassign(hub, 'Use_Spoke');
    for (const [type, name] of [
      ['NamedCredential', 'Spoke'],
      ['ExternalCredential', 'Spoke'],
      ['PermissionSet', 'Use_Spoke'],
      ['Certificate', 'Hub_Key'],
    ])
      expect(await deletion(hub, type, name), type).to.equal(undefined);
    expect(hub.org.components.size).to.equal(0);
    expect(rows(hub.org, 'SetupEntityAccess')).to.deep.equal([]);
  });

  it('on the hub, not while something refers to them', async () => {
    await deployFiles(hub.org, serviceFile);
    const inUse = /referenced elsewhere in salesforce\.com/;
    expect(await deletion(hub, 'Certificate', 'Hub_Key')).to.match(inUse);
    expect(await deletion(hub, 'ExternalCredential', 'Spoke')).to.match(inUse);
    expect(await deletion(hub, 'NamedCredential', 'Spoke')).to.match(
      /referenced .*External Service - Orders/
    );
    expect(await deletion(hub, 'PermissionSet', 'Use_Spoke')).to.match(/assigned to users/);
    const { Id } = rowWith(hub.org, 'PermissionSet', { Name: 'Use_Spoke' });
    expect(refusal(await remove(hub, 'PermissionSet', Id))).to.match(/^DELETE_FAILED/);
    expect(hub.org.components.size).to.equal(5);
    expect(await deletion(hub, 'ExternalServiceRegistration', 'Orders')).to.equal(undefined);
    expect(await deletion(hub, 'NamedCredential', 'Spoke')).to.equal(undefined);
  });

  it('on the spoke: the app takes all that belongs to it along, then the permission set can go', async () => {
    await unassign(spoke, 'Hub_Access');
    expect(await deletion(spoke, 'PermissionSet', 'Hub_Access')).to.match(/policies of the app Hub/);
    const { Id } = rowWith(spoke.org, 'PermissionSet', { Name: 'Hub_Access' });
    expect(refusal(await remove(spoke, 'PermissionSet', Id))).to.match(/policies of the app Hub/);
    expect(await deletion(spoke, 'ExternalClientApplication', 'Hub')).to.equal(undefined);
    expect([...spoke.org.components.keys()]).to.deep.equal(['PermissionSet:Hub_Access']);
    expect(await deletion(spoke, 'PermissionSet', 'Hub_Access')).to.equal(undefined);
    for (const sobject of ['SetupEntityAccess', 'ExternalClientApplication', 'ExtlClntAppOauthPlcyCnfg'])
      expect(rows(spoke.org, sobject), sobject).to.deep.equal([]);
  });

  it('a connected app too', async () => {
    const org = await start({ settings: { connectedAppCreation: true } });
    const pem = hub.org.certificates.get('Hub_Key')!.pem;
    await deployFiles(org.org, {
      'permissionsets/Hub_Access.permissionset': label('Hub Access'),
      'connectedApps/Hub.connectedApp': connectedAppFile(
        pem,
        '<permissionSetName>Hub Access</permissionSetName>'
      ),
    });
    expect(await deletion(org, 'PermissionSet', 'Hub_Access')).to.match(/policies of the app Hub/);
    expect(await deletion(org, 'ConnectedApp', 'Hub')).to.equal(undefined);
    expect(await deletion(org, 'PermissionSet', 'Hub_Access')).to.equal(undefined);
    expect(rows(org.org, 'ConnectedApplication')).to.deep.equal([]);
  });

  for (const name of ['destructiveChanges.xml', 'destructiveChangesPost.xml'])
    it(`by ${name} beside an empty package.xml, over REST, past the recycle bin`, async () => {
      await unassign(hub, 'Use_Spoke');
      const files = {
        'package.xml': manifest({}),
        [name]: manifest({
          ExternalCredential: ['Spoke'],
          NamedCredential: ['Spoke'],
          PermissionSet: ['Use_Spoke'],
        }),
      };
      const result = await deployOverRest(hub, files, { purgeOnDelete: true });
      expect(result).to.include({ success: true, status: 'Succeeded', numberComponentsDeployed: 3 });
      expect(result.details?.componentSuccesses.filter(({ deleted }) => deleted).length).to.equal(3);
      expect([...hub.org.components.keys()]).to.deep.equal(['Certificate:Hub_Key']);
      expect(hub.log.at(-2)?.changes).to.have.members([
        'NamedCredential:Spoke',
        'ExternalCredential:Spoke',
        'PermissionSet:Use_Spoke',
      ]);
    });

  it('together with additions: what destructiveChangesPost.xml names goes when nothing needs it any more', async () => {
    await deployFiles(hub.org, serviceFile);
    const other = {
      'externalServiceRegistrations/Orders.externalServiceRegistration': service.replace(/ *<namedC.*\n/, ''),
    };
    const named = manifest({ NamedCredential: ['Spoke'] });
    const early = await deployOverRest(hub, { ...other, 'destructiveChangesPre.xml': named });
    expect(early).to.include({ success: false, status: 'Failed' });
    expect(hub.org.components.has('NamedCredential:Spoke')).to.equal(true);
    const late = await deployOverRest(hub, { ...other, 'destructiveChangesPost.xml': named });
    expect(late).to.include({ success: true });
    expect(hub.org.components.has('NamedCredential:Spoke')).to.equal(false);
  });

  it('by wildcard: not in what is deleted', async () => {
    const files = {
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ NamedCredential: ['*'] }),
    };
    expect(await deployOverRest(hub, files)).to.include({ success: false });
    expect(hub.org.components.has('NamedCredential:Spoke')).to.equal(true);
  });
});
