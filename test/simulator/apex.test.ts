import { expect } from 'chai';
import { executeAnonymous } from '../../simulator/apex/execute.ts';
import { ApexException } from '../../simulator/apex/host.ts';
import { debugOnly } from '../../simulator/apex/log.ts';
import { answering, debugged, run, world } from './apex-fixtures.ts';

const guide = `HttpRequest request = new HttpRequest();
request.setEndPoint('callout:Spoke_Org/services/data');
request.setMethod('GET');
HttpResponse response = new HTTP().send(request);
System.assertEquals(200, response.getStatusCode());`;

const refusing = {
  callout: () =>
    Promise.reject(
      new ApexException('System.CalloutException', 'Unable to complete the JWT token exchange.')
    ),
};

describe('anonymous Apex', () => {
  it('runs a callout and sends what the script set', async () => {
    const { host, seen } = world();
    const code = `${guide} request.setHeader('A', '1'); request.setBody('b'); request.setTimeout(60000);
      new Http().send(request);`;
    const { log, ...result } = await executeAnonymous(code, host);
    expect(result).to.deep.equal({
      line: -1,
      column: -1,
      compiled: true,
      success: true,
      compileProblem: null,
      exceptionStackTrace: null,
      exceptionMessage: null,
    });
    expect(log).to.match(/^66\.0 APEX_CODE,DEBUG;/);
    const first = { endpoint: 'callout:Spoke_Org/services/data', method: 'GET' };
    expect(seen.callouts).to.deep.equal([
      { ...first, headers: {}, body: '', timeout: 10_000 },
      { ...first, headers: { A: '1' }, body: 'b', timeout: 60_000 },
    ]);
    expect(seen.rollbacks).to.equal(0);
  });

  it('reports a failed assertion with its place', async () => {
    const result = await run(guide, answering(401));
    expect(result).to.include({
      compiled: true,
      success: false,
      line: 5,
      column: 1,
      exceptionMessage: 'System.AssertException: Assertion Failed: Expected: 200, Actual: 401',
      exceptionStackTrace: 'AnonymousBlock: line 5, column 1',
    });
  });

  it('logs the source, callouts and the exception', async () => {
    const levels = { ...debugOnly, CALLOUT: 'INFO' };
    const { log } = await executeAnonymous(guide, world(refusing).host, levels);
    const lines = log.split('\n').map((line) => line.replace(/^12:30:15\.250 \(\d+\)\|/, ''));
    expect(lines).to.include('Execute Anonymous: HttpRequest request = new HttpRequest();');
    expect(lines).to.include(
      'CALLOUT_REQUEST|[4]|System.HttpRequest[Endpoint=callout:Spoke_Org/services/data, Method=GET]'
    );
    expect(lines).to.include(
      'FATAL_ERROR|System.CalloutException: Unable to complete the JWT token exchange.'
    );
    expect(lines.some((line) => line.startsWith('CALLOUT_RESPONSE'))).to.equal(false);
    expect((await executeAnonymous(guide, world().host, levels)).log).to.include(
      'CALLOUT_RESPONSE|[4]|System.HttpResponse[Status=OK, StatusCode=200]'
    );
  });

  it('shows debug levels down to DEBUG', async () => {
    const { log } = await run(
      `System.debug(LoggingLevel.WARN, 'a\\nb'); System.debug(LoggingLevel.FINE, 'c');`
    );
    expect(log)
      .to.include('|USER_DEBUG|[1]|WARN|a\nb\n')
      .and.not.match(/USER_DEBUG.*\|c$/m);
  });

  it('lets a script catch what a callout throws and report it', async () => {
    const code = `Map<String, Object> report = new Map<String, Object>();
      HttpRequest r = new HttpRequest(); r.setEndpoint('callout:X/'); r.setMethod('GET');
      try { HttpResponse a = new Http().send(r); report.put('status', a.getStatusCode()); report.put('h', a.getHeader('x-test')); }
      catch (System.CalloutException e) { report.put('problem', e.getMessage()); report.put('type', e.getTypeName()); }
      System.assert(false, JSON.serialize(report));`;
    expect((await run(code, answering(403))).exceptionMessage).to.equal(
      'System.AssertException: Assertion Failed: {"h":"yes","status":403}'
    );
    expect((await run(code, refusing)).exceptionMessage).to.equal(
      'System.AssertException: Assertion Failed: {"type":"System.CalloutException","problem":"Unable to complete the JWT token exchange."}'
    );
  });

  it('rolls back on an uncaught exception, and only then', async () => {
    const { host, seen } = world();
    await executeAnonymous(`insert new User(Name = 'B'); Integer i = 1 / 0;`, host);
    expect(seen.changes).to.deep.equal([['insert', 'User', [{ Name: 'B' }]]]);
    expect(seen.rollbacks).to.equal(1);
  });

  it('gives a new record its Id and updates records of a query', async () => {
    const { host, seen } = world();
    const code = `User b = new User(Name = 'B'); insert b; System.debug(b.Id);
      List<User> all = [SELECT Id, Name FROM User]; all[0].IsActive = false; update all; delete b;`;
    expect(debugged(await executeAnonymous(code, host))).to.deep.equal(['005000000000002AAA']);
    expect(seen.changes.map((change) => (change as string[])[0])).to.deep.equal([
      'insert',
      'update',
      'delete',
    ]);
    expect(seen.changes[1]).to.have.nested.property('2.0.IsActive', false);
  });

  it('refuses callouts after DML and beyond the hundredth', async () => {
    const send = `HttpRequest r = new HttpRequest(); r.setEndpoint('callout:X'); r.setMethod('GET');`;
    const pending = 'You have uncommitted work pending. Please commit or rollback before calling out';
    expect((await run(`insert new User(Name = 'B'); ${send} new Http().send(r);`)).exceptionMessage).to.equal(
      `System.CalloutException: ${pending}`
    );
    const { host, seen } = world();
    const code = `${send} try { for (Integer i = 0; i < 200; i++) new Http().send(r); } catch (Exception e) { }`;
    expect((await executeAnonymous(code, host)).exceptionMessage).to.equal(
      'System.LimitException: Too many callouts: 101'
    );
    expect(seen.callouts).to.have.length(100);
  });

  it('says of what the org cannot do that it is not simulated', async () => {
    const sign = (): never => {
      throw new Error('not simulated: signing with ECDSA-SHA256');
    };
    const result = await run(`\nCrypto.signWithCertificate('ECDSA-SHA256', Blob.valueOf('a'), 'Hub');`, {
      sign,
    });
    expect(result).to.include({
      compiled: false,
      line: 2,
      compileProblem: 'not simulated: signing with ECDSA-SHA256',
    });
  });
});
