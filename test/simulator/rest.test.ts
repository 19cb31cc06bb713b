import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { addCertificate, deployFiles, hubFiles } from './metadata-fixtures.ts';
import {
  start,
  stopAll,
  ask,
  refusal,
  rowWith,
  root,
  query,
  anonymous,
  envelope,
  soap,
} from './server-fixtures.ts';

let org: SimulatedOrg;

describe('The REST API', () => {
  beforeEach(async () => {
    org = await start({ kind: 'developer', alias: 'hub' });
  });
  afterEach(stopAll);

  it('describes the columns of a query', async () => {
    const { json } = await ask(
      org,
      'GET',
      `${query('SELECT Id, Name, Profile.Name FROM User')}&columns=true`
    );
    expect(json).to.include({ entityName: 'User', idSelected: true, keyPrefix: '005' });
    expect(json.columnMetadata.map((column: { columnName: string }) => column.columnName)).to.deep.equal([
      'Id',
      'Name',
      'Profile',
    ]);
    expect(json.columnMetadata[2].joinColumns[0].columnName).to.equal('Name');
  });

  it('has no source tracking', async () => {
    expect((await ask(org, 'GET', `${root}/tooling/sobjects/SourceMember/describe`)).status).to.equal(404);
    expect((await ask(org, 'GET', `${root}/sobjects/User/describe`)).json).to.include({
      name: 'User',
      keyPrefix: '005',
    });
  });

  it('answers a batch, each subrequest for itself', async () => {
    const batchRequests = [
      { method: 'GET', url: 'v66.0/query?q=SELECT+Id+FROM+Organization' },
      { method: 'GET', url: '/services/data/v66.0/query?q=SELECT+Id+FROM+Nope' },
      { method: 'POST', url: 'v66.0/sobjects/PermissionSet', richInput: { Name: 'A', Label: 'A' } },
    ];
    const { json } = await ask(org, 'POST', `${root}/composite/batch`, { batchRequests });
    expect(json.hasErrors).to.equal(true);
    expect(json.results.map((one: { statusCode: number }) => one.statusCode)).to.deep.equal([200, 400, 201]);
    expect(json.results[0].result.records[0].Id).to.equal(org.org.id);
    expect(json.results[1].result[0].errorCode).to.equal('INVALID_TYPE');
    const halted = await ask(org, 'POST', `${root}/composite/batch`, { batchRequests, haltOnError: true });
    expect(halted.json.results[2]).to.deep.include({ statusCode: 412 });
    const many = Array.from({ length: 26 }, () => batchRequests[0]);
    expect((await ask(org, 'POST', `${root}/composite/batch`, { batchRequests: many })).status).to.equal(400);
    for (const batchRequests of [[null], [1], [{ url: 'v66.0/' }]])
      expect((await ask(org, 'POST', `${root}/composite/batch`, { batchRequests })).status).to.equal(400);
    const nested = [{ method: 'POST', url: 'v66.0/composite/batch' }];
    expect((await ask(org, 'POST', `${root}/composite/batch`, { batchRequests: nested })).status).to.equal(
      400
    );
  });

  it('tells of credentials over Connect REST', async () => {
    const base = `${root}/named-credentials`;
    expect((await ask(org, 'GET', `${base}/external-credentials/Spoke`)).status).to.equal(404);
    await addCertificate(org.org);
    await deployFiles(org.org, hubFiles());
    const { json } = await ask(org, 'GET', `${base}/external-credentials/Spoke`);
    expect(json).to.include({
      developerName: 'Spoke',
      masterLabel: 'Spoke & Söhne',
      authenticationProtocol: 'OAuth',
      authenticationProtocolVariant: 'JwtBearer',
      authenticationStatus: 'Configured',
    });
    const row = rowWith(org.org, 'ExternalCredentialParameter', { ParameterName: 'Link-User' });
    expect(json.principals).to.have.length(1);
    expect(json.principals[0]).to.include({
      id: row.Id,
      principalName: 'Link-User',
      principalType: 'NamedPrincipal',
      sequenceNumber: 1,
      authenticationStatus: 'Configured',
    });
    expect(json.relatedNamedCredentials).to.deep.equal([{ developerName: 'Spoke', masterLabel: 'Spoke' }]);
    const setup = await ask(org, 'GET', `${base}/named-credential-setup/Spoke`);
    expect(setup.json).to.include({
      developerName: 'Spoke',
      calloutStatus: 'Enabled',
      calloutUrl: 'https://spoke.example',
    });
    expect(setup.json.externalCredentials).to.deep.equal([{ developerName: 'Spoke' }]);
    const token = org.login(
      org.addUser({ username: 'low@hub.example', profile: 'Minimum Access - API Only Integrations' }).Id
    );
    expect((await ask(org, 'GET', `${base}/external-credentials/Spoke`, undefined, token)).status).to.equal(
      403
    );
  });

  it('gives the PEM of a certificate by the URL that the Tooling API tells', async () => {
    const pem = await addCertificate(org.org);
    const soql = "SELECT CertificateChain FROM Certificate WHERE DeveloperName = 'Hub_Key'";
    const { json } = await ask(org, 'GET', `${root}/tooling/query?q=${encodeURIComponent(soql)}`);
    const url: string = json.records[0].CertificateChain;
    expect((await ask(org, 'GET', url)).text).to.equal(pem);
    const batchRequests = [{ method: 'GET', url }];
    const batch = await ask(org, 'POST', `${root}/composite/batch`, { batchRequests });
    expect(batch.json.results[0]).to.include({ statusCode: 501 });
  });

  it('lets users do what they have permission for', async () => {
    const token = org.login(org.addUser({ username: 'standard@hub.example' }).Id);
    expect((await ask(org, 'GET', anonymous('Integer i;'), undefined, token)).status).to.equal(403);
    const deploy = await ask(org, 'POST', `${root}/metadata/deployRequest`, 'x', token);
    expect([deploy.status, deploy.json[0].errorCode]).to.deep.equal([403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
    const crud = await soap(org, 'm', envelope('listMetadata', '', token));
    expect(crud.text).to.include('<faultcode>sf:INSUFFICIENT_ACCESS</faultcode>');
    const apex = await soap(org, 's', envelope('executeAnonymous', '<apexcode/>', token));
    expect(apex.text).to.include('<faultcode>sf:INSUFFICIENT_ACCESS</faultcode>');
    const none = org.login(
      org.addUser({ username: 'none@hub.example', profile: 'Minimum Access - Salesforce' }).Id
    );
    const disabled = await ask(org, 'GET', root, undefined, none);
    expect([disabled.status, refusal(disabled)]).to.deep.equal([
      403,
      'API_CURRENTLY_DISABLED: API is disabled for this User',
    ]);
  });
});
