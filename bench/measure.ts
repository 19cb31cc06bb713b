import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf } from '../test/sf/install.ts';
import { run } from '../test/e2e/spawned.ts';
import { type Sample, sampleOf } from './sample.ts';
import type { Stage } from './stage.ts';
import { traffic } from './traffic.ts';

const root = join(import.meta.dirname, '..');

/** A command line, and what it needs besides the home of a stage. */
export type Command = {
  file: string;
  words: string[];
  cwd?: string;
  env?: Record<string, string>;
  /** The exit code that it ends with when all is well; 0 if nothing is said. */
  code?: number;
};

/** The compiled plugin, as a process of its own. */
export const plugin = (...words: string[]): Command => ({
  file: process.execPath,
  words: [join(root, 'bin', 'run.js'), ...words],
});

/** The most memory that one of the processes held, in MB. */
const readPeak = (directory: string): number =>
  Math.max(...readdirSync(directory).map((name) => Number(readFileSync(join(directory, name), 'utf8')))) /
  1024;

/**
 * Runs a command on a stage as a process of its own and measures it. The log file of the CLI is switched off: its worker
 * makes the end of a process a second longer, or not, at random.
 * @throws Error with all that was printed, when it ends with another exit code
 */
export const measure = async (
  stage: Stage,
  { file, words, cwd, env, code = 0 }: Command
): Promise<Sample> => {
  stage.newRequests();
  const peaks = mkdtempSync(join(stage.home, 'peaks-'));
  const from = Date.now();
  const ended = await run(file, words, {
    cwd: cwd ?? stage.home,
    env: {
      ...environmentOf(stage.home, process.execPath),
      ...env,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'peak.js')}`,
      BENCH_PEAKS: peaks,
    },
  });
  const to = Date.now();
  if (ended.code !== code)
    throw new Error(`${words.join(' ')} ended with ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
  const sample = sampleOf({ from, to, memory: readPeak(peaks) }, traffic(stage.newRequests(), stage.hub));
  rmSync(peaks, { recursive: true });
  return sample;
};
