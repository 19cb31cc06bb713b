import { expect } from 'chai';
import { deploy } from '../../src/org/deploy.ts';
import { sharedClock, withPair } from '../e2e/pair.ts';

const component = { type: 'PermissionSet', fullName: 'A', body: { label: 'A' } } as const;

describe('deploy', () => {
  /** Deploys to an org that takes some time. @returns how long it was waited, and how often it was asked */
  const deployFor = async (duration: number, wait = 600_000) => {
    const { clock, now } = sharedClock();
    const counted = { waited: 0, polls: 0, first: 0, status: '' };
    await withPair({ spoke: { settings: { deployDuration: duration, now } } }, async ({ ends, spoke }) => {
      const begin = clock.now();
      const outcome = await deploy(ends.spoke, [component], {
        ...{ checkOnly: false, deadline: begin + wait, clock },
      });
      const polls = spoke.log.filter(
        ({ method, path }) => method === 'GET' && path.includes('deployRequest/')
      );
      Object.assign(counted, {
        status: outcome.status,
        waited: clock.now() - begin,
        polls: polls.length,
        first: Date.parse(polls[0].time) - begin,
      });
    });
    return counted;
  };

  it('asks every quarter of a second at first, but not at once', async () => {
    expect(await deployFor(2500)).to.deep.equal({ waited: 2500, polls: 10, first: 250, status: 'succeeded' });
  });

  it('asks less and less often, and finds the end within a tenth of the time', async () => {
    const { waited, polls } = await deployFor(30_000);
    expect(waited).to.be.within(30_000, 33_000);
    expect(polls).to.be.at.most(40);
    expect((await deployFor(300_000)).waited).to.be.within(300_000, 304_000);
  });

  it('asks once when there is no time to wait', async () => {
    expect(await deployFor(2500, 0)).to.deep.equal({ waited: 0, polls: 1, first: 0, status: 'running' });
  });
});
