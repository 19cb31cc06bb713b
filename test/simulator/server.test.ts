import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startOrg } from '../../simulator/server.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import type { Fault, LogEntry } from '../../simulator/org.ts';
import { addCertificate, deployFiles, hubFiles, zipOf, label } from './metadata-fixtures.ts';
import { ask, refusal, rowWith, start, stopAll } from './pair-fixtures.ts';

const root = '/services/data/v66.0';
const dead = 'INVALID_SESSION_ID: Session expired or invalid';

let org: SimulatedOrg;

const query = (soql: string): string => `${root}/query?q=${encodeURIComponent(soql)}`;
const anonymous = (code: string): string =>
  `${root}/tooling/executeAnonymous?anonymousBody=${encodeURIComponent(code)}`;

const envelope = (operation: string, body: string, session: string, header = ''): string =>
  '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/08/apex">' +
  `<soapenv:Header><SessionHeader><sessionId>${session}</sessionId></SessionHeader>${header}</soapenv:Header>` +
  `<soapenv:Body><${operation}>${body}</${operation}></soapenv:Body></soapenv:Envelope>`;

const soap = (api: 's' | 'm', xml: string, version = '66.0') =>
  ask(org, 'POST', `/services/Soap/${api}/${version}/${org.org.id.slice(0, 15)}`, xml, null);

