import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import type { Clock } from '../../src/org/clock.ts';
import { link, type Pair, sharedClock, unwell, verify, withPair } from './pair.ts';
import { allowTokenInBody, callBothWays, callingThroughout, nameOfLink, rotate } from './rotation.ts';

const appsOf = ({ spoke }: Pair): string[] =>
  rows(spoke.org, 'ExternalClientApplication').map(({ DeveloperName }) => String(DeveloperName));
const certificatesOf = ({ hub }: Pair): string[] => [...hub.org.certificates.keys()];
const descriptionOf = ({ hub, ...pair }: Pair): string =>
  String(hub.org.components.get(`ExternalCredential:${nameOfLink({ hub, ...pair })}`)?.body.description);
const hubName = ({ hub }: Pair): string => `localhost_${new URL(hub.url).port}`;

const day = 24 * 60 * 60 * 1000;

/** A pair whose time passes only when the plugin sleeps. */
const withClock = (work: (pair: Pair, clock: Clock) => Promise<void>): Promise<void> => {
  const { clock, now } = sharedClock();
  const settings = { now };
  return withPair({ hub: { settings }, spoke: { settings } }, (pair) => work(pair, clock));
};

describe('rotate', () => {
  it('moves a link to a new certificate and a second app, and keeps the first while its sessions may last', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const [old] = certificatesOf(pair);
      const { result, problems, certificate } = await rotate(pair);
      expect(problems).to.deep.equal([]);
      expect(unwell(result.links[0].checks)).to.deep.equal([]);
      expect(certificatesOf(pair)).to.deep.equal([old, certificate]);
      expect(appsOf(pair)).to.deep.equal([hubName(pair), `${hubName(pair)}_2`]);
      expect(result.links[0]).to.include({ app: `${hubName(pair)}_2`, changed: true });
      expect(descriptionOf(pair)).to.match(new RegExp(`Retiring since 20.*Z: ${hubName(pair)}$`));
      expect(result.links[0].steps.at(-1)).to.include({ action: 'keep', name: hubName(pair) });
    }));

  it('ends when the time of the old app is over, and the next rotation takes its name again', () =>
    withClock(async (pair, clock) => {
      await link(pair, {}, {}, clock);
      await rotate(pair, {}, {}, clock);
      const early = await rotate(pair, {}, {}, clock);
      expect(early.result.links[0]).to.include({ changed: false });
      expect(early.certificate).to.equal(undefined);
      await clock.sleep(day);
      const { result } = await rotate(pair, { deleteCertificate: true }, {}, clock);
      expect(result.links[0]).to.include({ changed: true });
      expect(appsOf(pair)).to.deep.equal([`${hubName(pair)}_2`]);
      expect(descriptionOf(pair)).not.to.include('Retiring');
      expect(certificatesOf(pair)).to.have.lengthOf(1);
      expect(unwell(Object.values(await verify(pair)))).to.deep.equal([]);
      expect((await rotate(pair, {}, {}, clock)).result.links[0]).to.include({ changed: false });
      await clock.sleep(day);
      await rotate(pair, { retireNow: true }, {}, clock);
      expect(appsOf(pair)).to.deep.equal([hubName(pair)]);
    }));

  it('lets no callout fail, over REST or SOAP, from the first request to the last', () =>
    withPair({}, async (pair) => {
      await link(pair);
      allowTokenInBody(pair);
      expect(await callBothWays(pair)).to.deep.equal([]);
      const { count, problems } = await callingThroughout(
        pair,
        rotate(pair, { retireNow: true, deleteCertificate: true })
      );
      expect(problems).to.deep.equal([]);
      expect(count).to.be.above(10);
      expect(appsOf(pair)).to.deep.equal([`${hubName(pair)}_2`]);
      expect(await callBothWays(pair)).to.deep.equal([]);
    }));
});
