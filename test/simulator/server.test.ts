import { connect } from 'node:net';
import { expect } from 'chai';
import { startOrg } from '../../simulator/server.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { start, stopAll, ask, refusal, root, envelope, soap } from './server-fixtures.ts';

const dead = 'INVALID_SESSION_ID: Session expired or invalid';

let org: SimulatedOrg;

/** What the socket says to raw bytes. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(org.url).port), '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('close', () => {
      resolve(answer);
    });
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
    const fault = await soap(org, 's', envelope('executeAnonymous', '<apexcode/>', '00D!nonsense'));
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
    const { status, text } = await soap(org, 'm', envelope('describeValueType', '', org.accessToken));
    expect([status, text.includes('not simulated: describeValueType')]).to.deep.equal([500, true]);
  });

  it('knows the versions of the org only', async () => {
    const answer = await ask(org, 'GET', '/services/data/v99.0/query?q=x');
    expect([answer.status, refusal(answer)]).to.deep.equal([
      404,
      'NOT_FOUND: The requested resource does not exist',
    ]);
    const fault = await soap(org, 's', envelope('executeAnonymous', '<apexcode/>', org.accessToken), '99.0');
    expect(fault.text).to.include('UNSUPPORTED_API_VERSION');
    const old = await start({ versions: [50, 59] });
    expect((await ask(old, 'GET', '/services/data', undefined, null)).json.at(-1).version).to.equal('59.0');
  });

  it('refuses methods that a resource does not have', async () => {
    const answer = await ask(org, 'POST', `${root}/tooling/executeAnonymous`);
    expect([answer.status, answer.json[0].errorCode]).to.deep.equal([405, 'METHOD_NOT_ALLOWED']);
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
