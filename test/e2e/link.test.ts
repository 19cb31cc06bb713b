import { expect } from 'chai';
import { changesSince, link, type Pair, startPair, verify } from './pair.ts';

const article = (name: string): string =>
  [
    'HttpRequest request = new HttpRequest();',
    `request.setEndPoint('callout:${name}/services/data');`,
    "request.setMethod('GET');",
    'HttpResponse response = new HTTP().send(request);',
    'System.assertEquals(200, response.getStatusCode());',
  ].join('\n');

type ApexAnswer = { success: boolean; exceptionMessage: string | null };

const runArticle = (pair: Pair, name: string): Promise<ApexAnswer> =>
  pair.ends.hub.tooling.executeAnonymous(article(name));

describe('link', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
  });
  after(() => pair.close());

  it("lets the guide's own Apex fail before and succeed after", async () => {
    const name = `localhost_${new URL(pair.spoke.url).port}`;
    const before = await runArticle(pair, name);
    expect(before.success).to.equal(false);
    expect(before.exceptionMessage).to.match(
      /^System\.CalloutException: The callout couldn't access the endpoint\./
    );

    const { result, verdict } = await link(pair);

    expect(result.links[0].checks.map(({ id, status }) => `${id} ${status}`)).to.deep.equal([
      'certificate passed',
      'app passed',
      'pre-authorisation warning',
      'credential passed',
      'access passed',
      'token passed',
      'callout passed',
    ]);
    expect(verdict?.passed).to.equal(true);
    expect(result.links[0].name).to.equal(name);
    expect(await runArticle(pair, name)).to.include({ success: true, exceptionMessage: null });
  });

  it('writes nothing the second time', async () => {
    const [hubLog, spokeLog] = [pair.hub.log.length, pair.spoke.log.length];
    const { result } = await link(pair);
    expect(result.links[0].changed).to.equal(false);
    expect(result.links[0].steps.filter(({ action }) => action !== 'unchanged')).to.deep.equal([]);
    expect(changesSince(pair.hub, hubLog)).to.deep.equal([]);
    expect(changesSince(pair.spoke, spokeLog)).to.deep.equal([]);
    const requests = pair.hub.log.slice(hubLog).length + pair.spoke.log.slice(spokeLog).length;
    // The hub's callout is one request at the spoke that the plugin did not send.
    expect(requests - 1).to.be.at.most(20);
  });

  it("leaves the hub's callouts working after verify", async () => {
    await verify(pair);
    const rungs = await verify(pair);
    expect(rungs.callout.status).to.equal('passed');
    expect(pair.spoke.log.some(({ path }) => path.includes('revoke'))).to.equal(false);
    expect(await runArticle(pair, `localhost_${new URL(pair.spoke.url).port}`)).to.include({ success: true });
  });
});
