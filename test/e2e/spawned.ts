import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Compiles the plugin where nobody has done it yet; `npm test` has. */
export const compile = (): void => {
  if (existsSync(join(root, 'lib', 'commands', 's2s', 'verify.js'))) return;
  const { status, stdout } = spawnSync('npm', ['run', 'build'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
};

export type Ended = { code: number | null; stdout: string; stderr: string };

export type Started = { kill: (signal: NodeJS.Signals) => void; ended: Promise<Ended> };

/** Starts a process without input and gathers what it prints. */
export const start = (
  command: string,
  words: string[],
  options: { cwd?: string; env?: Record<string, string | undefined> }
): Started => {
  const child = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (ended.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (ended.stderr += String(chunk)));
  return {
    kill: (signal) => child.kill(signal),
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ ...ended, code });
      });
    }),
  };
};

/** Runs a process without input to its end. */
export const run = (...process: Parameters<typeof start>): Promise<Ended> => start(...process).ended;

/** Starts the compiled plugin as a process of its own that logs all it can. */
export const startPlugin = (env: Record<string, string>, ...words: string[]): Started =>
  start(process.execPath, [join(root, 'bin', 'run.js'), ...words], {
    env: { ...process.env, ...env, SF_LOG_LEVEL: 'trace', SF_DISABLE_LOG_FILE: 'false' },
  });

/** Runs the compiled plugin and waits for its end. */
export const runPlugin = (env: Record<string, string>, ...words: string[]): Promise<Ended> =>
  startPlugin(env, ...words).ended;

/** Every file below a directory, with its content. */
export const filesBelow = (directory: string): { path: string; content: string }[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path, content: readFileSync(path, 'utf8') };
    });

/** What no text may hold: access tokens, assertions, private keys. */
export const secretForms = [/00D\w{12}(?:\w{3})?![\w.]{20,}/, /eyJ[\w-]+\.[\w-]+\.[\w-]+/, /PRIVATE KEY/];