/** What the socket says to raw bytes. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(org.url).port), '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });

describe('The server of an org', () => {
  beforeEach(async () => {
    org = await start({ kind: 'developer', alias: 'hub' });
  });
  afterEach(stopAll);

  it('tells its versions to everybody', async () => {
    const { status, json } = await ask(org, 'GET', '/services/data', undefined, null);
    expect(status).to.equal(200);
    expect(json.at(-1)).to.deep.equal({ label: "Spring '26", url: '/services/data/v66.0', version: '66.0' });
    expect(json.at(-2).label).to.equal("Winter '26");
    expect(json.at(-3).label).to.equal("Summer '25");
  });

  it('tells who calls, with one slash or two', async () => {
    for (const path of [root, `${root}/`, `/${root}/`]) {
      const { json } = await ask(org, 'GET', path);
      expect(json.identity).to.equal(`https://login.salesforce.com/id/${org.org.id}/${org.org.adminId}`);
    }
    const { json } = await ask(org, 'GET', '/services/oauth2/userinfo');
    expect(json).to.include({
      user_id: org.org.adminId,
      organization_id: org.org.id,
      preferred_username: org.username,
    });
  });

  it('refuses dead sessions, each API in its own way', async () => {
    for (const token of [null, '00D!nonsense']) {
      const answer = await ask(org, 'GET', root, undefined, token);
      expect([answer.status, refusal(answer)]).to.deep.equal([401, dead]);
    }
    const fault = await soap('s', envelope('executeAnonymous', '<apexcode/>', '00D!nonsense'));
    expect(fault.status).to.equal(500);
    expect(fault.text).to.include('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
    expect((await ask(org, 'GET', '/services/oauth2/userinfo', undefined, null)).status).to.equal(403);
  });

  it('says what it does not simulate', async () => {
    for (const path of [`${root}/limits`, '/lightning/setup', `${root}/tooling/runTestsAsynchronous`]) {
      const answer = await ask(org, 'GET', path);
      expect([answer.status, refusal(answer)]).to.deep.equal([
        501,
        `NOT_SIMULATED: not simulated: GET ${path}`,
      ]);
    }
    const { status, text } = await soap('m', envelope('describeValueType', '', org.accessToken));
    expect([status, text.includes('not simulated: describeValueType')]).to.deep.equal([500, true]);
  });

  it('knows the versions of the org only', async () => {
    const answer = await ask(org, 'GET', '/services/data/v99.0/query?q=x');
    expect([answer.status, refusal(answer)]).to.deep.equal([
      404,
      'NOT_FOUND: The requested resource does not exist',
    ]);
    const fault = await soap('s', envelope('executeAnonymous', '<apexcode/>', org.accessToken), '99.0');
    expect(fault.text).to.include('UNSUPPORTED_API_VERSION');
    const old = await start({ versions: [50, 59] });
    expect((await ask(old, 'GET', '/services/data', undefined, null)).json.at(-1).version).to.equal('59.0');
  });

  it('refuses methods that a resource does not have', async () => {
    const answer = await ask(org, 'POST', `${root}/tooling/executeAnonymous`);
    expect([answer.status, answer.json[0].errorCode]).to.deep.equal([405, 'METHOD_NOT_ALLOWED']);
  });

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
    const nested = [{ method: 'POST', url: 'v66.0/composite/batch' }];
    expect((await ask(org, 'POST', `${root}/composite/batch`, { batchRequests: nested })).status).to.equal(
      400
    );
  });

  it('runs anonymous Apex over REST', async () => {
    expect((await ask(org, 'GET', anonymous('Integer i = 1;'))).json).to.deep.equal({
      line: -1,
      column: -1,
      compiled: true,
      success: true,
      compileProblem: null,
      exceptionStackTrace: null,
      exceptionMessage: null,
    });
    const long = await ask(org, 'GET', anonymous(`String s = '${'x'.repeat(16_384)}';`));
    expect([long.status, long.text]).to.deep.equal([
      414,
      '<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>',
    ]);
  });

  it('runs anonymous Apex over SOAP, with the log when it is asked for', async () => {
    const code = "<apexcode>System.debug('a &amp;&amp; &lt;b&gt;');&#10;Integer i;</apexcode>";
    const quiet = await soap('s', envelope('executeAnonymous', code, org.accessToken));
    expect(quiet.text).to.include('<success>true</success>').and.not.include('DebuggingInfo');
    const header = '<DebuggingHeader><debugLevel>Debugonly</debugLevel></DebuggingHeader>';
    const loud = await soap('s', envelope('executeAnonymous', code, org.accessToken, header));
    expect(loud.text).to.match(
      /<soapenv:Header><DebuggingInfo><debugLog>[^]*\|USER_DEBUG\|\[1\]\|DEBUG\|a &amp;&amp; &lt;b&gt;/
    );
    const wrong = await soap(
      's',
      envelope('executeAnonymous', '<apexcode>Foo f;</apexcode>', org.accessToken)
    );
    expect(wrong.text)
      .to.include('<compileProblem>Invalid type: Foo</compileProblem>')
      .and.include('<line>1</line>');
  });

  it('lets users do what they have permission for', async () => {
    const token = org.login(org.addUser({ username: 'standard@hub.example' }).Id);
    expect((await ask(org, 'GET', anonymous('Integer i;'), undefined, token)).status).to.equal(403);
    const deploy = await ask(org, 'POST', `${root}/metadata/deployRequest`, 'x', token);
    expect([deploy.status, deploy.json[0].errorCode]).to.deep.equal([403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
    const crud = await soap('m', envelope('listMetadata', '', token));
    expect(crud.text).to.include('<faultcode>sf:INSUFFICIENT_ACCESS</faultcode>');
    const apex = await soap('s', envelope('executeAnonymous', '<apexcode/>', token));
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
    expect((await ask(org, 'GET', json.records[0].CertificateChain)).text).to.equal(pem);
  });

  it('survives what is malformed', async () => {
    const garbage: [method: string, path: string, body: string | undefined][] = [
      ['GET', `${root}/query`, undefined],
      ['GET', `${root}/query?q=%`, undefined],
      ['GET', `${root}/query?q=%E0%A4%A`, undefined],
      ['GET', `${root}/tooling/executeAnonymous`, undefined],
      ['POST', `${root}/sobjects/User`, '[1]'],
      ['POST', `${root}/composite/batch`, '{"batchRequests":[{"method":1}]}'],
      ['POST', `${root}/composite/batch`, 'null'],
      ['POST', `${root}/metadata/deployRequest`, 'no multipart'],
      ['GET', `${root}/metadata/deployRequest/0Af`, undefined],
      ['POST', '/services/oauth2/token', '%%%=&&'],
      ['POST', '/services/Soap/s/66.0', '<'],
      ['POST', '/services/Soap/m/66.0', '<soapenv:Envelope><soapenv:Body/></soapenv:Envelope>'],
      ['POST', '/services/Soap/m/66.0', envelope('deploy', '<ZipFile>AAAA</ZipFile>', org.accessToken)],
    ];
    for (const [method, path, body] of garbage) {
      const { status, text } = await ask(org, method, path, body);
      expect(status, `${method} ${path}`).to.be.within(400, 500);
      expect(text, `${method} ${path}`).to.not.include('The simulator failed');
    }
    expect(await raw('NONSENSE\r\n\r\n')).to.match(/^HTTP\/1\.1 400/);
    expect((await ask(org, 'GET', '/services/data')).status).to.equal(200);
  });

  it('caps the size of requests', async () => {
    const small = await startOrg({}, { largestRequest: 100 });
    const body = JSON.stringify({ Name: 'x'.repeat(1000) });
    const answer = await ask(small, 'POST', `${root}/sobjects/PermissionSet`, body);
    expect([answer.status, answer.json[0].errorCode]).to.deep.equal([413, 'REQUEST_ENTITY_TOO_LARGE']);
    await small.close();
  });
});

describe('The log of an org', () => {
  const directory = mkdtempSync(join(tmpdir(), 's2s-log-'));
  after(() => rmSync(directory, { recursive: true }));
  afterEach(stopAll);

  it('has each request with what it changed, and neither code nor tokens', async () => {
    const logFile = join(directory, 'requests.jsonl');
    org = await startOrg({ alias: 'hub', settings: { now: () => 0 } }, { logFile });
    await ask(org, 'GET', query('SELECT Id FROM User'));
    await ask(org, 'GET', anonymous('String secret;'));
    await ask(org, 'POST', `/services/oauth2/revoke?token=${org.login('x')}`);
    await soap('m', envelope('nope', '', org.accessToken));
    const form = new FormData();
    form.append('json', new Blob([JSON.stringify({ deployOptions: { singlePackage: true } })]));
    form.append(
      'file',
      new Blob([new Uint8Array(await zipOf({ 'permissionsets/A.permissionset': label('A') }))]),
      'a.zip'
    );
    const headers = { authorization: `Bearer ${org.accessToken}` };
    const deployed = await fetch(`${org.url}${root}/metadata/deployRequest`, {
      method: 'POST',
      headers,
      body: form,
    });
    expect(deployed.status).to.equal(201);
    await org.close();
    const text = readFileSync(logFile, 'utf8');
    expect(text).to.not.include('secret').and.not.include(org.accessToken).and.not.include('token=');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogEntry);
    expect(lines).to.deep.equal(org.log);
    expect(lines[0]).to.deep.equal({
      time: '1970-01-01T00:00:00.000Z',
      org: 'hub',
      method: 'GET',
      path: `${root}/query?q=SELECT+Id+FROM+User`,
      operation: '',
      changes: [],
    });
    expect(lines.map(({ path }) => path).slice(1, 3)).to.deep.equal([
      `${root}/tooling/executeAnonymous`,
      '/services/oauth2/revoke',
    ]);
    expect(lines[3].operation).to.equal('nope');
    expect(lines[4].changes).to.deep.equal(['PermissionSet:A']);
  });
});

describe('Faults', () => {
  beforeEach(async () => {
    org = await start();
  });
  afterEach(stopAll);

  const outcome = async (kind: Fault['kind'], path = root): Promise<string> => {
    org.fault({ kind, times: 1 });
    try {
      const { status, text } = await ask(org, 'GET', path);
      return `${status} ${text}`;
    } catch (error) {
      return (error as Error).name;
    }
  };

  it('cut connections', async () => {
    expect(await outcome('refuse')).to.equal('TypeError');
    expect(await outcome('reset')).to.equal('TypeError');
  });

  it('end the session, close the org for maintenance, send a page or half an answer', async () => {
    expect(await outcome('expired')).to.include('401 [{"message":"Session expired or invalid"');
    expect(await outcome('unavailable')).to.match(/^503 <html>/);
    expect(await outcome('html')).to.match(/^200 <html>[^]*Data Not Available/);
    expect(await outcome('truncate', '/services/oauth2/userinfo')).to.equal('SyntaxError');
    expect(await outcome('truncate', '/services/data')).to.equal('SyntaxError');
  });

  it('hang', async () => {
    org.fault({ kind: 'hang' });
    const waiting = fetch(`${org.url}/services/data`, { signal: AbortSignal.timeout(5) });
    const failure = await waiting.catch((error: Error) => error.name);
    expect(failure).to.equal('TimeoutError');
  });

  it('hit what they fit, as often as they say', async () => {
    org.fault({ path: /query/, kind: 'unavailable', times: 2 });
    const statuses = [];
    for (const path of [
      root,
      query('SELECT Id FROM User'),
      query('SELECT Id FROM User'),
      query('SELECT Id FROM User'),
    ]) {
      statuses.push((await ask(org, 'GET', path)).status);
    }
    expect(statuses).to.deep.equal([200, 503, 503, 200]);
    org.fault({ operation: /^executeAnonymous$/, kind: 'expired', times: 1 });
    const xml = envelope('executeAnonymous', '<apexcode/>', org.accessToken);
    const fault = await soap('s', xml);
    expect(fault.text).to.include('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
    expect((await soap('s', xml)).status).to.equal(200);
  });

  it('do nothing before they break', async () => {
    for (const kind of ['refuse', 'expired', 'unavailable', 'html'] as const) {
      org.fault({ kind, times: 1 });
      await ask(org, 'POST', `${root}/sobjects/PermissionSet`, { Name: 'A', Label: 'A' }).catch(
        () => undefined
      );
    }
    expect(org.log.flatMap(({ changes }) => changes)).to.deep.equal([]);
    org.fault({ kind: 'reset', times: 1 });
    await ask(org, 'POST', `${root}/sobjects/PermissionSet`, { Name: 'A', Label: 'A' }).catch(
      () => undefined
    );
    expect(rowWith(org.org, 'PermissionSet', { Name: 'A' }).Label).to.equal('A');
  });
});
