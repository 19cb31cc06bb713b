import { expect } from 'chai';
import { applyManifest, connectHubs } from '../../src/apply/apply.ts';
import { withFleet } from './many.ts';
import { connect, link, type Pair, quickClock } from './pair.ts';

describe('apply with links of several hubs in excess', () => {
  it('asks about one hub after the other, whose links are worked on side by side', () =>
    withFleet(2, async ({ hub, spokes: [spoke, other] }) => {
      for (const from of [hub, other]) {
        const ends = { hub: await connect(from), spoke: await connect(spoke) };
        await link({ hub: from, spoke, ends } as Pair);
      }
      const hubs = await connectHubs(
        [hub, other].map(({ org }) => ({ hub: org.alias, isListed: true, links: [] })),
        undefined
      );
      let [open, most] = [0, 0];
      const asked: string[] = [];
      const outcomes = await applyManifest(
        hubs,
        {
          dryRun: false,
          prune: true,
          wait: 0,
          atOnce: 5,
          progress: { stage: () => undefined, ended: () => undefined },
          confirmPrune: async (name) => {
            asked.push(name);
            open += 1;
            most = Math.max(most, open);
            // The other hub gets as far as its own question meanwhile.
            for (let i = 0; i < 1_000; i += 1) await new Promise((resolve) => setImmediate(resolve));
            open -= 1;
            return name === hub.org.alias;
          },
        },
        quickClock()
      );
      expect([asked.sort(), most]).to.deep.equal([[hub, other].map(({ org }) => org.alias).sort(), 1]);
      const named = ({ org }: typeof hub): boolean =>
        [...org.components.values()].some(({ type }) => type === 'NamedCredential');
      expect([named(hub), named(other)]).to.deep.equal([false, true]);
      expect(outcomes.map(({ pruned }) => pruned.length)).to.deep.equal([1, 1]);
    }));
});
