import { expect } from 'chai';
import { rotateLinks, type RotateOptions, type RotateOutcome } from '../../src/rotate/rotate.ts';
import type { RotateRequest } from '../../src/rotate/request.ts';
import type { Clock } from '../../src/org/clock.ts';
import { link, type Pair, quickClock, unwell, withPair } from './pair.ts';

const rotate = (
  pair: Pair,
  request: Partial<RotateRequest> = {},
  options: Partial<RotateOptions> = {},
  clock: Clock = quickClock()
): Promise<RotateOutcome> =>
  rotateLinks(
    {
      hub: { conn: pair.ends.hub, name: pair.hub.org.alias },
      spokes: [{ conn: pair.ends.spoke, name: pair.spoke.org.alias }],
      retireNow: false,
      deleteCertificate: false,
      ...request,
    },
    { dryRun: false, wait: 600_000, waiting: () => undefined, ...options },
    clock
  );

describe('rotate', () => {
  it('moves a link to a new certificate and a second app, and keeps the first for a while', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { result, problems } = await rotate(pair);
      console.dir(result, { depth: 6 });
      console.dir(problems);
      expect(problems).to.deep.equal([]);
      expect(unwell(result.links[0].checks)).to.deep.equal([]);
    }));
});
