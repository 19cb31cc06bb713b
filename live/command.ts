import { join } from 'node:path';
import type { LinksResult } from '../src/result.ts';
import { run } from '../test/e2e/spawned.ts';

const plugin = join(import.meta.dirname, '..', 'bin', 'run.js');

/** How a command of the plugin ended. */
export type Ended = {
  /** The command alone. */
  name: string;
  /** As one types it. */
  line: string;
  code: number | null;
  seconds: number;
  result?: LinksResult;
  /** What it says of itself where it failed. */
  problem?: string;
};

type Answer = { result?: LinksResult; message?: string; actions?: string[] };

const readAnswer = (text: string): Answer | undefined => {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
};

/** What a run that ended by itself found wrong: failed checks, or what kept a link from being worked on. */
const problemIn = ({ links }: LinksResult): string =>
  links
    .flatMap(({ checks, problem }) => [
      ...checks.filter(({ status }) => status === 'failed').map(({ id, message }) => `${id}: ${message}`),
      ...(problem ? [problem.message] : []),
    ])
    .join('; ');

/** Runs a command of the plugin as a process of its own, as a user would, with `--json`. */
export const command = async (words: string[], tell: (text: string) => void): Promise<Ended> => {
  const line = `sf s2s ${words.join(' ')}`;
  tell(`$ ${line}`);
  const from = Date.now();
  const { code, stdout, stderr } = await run(process.execPath, [plugin, 's2s', ...words, '--json'], {});
  const seconds = (Date.now() - from) / 1000;
  const answer = readAnswer(stdout) ?? { message: stderr.trim() };
  const { result } = answer;
  const problem =
    code === 0
      ? undefined
      : result
        ? problemIn(result)
        : [answer.message, ...(answer.actions ?? [])].filter(Boolean).join(' ');
  tell(`  exit code ${code}, ${seconds.toFixed(1)} s${problem ? `: ${problem}` : ''}`);
  return { name: words[0], line, code, seconds, result, problem };
};
