import { expect } from 'chai';
import type { Fault } from '../../simulator/org.ts';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { start, stopAll, ask, rowWith, root, query, envelope, soap } from './server-fixtures.ts';

let org: SimulatedOrg;

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
    const failure = await waiting.catch((error: unknown) => (error as Error).name);
    expect(failure).to.equal('TimeoutError');
  });

  it('are mute after the work is done', async () => {
    org.fault({ kind: 'mute' });
    const url = `${org.url}${root}/sobjects/PermissionSet`;
    const headers = { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' };
    const controller = new AbortController();
    const waiting = fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ Name: 'A', Label: 'A' }),
      signal: controller.signal,
    }).catch((error: unknown) => (error as Error).name);
    while (org.log[0]?.changes.length !== 1) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await waiting).to.equal('AbortError');
    expect(org.log[0]).to.not.have.any.keys('ended', 'status');
  });

  it('wait for something else, while other requests are answered', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    org.fault({ kind: 'delay', until, times: 1 });
    const held = ask(org, 'GET', root);
    while (org.log.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await ask(org, 'GET', root)).status).to.equal(200);
    expect(org.log[0]).to.not.have.property('status');
    release();
    expect((await held).status).to.equal(200);
  });

  it('delay one request, while others are answered', async () => {
    org.fault({ kind: 'delay', milliseconds: 100, path: /query/, times: 1 });
    const slow = ask(org, 'GET', query('SELECT Id FROM User'));
    await ask(org, 'GET', root);
    const ofRoot = org.log.find(({ path }) => path === root);
    const ofQuery = org.log.find(({ path }) => path.includes('query'));
    expect(ofRoot).to.include({ status: 200 }).and.to.have.property('ended');
    expect(ofQuery).to.not.have.any.keys('ended', 'status');
    expect((await slow).status).to.equal(200);
    expect(ofQuery).to.include({ status: 200 }).and.to.have.property('ended');
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
    org.fault({ path: /query/, kind: 'unavailable', after: 1, times: 1 });
    const later = [];
    for (const path of [root, ...Array<string>(3).fill(query('SELECT Id FROM User'))])
      later.push((await ask(org, 'GET', path)).status);
    expect(later).to.deep.equal([200, 200, 503, 200]);
    org.fault({ operation: /^executeAnonymous$/, kind: 'expired', times: 1 });
    const xml = envelope('executeAnonymous', '<apexcode/>', org.accessToken);
    const fault = await soap(org, 's', xml);
    expect(fault.text).to.include('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
    expect((await soap(org, 's', xml)).status).to.equal(200);
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
