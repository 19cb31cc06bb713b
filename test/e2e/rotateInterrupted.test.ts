import { expect } from 'chai';
import { snapshotOf } from '../snapshot.ts';
import { atEachRequest, changingKeys, startQuickPair } from './interrupted.ts';
import { link, type Pair, verify } from './pair.ts';
import { allowTokenInBody, callBothWays, rotate } from './rotation.ts';

const prepare = async (): Promise<Pair> => {
  const pair = await startQuickPair({ hub: { settings: { keyPair: changingKeys() } } });
  await link(pair);
  allowTokenInBody(pair);
  await callBothWays(pair);
  return pair;
};

/** What both orgs hold, by name; names are made from addresses, which differ from pair to pair. */
const shapeOf = ({ hub, spoke }: Pair): unknown =>
  [hub, spoke].map(({ org }) => {
    const { components, records } = snapshotOf(org);
    return {
      components: Object.keys(components).map((name) => name.replace(/localhost_\d+/, 'localhost')),
      records: Object.entries(records).map(([sobject, all]) => `${all.length} ${sobject}`),
    };
  });

describe('a rotation that is cut off at each request', () => {
  it('leaves a link over which callouts succeed, and run again ends as an undisturbed one', async function () {
    this.timeout(600_000);
    const whole = await prepare();
    await rotate(whole, { retireNow: true });
    const wanted = shapeOf(whole);
    await whole.close();
    const { requests, checked } = await atEachRequest({
      prepare,
      run: async (pair) => {
        const { problems } = await rotate(pair, { retireNow: true });
        if (problems.length > 0) throw problems[0];
      },
      check: async (pair, n) => {
        expect(shapeOf(pair), `request ${n}`).to.deep.equal(wanted);
        const failed = Object.values(await verify(pair)).filter(({ status }) => status === 'failed');
        expect(failed, `request ${n}`).to.deep.equal([]);
        expect(await callBothWays(pair), `request ${n}`).to.deep.equal([]);
      },
    });
    expect(requests).to.be.above(30);
    expect(checked).to.be.at.least(5);
  });
});
