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

type Usage = NodeJS.ResourceUsage & { held: number };

/** What the processes used that a command consisted of: the most memory of one, and the time of all on a core. */
const readUsage = (directory: string): Pick<Sample, 'memory' | 'held' | 'cpu'> => {
  const usages = readdirSync(directory).map(
    (name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Usage
  );
  return {
    memory: Math.max(...usages.map(({ maxRSS }) => maxRSS)) / 1024,
    held: Math.max(...usages.map(({ held }) => held)) / 1024 ** 2,
    cpu: usages.reduce((sum, { userCPUTime, systemCPUTime }) => sum + userCPUTime + systemCPUTime, 0) / 1000,
  };
};

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
  const usages = mkdtempSync(join(stage.home, 'usages-'));
  const from = Date.now();
  const ended = await run(file, words, {
    cwd: cwd ?? stage.home,
    env: {
      ...environmentOf(stage.home, process.execPath),
      ...env,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'usage.js')}`,
      BENCH_USAGES: usages,
    },
  });
  const to = Date.now();
  if (ended.code !== code)
    throw new Error(`${words.join(' ')} ended with ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
  const sample = sampleOf({ from, to, ...readUsage(usages) }, traffic(stage.newRequests(), stage.hub));
  rmSync(usages, { recursive: true });
  return sample;
};
