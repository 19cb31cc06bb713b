import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { start, stopAll, ask, anonymous, envelope, soap } from './server-fixtures.ts';

let org: SimulatedOrg;

describe('Anonymous Apex', () => {
  beforeEach(async () => {
    org = await start({ kind: 'developer', alias: 'hub' });
  });
  afterEach(stopAll);

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
    for (const length of [16_384, 200_000]) {
      const { status, text } = await ask(org, 'GET', anonymous(`String s = '${'x'.repeat(length)}';`));
      expect([status, text]).to.deep.equal([414, '<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>']);
    }
  });

  it('runs anonymous Apex over SOAP, with the log when it is asked for', async () => {
    const code = "<apexcode>System.debug('a &amp;&amp; &lt;b&gt;');&#10;Integer i;</apexcode>";
    const quiet = await soap(org, 's', envelope('executeAnonymous', code, org.accessToken));
    expect(quiet.text).to.include('<success>true</success>').and.not.include('DebuggingInfo');
    const header = '<DebuggingHeader><debugLevel>Debugonly</debugLevel></DebuggingHeader>';
    const loud = await soap(org, 's', envelope('executeAnonymous', code, org.accessToken, header));
    expect(loud.text).to.match(
      /<soapenv:Header><DebuggingInfo><debugLog>[^]*\|USER_DEBUG\|\[1\]\|DEBUG\|a &amp;&amp; &lt;b&gt;/
    );
    const wrong = await soap(
      org,
      's',
      envelope('executeAnonymous', '<apexcode>Foo f;</apexcode>', org.accessToken)
    );
    expect(wrong.text)
      .to.include('<compileProblem>Invalid type: Foo</compileProblem>')
      .and.include('<line>1</line>');
  });
});
