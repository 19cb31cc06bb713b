import { expect } from 'chai';
import type { CreateOrgOptions } from '../../simulator/create.ts';
import { createRecord, deleteRecord } from '../../simulator/data/records.ts';
import { deleteMetadata } from '../../simulator/metadata/crud.ts';
import type { OrgKind } from '../../simulator/org.ts';
import { addCertificate, connectedAppFile, deployFiles } from './metadata-fixtures.ts';
import { addApp, assertion, type Spoke } from './link-fixtures.ts';
import { ask, rowWith, start, stopAll } from './server-fixtures.ts';

type Linked = { spoke: Spoke; exchange: (claims?: Record<string, unknown>, alg?: string) => Promise<string> };

/** A spoke, and a way to ask it for a token: gives `granted`, or the refusal. */
const startSpoke = async (options: CreateOrgOptions): Promise<Linked> => {
  const hub = await start();
  const spoke = await addApp(await start(options), await addCertificate(hub.org));
  const key = hub.org.certificates.get('Hub_Key')!.privateKey;
  const exchange = async (claims: Record<string, unknown> = {}, alg = 'RS256'): Promise<string> => {
    const defaults = {
      iss: spoke.consumerKey,
      sub: spoke.service.Username,
      aud: spoke.url,
      exp: Math.floor(Date.now() / 1000) + 180,
    };
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertion(key, { ...defaults, ...claims }, alg),
    });
    const { status, json } = await ask(spoke, 'POST', '/services/oauth2/token', body.toString(), null);
    return status === 200 ? 'granted' : `${status} ${json.error}: ${json.error_description}`;
  };
  return { spoke, exchange };
};

const unknownKey = '400 invalid_client_id: client identifier invalid';
const notAssigned = '400 invalid_app_access: user is not admin approved to access this app';

describe('The token endpoint, by kind of org', () => {
  afterEach(stopAll);

  const audiences: Record<OrgKind, [right: string, wrong: string]> = {
    production: ['login', 'test'],
    developer: ['login', 'test'],
    trial: ['login', 'test'],
    sandbox: ['test', 'login'],
    scratch: ['test', 'login'],
  };
  for (const [kind, [right, wrong]] of Object.entries(audiences)) {
    it(`takes ${right} and its own My Domain for ${kind}`, async () => {
      const { spoke, exchange } = await startSpoke({ kind: kind as OrgKind });
      expect(await exchange({ aud: `https://${right}.salesforce.com` })).to.equal('granted');
      expect(await exchange({ aud: spoke.url })).to.equal('granted');
      for (const aud of [`https://${wrong}.salesforce.com`, `https://${right}.salesforce.com/`])
        expect(await exchange({ aud })).to.equal('400 invalid_grant: audience is invalid');
    });
  }
});

describe('The token endpoint, by claim and app', () => {
  let spoke: Spoke;
  let exchange: Linked['exchange'];
  beforeEach(async () => {
    ({ spoke, exchange } = await startSpoke({ kind: 'sandbox', settings: { connectedAppCreation: true } }));
  });
  afterEach(stopAll);

  const admin = () => ({ org: spoke.org, userId: spoke.org.adminId, api: 'data' }) as const;

  it('wants the user in sub, not in prn as the oldest clients sent it', async () => {
    expect(await exchange({ sub: undefined, prn: spoke.service.Username })).to.equal(
      "400 invalid_grant: user hasn't approved this consumer"
    );
  });

  it('refuses an exp that is no number, and every algorithm but RS256', async () => {
    for (const exp of ['tomorrow', {}, null])
      expect(await exchange({ exp })).to.equal('400 invalid_grant: invalid assertion');
    for (const alg of ['HS256', 'none', 'rs256', ''])
      expect(await exchange({}, alg)).to.equal('400 invalid_client: invalid client credentials');
  });

  it('does not know the key of an app that was deleted', async () => {
    expect(deleteMetadata(spoke.org, 'ExternalClientApplication', ['Hub']).results[0].success).to.equal(true);
    expect(await exchange()).to.equal(unknownKey);
  });

  it('takes pre-authorisation through a permission set group, or the profile', async () => {
    const set = rowWith(spoke.org, 'PermissionSet', { Name: 'Hub_Access' });
    const mine = { AssigneeId: spoke.service.Id, PermissionSetId: set.Id };
    deleteRecord(admin(), 'PermissionSetAssignment', rowWith(spoke.org, 'PermissionSetAssignment', mine).Id);
    expect(await exchange()).to.equal(notAssigned);

    const group = createRecord(admin(), 'PermissionSetGroup', { DeveloperName: 'All', MasterLabel: 'All' });
    const member = { PermissionSetGroupId: group.Id, PermissionSetId: set.Id };
    createRecord(admin(), 'PermissionSetGroupComponent', member);
    expect(await exchange()).to.equal(notAssigned);
    const grouped = createRecord(admin(), 'PermissionSetAssignment', {
      AssigneeId: spoke.service.Id,
      PermissionSetGroupId: group.Id,
    });
    expect(await exchange()).to.equal('granted');

    deleteRecord(admin(), 'PermissionSetAssignment', grouped.Id);
    expect(await exchange()).to.equal(notAssigned);
    createRecord(admin(), 'SetupEntityAccess', {
      ParentId: rowWith(spoke.org, 'PermissionSet', { ProfileId: spoke.service.ProfileId }).Id,
      SetupEntityId: rowWith(spoke.org, 'ExternalClientApplication', {}).Id,
    });
    expect(await exchange()).to.equal('granted');
  });

  it('serves connected apps, which are unknown while they propagate', async () => {
    const key = '<consumerKey>connectedAppKey123</consumerKey>';
    const { certificate } = spoke.org.components.get('ExtlClntAppGlobalOauthSettings:Hub_glbloauth')!.body;
    const { success } = await deployFiles(spoke.org, {
      'connectedApps/Hub_App.connectedApp': connectedAppFile(
        String(certificate),
        '<permissionSetName>Hub Access</permissionSetName>',
        key
      ),
    });
    expect(success).to.equal(true);
    const iss = 'connectedAppKey123';
    expect(await exchange({ iss })).to.equal('granted');
    expect(await exchange({ iss, sub: spoke.username })).to.equal(notAssigned);
    spoke.org.settings.propagation = 60_000;
    expect(await exchange({ iss })).to.equal(unknownKey);
  });
});
