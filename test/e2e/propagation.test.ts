import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import type { Clock } from '../../src/org/clock.ts';
import { verifyLinks, type VerifyOutcome } from '../../src/verify/links.ts';
import { exitCodeOf, verifyReport } from '../../src/verify/report.ts';
import { exitCodeOf as exitCodeOfLink, linkReport } from '../../src/link/report.ts';
import { link, type Pair, quickClock, requestFor, sharedClock, thrownBy, withPair } from './pair.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const requestOf = ({ hub, spoke, ends }: Pair) => ({
  hub: { conn: ends.hub, name: hub.org.alias },
  spokes: [{ conn: ends.spoke, name: spoke.org.alias }],
  calloutUsers: [],
});

const verify = (pair: Pair, wait: number, clock: Clock = quickClock()): Promise<VerifyOutcome> =>
  verifyLinks(requestOf(pair), { wait, waiting: () => undefined }, clock);

const tokenRequests = ({ log }: SimulatedOrg): number =>
  log.filter(({ path }) => path.endsWith('/oauth2/token')).length;

const scriptsIn = ({ log }: SimulatedOrg, from: number): number =>
  log.slice(from).filter(({ path }) => path.includes('executeAnonymous')).length;

const waitRemedy = ({ hub, spoke }: Pair): string =>
  `A change can take up to ten minutes to spread. Wait for it: ` +
  `sf s2s verify --hub ${hub.org.alias} --spoke ${spoke.org.alias} --wait 10`;
const waitingCommand = (pair: Pair): string => waitRemedy(pair).replace(/.*: /, '');

describe('a change that is still spreading', () => {
  it('is a failed check where nobody waits, and the remedy is to wait', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.spoke.org.settings.propagation = day;
      const outcome = await verify(pair, 0);
      expect(outcome).to.include({ passed: false, unfinished: false });
      expect(exitCodeOf(outcome)).to.equal(1);
      const token = outcome.result.links[0].checks.find(({ id }) => id === 'token');
      expect(token?.status).to.equal('failed');
      expect(token?.actions).to.deep.equal([waitRemedy(pair)]);
      expect(verifyReport(outcome, requestOf(pair)).at(-1)?.lines).to.deep.equal([
        `${outcome.result.links[0].name} is not in order: its check token failed.`,
      ]);
    }));

  it('ends with 69 where the time to wait was not enough, and says how to go on', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.spoke.org.settings.propagation = day;
      const outcome = await verify(pair, 10 * minute);
      expect(exitCodeOf(outcome)).to.equal(69);
      expect(verifyReport(outcome, requestOf(pair)).at(-1)?.lines.slice(1)).to.deep.equal([
        `Not finished: a change may still be spreading. To continue: ${waitingCommand(pair)}`,
      ]);
    }));

  it('passes as soon as it has spread', async () => {
    const { clock, now } = sharedClock();
    await withPair({ spoke: { settings: { now } } }, async (pair) => {
      await link(pair, {}, {}, clock);
      pair.spoke.org.settings.propagation = 5 * minute;
      const start = now();
      const outcome = await verify(pair, 10 * minute, clock);
      expect(exitCodeOf(outcome)).to.equal(0);
      expect(now() - start).to.be.within(4 * minute, 6 * minute);
    });
  });

  it('has the hub call while an assertion is signed', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { length } = pair.hub.log;
      // The first answer waits for the other request.
      const until = (async (): Promise<void> => {
        for (let i = 0; i < 100_000 && scriptsIn(pair.hub, length) < 2; i += 1)
          await new Promise((resolve) => setImmediate(resolve));
        expect(scriptsIn(pair.hub, length)).to.equal(2);
      })();
      pair.hub.fault({ kind: 'delay', path: /executeAnonymous/, times: 1, until });
      const [outcome] = await Promise.all([verify(pair, 0), until]);
      expect(outcome.passed).to.equal(true);
    }));

  it('has the hub call anew once a token is granted, not at each try', async () => {
    const { clock, now } = sharedClock();
    await withPair({ spoke: { settings: { now } } }, async (pair) => {
      await link(pair, {}, {}, clock);
      pair.spoke.org.settings.propagation = 5 * minute;
      const [hub, spoke] = [pair.hub.log.length, pair.spoke.log.length];
      expect(exitCodeOf(await verify(pair, 10 * minute, clock))).to.equal(0);
      const exchanges = pair.spoke.log
        .slice(spoke)
        .filter(({ path, callout }) => path.endsWith('/token') && !callout).length;
      expect(exchanges).to.be.above(2);
      // Each exchange needs a signature; besides, there is a callout beside the first and one after the last.
      expect(scriptsIn(pair.hub, hub)).to.equal(exchanges + 2);
    });
  });

  it('is told apart from what waiting does not mend', () =>
    withPair({}, async (pair) => {
      await link(pair);
      pair.spoke.org.settings.propagation = day;
      const request = { ...requestOf(pair), expiresWithin: 9999 };
      const outcome = await verifyLinks(request, { wait: minute, waiting: () => undefined }, quickClock());
      expect(exitCodeOf(outcome)).to.equal(1);
      expect(tokenRequests(pair.spoke)).to.be.lessThan(5);
      const [{ checks }] = outcome.result.links;
      expect(checks.find(({ id }) => id === 'token')?.actions).not.to.include(waitRemedy(pair));
    }));

  it('costs 40 token requests a link and run at most, however long the time', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const before = tokenRequests(pair.spoke);
      // The last try of one rung gets through, so that the next one goes on trying.
      Object.defineProperty(pair.spoke.org.settings, 'propagation', {
        get: () => (tokenRequests(pair.spoke) - before === 20 ? 0 : 365 * day),
      });
      pair.hub.org.calloutTokens.clear();
      const outcome = await verify(pair, day);
      expect(outcome.unfinished).to.equal(true);
      const [{ checks }] = outcome.result.links;
      expect(checks.slice(-2).map(({ status }) => status)).to.deep.equal(['passed', 'failed']);
      expect(tokenRequests(pair.spoke) - before).to.equal(40);
    }));

  it('costs one try more at most where the hub does not answer', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const { length } = pair.hub.log;
      const scripts = (): number => scriptsIn(pair.hub, length);
      pair.hub.fault({ kind: 'reset', path: /executeAnonymous/, times: 1 });
      expect((await verify(pair, 0)).passed).to.equal(true);
      expect(scripts()).to.equal(3);
      pair.hub.fault({ kind: 'unavailable', path: /executeAnonymous/, times: 100 });
      expect((await thrownBy(verify(pair, day))).name).to.equal('UnexpectedAnswerError');
      // Two tries to have an assertion signed, and the callout that begins beside the first.
      expect(scripts()).to.equal(3 + 3);
    }));

  it('ends link with 69, and the next run of link goes on waiting', async () => {
    const { clock, now } = sharedClock();
    await withPair({ spoke: { settings: { propagation: day, now } } }, async (pair) => {
      const request = requestFor(pair);
      for (const changed of [true, false]) {
        const outcome = await link(pair, {}, { wait: changed ? 0 : minute }, clock);
        expect(outcome.result.links[0].changed).to.equal(changed);
        expect(exitCodeOfLink(outcome)).to.equal(69);
        expect(linkReport(outcome, request).at(-1)?.lines[0]).to.include(
          `To continue: ${waitingCommand(pair)}`
        );
      }
      pair.spoke.org.settings.propagation = 5 * minute;
      const last = await link(pair, {}, { wait: 10 * minute }, clock);
      expect(exitCodeOfLink(last)).to.equal(0);
    });
  });
});
