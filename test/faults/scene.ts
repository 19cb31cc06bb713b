import type { SfError } from '@salesforce/core';
import { generateKeyPairSync } from 'node:crypto';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { asText, type Section } from '../../src/report/report.ts';
import { connect, type Pair } from '../e2e/pair.ts';

/** How a run of a command ended: what was printed, and the exit code; the error, where it ended with one. */
export type Ending = { exitCode: number; text: string; error?: SfError };

/** A command with the orgs that it works on, in the state from which it starts. */
export type Scene = {
  orgs: SimulatedOrg[];
  /** Runs the command in this process, with connections of its own. */
  run: () => Promise<Ending>;
  /** The same as words behind `sf`. */
  words: string[];
  /** What does not work that has to work afterwards. */
  broken: () => Promise<string[]>;
  close: () => Promise<void>;
};

/** A pair with new connections: what a run has met must not be known to the next. */
export const reconnected = async (pair: Pair): Promise<Pair> => ({
  ...pair,
  ends: { hub: await connect(pair.hub), spoke: await connect(pair.spoke) },
});

/** The end of a run, as the command would tell it. */
export const told = async <T>(
  work: Promise<T>,
  exitCodeOf: (outcome: T) => number,
  report: (outcome: T) => Section[]
): Promise<Ending> => {
  try {
    const outcome = await work;
    return { exitCode: exitCodeOf(outcome), text: asText(report(outcome)) };
  } catch (thrown) {
    const error = thrown as SfError;
    return { exitCode: error.exitCode, text: [error.message, ...(error.actions ?? [])].join('\n'), error };
  }
};

const keys = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));

/**
 * Gives each new certificate of an org another key than the one before has, so that with the old one nothing can be proved;
 * there are two in all, because thousands of certificates are made and making a key takes long.
 */
export const shareKeys = ({ org }: SimulatedOrg): void => {
  org.settings.keyPair = () => Promise.resolve(keys[org.certificates.size % 2]);
};
