import { join } from 'node:path';
import { Config } from '@oclif/core';
import { SfError } from '@salesforce/core';
import sinon from 'sinon';
import Accept from '../../src/commands/s2s/accept.ts';
import Apply from '../../src/commands/s2s/apply.ts';
import CertificateRequest from '../../src/commands/s2s/certificate/request.ts';
import CertificateUpload from '../../src/commands/s2s/certificate/upload.ts';
import Export from '../../src/commands/s2s/export.ts';
import Link from '../../src/commands/s2s/link.ts';
import List from '../../src/commands/s2s/list.ts';
import Request from '../../src/commands/s2s/request.ts';
import Rotate from '../../src/commands/s2s/rotate.ts';
import Unlink from '../../src/commands/s2s/unlink.ts';
import Verify from '../../src/commands/s2s/verify.ts';

/** What a command printed, and how it ended. */
export type Run = { stdout: string; stderr: string; exitCode: number; error?: SfError };

export const commands = {
  accept: Accept,
  apply: Apply,
  'certificate request': CertificateRequest,
  'certificate upload': CertificateUpload,
  export: Export,
  link: Link,
  list: List,
  request: Request,
  rotate: Rotate,
  unlink: Unlink,
  verify: Verify,
};

export const loadConfig = (): Promise<Config> => Config.load(join(import.meta.dirname, '..', '..'));

/** Runs a command in this process as the CLI would, and catches what it prints. */
export const run = async (name: keyof typeof commands, ...words: string[]): Promise<Run> => {
  const config = await loadConfig();
  const streams = {
    stdout: sinon.stub(process.stdout, 'write').returns(true),
    stderr: sinon.stub(process.stderr, 'write').returns(true),
  };
  const before = process.exitCode;
  process.exitCode = undefined;
  let error: SfError | undefined;
  try {
    const Command: { run: (words: string[], config: Config) => Promise<unknown> } = commands[name];
    await Command.run(words, config);
  } catch (thrown) {
    error = SfError.wrap(thrown);
  }
  const exitCode = error?.exitCode ?? process.exitCode ?? 0;
  const printed = (stream: keyof typeof streams): string =>
    streams[stream].args.map(([chunk]) => String(chunk)).join('');
  const outcome = { stdout: printed('stdout'), stderr: printed('stderr'), exitCode, error };
  process.exitCode = before;
  sinon.restore();
  return outcome;
};
