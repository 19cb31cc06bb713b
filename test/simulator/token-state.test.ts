import { expect } from 'chai';
import { deleteRecord, updateRecord } from '../../simulator/data/records.ts';
import { addCertificate, deployFiles, spokeFiles } from './metadata-fixtures.ts';
import type { Spoke } from './link-fixtures.ts';
import { rowWith, stopAll } from './server-fixtures.ts';
import { refused, startCaller } from './token-fixtures.ts';

const admin = (spoke: Spoke) => ({ org: spoke.org, userId: spoke.org.adminId, api: 'data' }) as const;

describe('The token endpoint, by state of the org', () => {
  afterEach(stopAll);

  it('refuses the certificate of the deploy before the last', async () => {
    const { hub, spoke, hubKey, exchange } = await startCaller();
    const old = hubKey();
    const files = spokeFiles(await addCertificate(hub.org, 'Next_Key'));
    expect((await deployFiles(spoke.org, files)).success).to.equal(true);
    expect(refused(await exchange({}, old))).to.equal('invalid_client: invalid client credentials');
    expect((await exchange({}, hub.org.certificates.get('Next_Key')!.privateKey)).status).to.equal(200);
  });

  it('follows the state of the user and of the assignment', async () => {
    const { spoke, exchange } = await startCaller();
    updateRecord(admin(spoke), 'User', spoke.service.Id, { IsActive: false });
    expect(refused(await exchange())).to.equal('inactive_user: user is inactive');
    updateRecord(admin(spoke), 'User', spoke.service.Id, { IsActive: true });
    const login = rowWith(spoke.org, 'UserLogin', { UserId: spoke.service.Id });
    updateRecord(admin(spoke), 'UserLogin', login.Id, { IsFrozen: true });
    expect(refused(await exchange())).to.equal('inactive_user: user is inactive');
    updateRecord(admin(spoke), 'UserLogin', login.Id, { IsFrozen: false });
    const set = rowWith(spoke.org, 'PermissionSet', { Name: 'Hub_Access' });
    const held = rowWith(spoke.org, 'PermissionSetAssignment', { PermissionSetId: set.Id });
    deleteRecord(admin(spoke), 'PermissionSetAssignment', held.Id);
    expect(refused(await exchange())).to.match(/^invalid_app_access: /);
  });

  const policy = 'extlClntAppOauthPolicies/Hub_oauthPlcy.ecaOauthPlcy';
  const redeployed = async (path: string, from: string, to: string): Promise<string> => {
    const { hub, spoke, exchange } = await startCaller();
    const files = spokeFiles(hub.org.certificates.get('Hub_Key')!.pem);
    const result = await deployFiles(spoke.org, { ...files, [path]: files[path].replace(from, to) });
    expect(result.success, JSON.stringify(result.details.componentFailures)).to.equal(true);
    return refused(await exchange());
  };

  it('follows the policies of the app', async () => {
    expect(await redeployed(policy, 'AdminApprovedPreAuthorized', 'AllSelfAuthorized')).to.equal(
      "invalid_grant: user hasn't approved this consumer"
    );
    expect(
      await redeployed('extlClntAppPolicies/Hub_plcy.ecaPlcy', '<isEnabled>true', '<isEnabled>false')
    ).to.equal('app_not_found: External client app is not installed in this org');
    expect(
      await redeployed('extlClntAppOauthSettings/Hub_oauth.ecaOauth', 'Api,RefreshToken', 'RefreshToken')
    ).to.equal('invalid_grant: no valid scopes defined');
  });

  it('does not know a changed app before it has propagated', async () => {
    const { at, exchange } = await startCaller({ settings: { propagation: 60_000 } });
    expect(refused(await exchange())).to.equal(
      'app_not_found: External client app is not installed in this org'
    );
    at.now += 60_000;
    expect((await exchange()).status).to.equal(200);
  });

  it('enforces the IP ranges of the profile where the policy does', async () => {
    const { hub, spoke, exchange } = await startCaller();
    spoke.org.loginIpRanges.set(String(spoke.service.ProfileId), [
      { start: '10.0.0.0', end: '10.255.255.255' },
    ]);
    expect((await exchange()).status).to.equal(200);
    const files = spokeFiles(hub.org.certificates.get('Hub_Key')!.pem);
    await deployFiles(spoke.org, { ...files, [policy]: files[policy].replace('Bypass', 'Enforce') });
    expect(refused(await exchange())).to.equal('invalid_grant: ip restricted');
    spoke.org.loginIpRanges.set(String(spoke.service.ProfileId), [
      { start: '127.0.0.0', end: '127.0.0.255' },
    ]);
    expect((await exchange()).status).to.equal(200);
  });

  it('limits logins by the hour', async () => {
    const { at, exchange } = await startCaller({ settings: { loginsPerHour: 2 } });
    expect([(await exchange()).status, (await exchange()).status]).to.deep.equal([200, 200]);
    expect(refused(await exchange())).to.equal('rate_limit_exceeded: number of logins exceeded');
    at.now += 60 * 60 * 1000;
    expect((await exchange()).status).to.equal(200);
  });

  it('lets nobody in when the trial is over', async () => {
    for (const kind of ['trial', 'scratch'] as const) {
      const { at, spoke, exchange } = await startCaller({ kind });
      expect((await exchange({ aud: spoke.url })).status).to.equal(200);
      at.now += 30 * 24 * 60 * 60 * 1000;
      expect(refused(await exchange({ aud: spoke.url }))).to.equal(
        'inactive_org: organization is locked, closed, or suspended'
      );
    }
  });
});
