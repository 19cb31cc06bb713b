import { expect } from 'chai';
import type { Fault, Org } from '../../simulator/org.ts';
import { link, type Pair, startPair, unwell, verify } from './pair.ts';

/** What an org holds in the end, names only: keys and ids differ from run to run. */
const contentOf = (org: Org): string[] => [...org.components.keys()].sort();

const points: { end: 'hub' | 'spoke'; fault: Fault; rodeOut?: true }[] = [
  { end: 'hub', fault: { kind: 'reset', operation: /createMetadata/ } },
  { end: 'hub', fault: { kind: 'truncate', operation: /createMetadata/ } },
  { end: 'hub', fault: { kind: 'html', operation: /readMetadata/ } },
  { end: 'spoke', fault: { kind: 'reset', path: /deployRequest$/ } },
  { end: 'spoke', fault: { kind: 'html', path: /deployRequest\/\w+$/ } },
  { end: 'spoke', fault: { kind: 'truncate', path: /\/composite$/ }, rodeOut: true },
  { end: 'spoke', fault: { kind: 'expired', operation: /readMetadata/ } },
  { end: 'hub', fault: { kind: 'reset', path: /deployRequest$/ } },
  { end: 'hub', fault: { kind: 'unavailable', path: /deployRequest\/\w+$/ } },
  { end: 'hub', fault: { kind: 'reset', path: /\/composite$/ } },
  { end: 'hub', fault: { kind: 'reset', path: /executeAnonymous/ } },
];

describe('a run of link that is stopped', () => {
  let whole: { hub: string[]; spoke: string[] };
  before(async () => {
    const pair = await startPair();
    await link(pair);
    whole = { hub: contentOf(pair.hub.org), spoke: contentOf(pair.spoke.org) };
    await pair.close();
  });

  for (const { end, fault, rodeOut } of points) {
    const where = String(fault.path ?? fault.operation);
    it(`at ${where} of the ${end} (${fault.kind}) is continued by the next`, async () => {
      const pair: Pair = await startPair();
      try {
        pair[end].fault({ ...fault, times: 1000 });
        const error = await link(pair).then(
          () => undefined,
          (thrown: unknown) => thrown as Error & { actions?: string[] }
        );
        if (!rodeOut) {
          expect(error?.actions, error?.message).to.have.length.greaterThan(0);
          expect(error?.message).not.to.match(/undefined|\[object|at .*\.[jt]s:/);
        }
        pair[end].org.faults.length = 0;

        await link(pair);
        const rungs = Object.values(await verify(pair));
        expect(unwell(rungs)).to.deep.equal([]);
        const unnamed = (names: string[]): string[] =>
          names.map((name) => name.replace(/localhost_\d+/, 'localhost'));
        expect(unnamed(contentOf(pair.hub.org))).to.deep.equal(unnamed(whole.hub));
        expect(unnamed(contentOf(pair.spoke.org))).to.deep.equal(unnamed(whole.spoke));
      } finally {
        await pair.close();
      }
    });
  }
});
