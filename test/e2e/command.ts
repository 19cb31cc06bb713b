import { join } from 'node:path';
import { Config } from '@oclif/core';
import { SfError } from '@salesforce/core';
import Link from '../../src/commands/s2s/link.ts';
import Verify from '../../src/commands/s2s/verify.ts';

/** What a command printed, and how it ended. */
export type Run = { stdout: string; stderr: string; exitCode: number; error?: SfError };

const commands = { link: Link, verify: Verify };

/** Runs a command in this process as the CLI would, and catches what it prints. */
export const run = async (name: keyof typeof commands, ...words: string[]): Promise<Run> => {
  const config = await Config.load(join(import.meta.dirname, '..', '..'));
  const printed = { stdout: '', stderr: '' };
  const original = { stdout: process.stdout.write, stderr: process.stderr.write };
  const before = process.exitCode;
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].write = (chunk: string | Uint8Array): boolean => {
      printed[stream] += String(chunk);
      return true;
    };
  }
  process.exitCode = undefined;
  try {
    await commands[name].run(words, config);
    return { ...printed, exitCode: Number(process.exitCode ?? 0) };
  } catch (thrown) {
    const error = SfError.wrap(thrown);
    return { ...printed, exitCode: error.exitCode, error };
  } finally {
    process.stdout.write = original.stdout;
    process.stderr.write = original.stderr;
    process.exitCode = before;
  }
};
