import { expect } from 'chai';
import { snapshotOf } from '../snapshot.ts';
import { atEachRequest, startQuickPair } from './interrupted.ts';
import { link, type Pair } from './pair.ts';
import { unlink } from './unlinking.ts';

type Options = Parameters<typeof startQuickPair>[0];
const kinds: { app: 'external-client-app' | 'connected-app'; options: Options }[] = [
  { app: 'external-client-app', options: {} },
  { app: 'connected-app', options: { spoke: { settings: { connectedAppCreation: true } } } },
];

/** What both orgs hold, by name and number; names are made from addresses, which differ from pair to pair. */
const shapeOf = ({ hub, spoke }: Pair): unknown =>
  [hub, spoke].map(({ org }) => {
    const { components, records, tokens } = snapshotOf(org);
    return {
      components: Object.keys(components).map((name) => name.replace(/localhost_\d+/, 'localhost')),
      records: Object.entries(records).map(([sobject, all]) => `${all.length} ${sobject}`),
      tokens: tokens.length,
    };
  });

describe('cut off at each request', () => {
  it('unlink by the name alone, run again, has left nothing on the spoke either', async function () {
    this.timeout(60_000);
    const { checked } = await atEachRequest({
      prepare: async () => {
        const pair = await startQuickPair();
        await link(pair, { name: 'acme' });
        return pair;
      },
      run: (pair) => unlink(pair, { name: 'acme', spoke: undefined, deleteCertificate: true }),
      check: ({ hub, spoke }, n) => {
        const left = [hub, spoke].flatMap(({ org }) => [...org.components.keys()]);
        expect(left, `request ${n}`).to.deep.equal([]);
      },
    });
    expect(checked).to.be.above(6);
  });
});

for (const { app, options } of kinds) {
  describe(`cut off at each request, with an app of kind ${app}`, () => {
    it('link, run again, has made what an undisturbed run makes', async function () {
      this.timeout(600_000);
      const whole = await startQuickPair(options);
      await link(whole, { app });
      const wanted = shapeOf(whole);
      await whole.close();
      const { requests, checked } = await atEachRequest({
        prepare: () => startQuickPair(options),
        run: (pair) => link(pair, { app }),
        check: (pair, n) => {
          expect(shapeOf(pair), `request ${n}`).to.deep.equal(wanted);
        },
      });
      expect(requests).to.be.above(20);
      expect(checked).to.be.above(3);
    });

    it('unlink, run again, has left nothing', async function () {
      this.timeout(600_000);
      const before = new Map<Pair, unknown>();
      const snapshots = ({ hub, spoke }: Pair): unknown => [snapshotOf(hub.org), snapshotOf(spoke.org)];
      const { requests, checked } = await atEachRequest({
        prepare: async () => {
          const pair = await startQuickPair(options);
          before.set(pair, snapshots(pair));
          await link(pair, { app });
          return pair;
        },
        run: (pair) => unlink(pair, { deleteCertificate: true }),
        check: (pair, n) => {
          expect(snapshots(pair), `request ${n}`).to.deep.equal(before.get(pair));
        },
      });
      expect(requests).to.be.above(20);
      expect(checked).to.be.above(6);
    });
  });
}
