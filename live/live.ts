/** The plugin against two real orgs: see `usage`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SfError } from '@salesforce/core';
import { useSteadyTransport } from '../src/org/http.ts';
import type { Ended } from './command.ts';
import { lookAtAll, type Row } from './doubts.ts';
import { inventory, leftBehind } from './inventory.ts';
import { readOptions, usage } from './options.ts';
import { connectBoth } from './orgs.ts';
import type { Live } from './probe.ts';
import { report } from './report.ts';
import { guardLinks, tellStory, unlink } from './story.ts';

const tell = (text: string): void => {
  console.error(text);
};

let stopped = false;
const isStopped = (): boolean => stopped;

/** @returns whether all went well and nothing is left */
const run = async (live: Live, version: string): Promise<boolean> => {
  await guardLinks(live);
  const before = { hub: await inventory(live.hub), spoke: await inventory(live.spoke) };
  const stop = (): void => {
    stopped = true;
    tell('Stopping. First the orgs are tidied up.');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  const commands: Ended[] = [];
  const rows: Row[] = [];
  try {
    commands.push(...(await tellStory(live, before, isStopped)));
    rows.push(...(await lookAtAll(live, isStopped)));
  } finally {
    commands.push(await unlink(live, before, commands));
  }
  console.log(report(live, version, commands, rows));
  const wrong = [
    ...commands
      .filter(({ code }) => code !== 0)
      .map(({ line, problem }) => `This failed: ${line}\n  ${problem}`),
    ...(await leftBehind(live.hub, before.hub)),
    ...(await leftBehind(live.spoke, before.spoke)),
  ];
  wrong.forEach(tell);
  return !stopped && wrong.length === 0;
};

const main = async (): Promise<number> => {
  try {
    const options = readOptions(process.env);
    useSteadyTransport();
    const orgs = await connectBoth(options);
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
      version: string;
    };
    return (await run({ ...orgs, tell }, version)) ? 0 : 1;
  } catch (error) {
    const { message, actions = [] } = SfError.wrap(error);
    tell([message, ...actions].join('\n'));
    if (error instanceof Error && error.message.startsWith('S2S_LIVE')) tell(`\n${usage}`);
    return 2;
  }
};

process.exitCode = await main();
