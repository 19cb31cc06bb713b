import { expect } from 'chai';
import type { Fault } from '../../simulator/org.ts';
import { useSteadyTransport } from '../../src/org/http.ts';
import { createComponent, listComponents, readComponents } from '../../src/org/metadata.ts';
import { queries } from '../../src/org/query.ts';
import { selfSignedCertificate } from '../../src/metadata/certificate.ts';
import { type Pair, startPair } from '../e2e/pair.ts';

describe('org/asked', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startPair();
  });
  afterEach(() => pair.close());

  const ask = (): Promise<unknown> => queries(pair.ends.hub, { users: 'SELECT Id FROM User' });
  const questions: [string, () => Promise<unknown>][] = [
    ['a batch of queries', ask],
    ['a list of components', () => listComponents(pair.ends.hub, ['Certificate'])],
    ['components', () => readComponents(pair.ends.hub, 'Certificate', ['A'])],
  ];
  const kinds: Fault['kind'][] = ['refuse', 'reset', 'unavailable', 'html', 'truncate'];

  for (const [what, question] of questions)
    it(`asks for ${what} three times, whatever comes instead of an answer`, async () => {
      for (const kind of kinds) {
        pair.hub.fault({ kind, times: 2 });
        const before = pair.hub.log.length;
        await question();
        expect(pair.hub.log.length - before, kind).to.equal(3);
        pair.hub.fault({ kind, times: 3 });
        const failure = await question().catch((error: unknown) => error);
        expect(failure, kind).to.be.instanceOf(Error);
        expect(pair.hub.log.length - before, kind).to.equal(6);
      }
    });

  it('does not ask again where the org was silent, or refused', async () => {
    useSteadyTransport({ firstRetryDelay: 0, silence: 50 });
    for (const kind of ['hang', 'expired', 'tooMany'] as const) {
      pair.hub.fault({ kind, times: 1 });
      const before = pair.hub.log.length;
      expect(await ask().catch((error: unknown) => error), kind).to.be.instanceOf(Error);
      expect(pair.hub.log.length - before, kind).to.equal(1);
    }
    useSteadyTransport({ firstRetryDelay: 0 });
  });

  it('has nothing to do with what changes something', async () => {
    pair.hub.fault({ kind: 'reset' });
    const made = createComponent(pair.ends.hub, selfSignedCertificate('S2S_A', new Date()));
    expect(await made.catch((error: unknown) => error)).to.be.instanceOf(Error);
    expect(pair.hub.log).to.have.lengthOf(1);
  });
});
