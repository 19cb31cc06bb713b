import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '../simulator/org.ts';
import type { BenchOptions } from './options.ts';
import type { WantedOrgs } from './orgs.ts';

/** Simulated orgs in a process of their own, and a home directory that is logged in to all of them. */
export type Stage = {
  home: string;
  /** Aliases. */
  hub: string;
  spokes: string[];
  /** What was asked since this was called last. */
  newRequests: () => LogEntry[];
  close: () => void;
};

/**
 * Sets a stage up: a hub that holds nothing but, if asked for, a certificate, and new spokes.
 * @throws Error when the process of the orgs ends before they listen
 */
export const setStage = async (
  { latency, deploy, certificate }: BenchOptions,
  { spokes, hasCertificate }: Pick<WantedOrgs, 'spokes' | 'hasCertificate'>
): Promise<Stage> => {
  const home = mkdtempSync(join(tmpdir(), 's2s-bench-'));
  const logFile = join(home, 'requests.jsonl');
  writeFileSync(logFile, '');
  const wanted: WantedOrgs = { home, logFile, spokes, latency, deploy, certificate, hasCertificate };
  const orgs = fork(join(import.meta.dirname, 'orgs.ts'), [JSON.stringify(wanted)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const failed = once(orgs, 'exit').then(() => {
    throw new Error('The simulated orgs did not start.');
  });
  const [names] = (await Promise.race([once(orgs, 'message'), failed])) as [Pick<Stage, 'hub' | 'spokes'>];
  failed.catch(() => undefined);
  let seen = 0;
  return {
    ...names,
    home,
    newRequests: () => {
      const entries = readFileSync(logFile, 'utf8').split('\n').filter(Boolean);
      const fresh = entries.slice(seen).map((line) => JSON.parse(line) as LogEntry);
      seen = entries.length;
      return fresh;
    },
    close: () => {
      orgs.disconnect();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
