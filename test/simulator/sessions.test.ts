import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { deployFiles, file, manifest } from './metadata-fixtures.ts';
import { remove } from './record-fixtures.ts';
import { ask, envelope, query, root, soap, stopAll } from './server-fixtures.ts';
import { startCaller } from './token-fixtures.ts';
import type { Caller } from './token-fixtures.ts';
import { addSecondApp } from './two-apps.ts';

const minute = 60_000;

let caller: Caller;
let spoke: Caller['spoke'];

const tokenOf = async (iss = spoke.consumerKey): Promise<string> => {
  const { json } = await caller.exchange({ iss });
  return String(json.access_token);
};
const use = async (token: string, org: SimulatedOrg = spoke): Promise<number> =>
  (await ask(org, 'GET', root, undefined, token)).status;
const sessions = async (where: string): Promise<any[]> => {
  const fields =
    'Id, IsCurrent, ParentId, NumSecondsValid, SessionType, SessionSecurityLevel, LogoutUrl, CreatedDate, LastModifiedDate, LoginHistory.Application';
  return (await ask(spoke, 'GET', query(`SELECT ${fields} FROM AuthSession WHERE ${where}`))).json.records;
};
const ofService = (): Promise<any[]> => sessions(`UsersId = '${spoke.service.Id}'`);
const changeApp = async (files: Record<string, string>, options = {}) =>
  expect(await deployFiles(spoke.org, files, options)).to.include({ success: true });
const deletion = (name: string) => ({
  'package.xml': manifest({}),
  'destructiveChanges.xml': manifest({ ExternalClientApplication: [name] }),
});

describe('The session of an access token', () => {
  beforeEach(async () => {
    caller = await startCaller();
    spoke = caller.spoke;
  });
  afterEach(stopAll);

  it('ends when it was not used for two hours: 401 over REST, a fault over SOAP', async () => {
    const token = await tokenOf();
    caller.at.now += 120 * minute - 1;
    expect((await ofService()).length).to.equal(1);
    caller.at.now += 1;
    expect(await ofService()).to.deep.equal([]);
    expect(await use(token)).to.equal(401);
    const answer = await soap(spoke, 'm', envelope('describeMetadata', '', token));
    expect([answer.status, answer.text]).to.satisfy(
      ([status, text]: [number, string]) => status === 500 && text.includes('sf:INVALID_SESSION_ID')
    );
    expect(await tokenOf()).to.not.equal(token);
  });

  it('is prolonged by use, but only after half of its time', async () => {
    const token = await tokenOf();
    const modified = async (): Promise<string> => (await ofService())[0].LastModifiedDate;
    const first = await modified();
    caller.at.now += 59 * minute;
    expect(await use(token)).to.equal(200);
    expect(await modified()).to.equal(first);
    caller.at.now += 60 * minute;
    expect(await use(token)).to.equal(200);
    expect(await modified()).to.not.equal(first);
    caller.at.now += 119 * minute;
    expect(await use(token)).to.equal(200);
    caller.at.now += 120 * minute;
    expect(await use(token)).to.equal(401);
  });

  it('that is only looked at is not prolonged', async () => {
    await tokenOf();
    caller.at.now += 90 * minute;
    await ofService();
    caller.at.now += 30 * minute;
    expect(await ofService()).to.deep.equal([]);
  });

  it('lives as long as the policy of its app says', async () => {
    const policy = file(
      'ExtlClntAppOauthConfigurablePolicies',
      '<commaSeparatedPermissionSet>Hub_Access</commaSeparatedPermissionSet><externalClientApplication>Hub</externalClientApplication><ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType><label>Hub_oauthPlcy</label><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><sessionTimeoutInMinutes>15</sessionTimeoutInMinutes>'
    );
    await changeApp({ 'extlClntAppOauthPolicies/Hub_oauthPlcy.ecaOauthPlcy': policy });
    const token = await tokenOf();
    expect((await ofService())[0].NumSecondsValid).to.equal(900);
    caller.at.now += 15 * minute;
    expect(await use(token)).to.equal(401);
  });

  it('lives as long as the org says otherwise', async () => {
    spoke.org.settings.sessionTimeout = 30 * minute;
    const token = await tokenOf();
    caller.at.now += 30 * minute;
    expect(await use(token)).to.equal(401);
  });

  it('of the CLI is renewed, as the CLI does it with its refresh token', async () => {
    caller.at.now += 1000 * minute;
    expect(await use(spoke.accessToken)).to.equal(200);
  });

  it('tells about itself what the Object Reference says', async () => {
    await tokenOf();
    const [session] = await ofService();
    expect(session).to.deep.include({
      IsCurrent: false,
      ParentId: session.Id,
      NumSecondsValid: 7200,
      SessionType: 'Oauth2',
      SessionSecurityLevel: 'STANDARD',
      LogoutUrl: null,
    });
    const current = await sessions('IsCurrent = true');
    expect(current.length).to.equal(1);
    await remove(spoke, 'AuthSession', current[0].Id);
    expect(await use(spoke.accessToken)).to.equal(401);
  });

  it('is one for each app of a user, and is found by the label of the app in its login history', async () => {
    const pem = caller.hub.org.certificates.get('Hub_Key')!.pem;
    const key = await addSecondApp(spoke, 'Next', pem, spoke.service.Id);
    const [old, next] = [await tokenOf(), await tokenOf(key)];
    expect(old).to.not.equal(next);
    expect((await ofService()).map((one) => one.LoginHistory.Application)).to.have.members(['Hub', 'Next']);
    const [mine, ...others] = await sessions(
      `UsersId = '${spoke.service.Id}' AND LoginHistory.Application = 'Hub'`
    );
    expect(others).to.deep.equal([]);
    expect((await remove(spoke, 'AuthSession', mine.Id)).status).to.equal(204);
    expect([await use(old), await use(next)]).to.deep.equal([401, 200]);
    expect([await tokenOf(key), await tokenOf()]).to.satisfy(
      ([same, other]: string[]) => same === next && other !== old
    );
    const logins = `SELECT Application, Status, LoginType FROM LoginHistory WHERE UserId = '${spoke.service.Id}' ORDER BY LoginTime DESC`;
    const { records } = (await ask(spoke, 'GET', query(logins))).json;
    expect(records.map((one: any) => one.Application)).to.have.members(['Hub', 'Next', 'Next', 'Hub']);
    for (const one of records) expect(one).to.include({ Status: 'Success', LoginType: 'Remote Access 2.0' });
  });

  it('ends with its app, for good', async () => {
    const token = await tokenOf();
    await changeApp(deletion('Hub'), { checkOnly: true });
    expect(await use(token)).to.equal(200);
    await changeApp(deletion('Hub'));
    expect(await use(token)).to.equal(401);
    expect(await ofService()).to.deep.equal([]);
    const pem = caller.hub.org.certificates.get('Hub_Key')!.pem;
    await addSecondApp(spoke, 'Next', pem, spoke.service.Id);
    expect(await use(token)).to.equal(401);
  });
});
