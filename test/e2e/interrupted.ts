import { generateKeyPairSync } from 'node:crypto';
import type { Fault } from '../../simulator/org.ts';
import { changesSince, type Pair, startPair } from './pair.ts';

const [keys, otherKeys] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
const settings = { keyPair: () => Promise.resolve(keys) };

/** Gives each certificate another key than the one before has: with the old one nothing new can be proved. */
export const changingKeys = (): (() => Promise<typeof keys>) => {
  let count = 0;
  return () => Promise.resolve([keys, otherKeys][count++ % 2]);
};

/** Two orgs whose certificates all have one key: hundreds of them are made, and making a key takes long. */
export const startQuickPair = (options: Parameters<typeof startPair>[0] = {}): Promise<Pair> =>
  startPair({
    hub: { ...options?.hub, settings: { ...settings, ...options?.hub?.settings } },
    spoke: { ...options?.spoke, settings: { ...settings, ...options?.spoke?.settings } },
  });

/** Such a pair for as long as some work takes. */
export const withQuickPair = async (
  work: (pair: Pair) => Promise<void>,
  options: Parameters<typeof startPair>[0] = {}
): Promise<void> => {
  const pair = await startQuickPair(options);
  try {
    await work(pair);
  } finally {
    await pair.close();
  }
};

/** A path that fits while a condition holds. */
const whenever = (holds: () => boolean): RegExp => Object.assign(/(?:)/, { test: holds });

/**
 * Cuts all connections to both orgs at the n-th request that comes from now on, as if the process had been killed: that
 * request is carried out and its answer lost, later ones do not arrive.
 */
const cutAt = ({ hub, spoke }: Pair, n: number): { wasReached: () => boolean; mend: () => void } => {
  let count = 0;
  const faults: Fault[] = [
    { kind: 'reset', path: whenever(() => ++count === n) },
    { kind: 'refuse', path: whenever(() => count > n) },
  ];
  for (const { org } of [hub, spoke]) org.faults.push(...faults);
  return {
    wasReached: () => count >= n,
    mend: () => {
      for (const { org } of [hub, spoke]) org.faults.length = 0;
    },
  };
};

export type Interrupted = {
  /** Orgs in the state from which the run starts. */
  prepare: () => Promise<Pair>;
  run: (pair: Pair) => Promise<unknown>;
  /** Looks at the orgs after the run was cut off and run again undisturbed. */
  check: (pair: Pair, n: number) => Promise<void> | void;
};

/**
 * Cuts a run off at each of its requests in turn, the first, the second, …, runs it again undisturbed, and checks. What
 * leaves the orgs as the request before did (a look, a poll) is not tried again.
 * @returns how many requests the run has, and from how many states it was run again
 */
export const atEachRequest = async ({
  prepare,
  run,
  check,
}: Interrupted): Promise<{ requests: number; checked: number }> => {
  let pair: Pair | undefined;
  let checked = 0;
  let last = '';
  for (let n = 1; ; n += 1) {
    pair ??= await prepare();
    const lengths = [pair.hub.log.length, pair.spoke.log.length];
    const cut = cutAt(pair, n);
    await run(pair).catch(() => undefined);
    cut.mend();
    if (!cut.wasReached()) {
      await pair.close();
      return { requests: n - 1, checked };
    }
    const changes = [changesSince(pair.hub, lengths[0]), changesSince(pair.spoke, lengths[1])];
    if (changes.flat().length === 0) continue;
    const state = changes.map(({ length }) => length).join();
    if (state !== last) {
      checked += 1;
      await run(pair);
      await check(pair, n);
    }
    last = state;
    await pair.close();
    pair = undefined;
  }
};
