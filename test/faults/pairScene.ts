import type { LinkRequest } from '../../src/link/request.ts';
import { link, type Pair, startPair } from '../e2e/pair.ts';
import { allowTokenInBody, callBothWays } from '../e2e/rotation.ts';
import { type Ending, reconnected, type Scene, shareKeys } from './scene.ts';

export const silent = (): void => undefined;

export const start = async (options: Parameters<typeof startPair>[0] = {}): Promise<Pair> => {
  const pair = await startPair(options);
  shareKeys(pair.hub);
  return pair;
};

export const startLinked = async (request: Partial<LinkRequest> = {}, spoke = {}): Promise<Pair> => {
  const pair = await start({ spoke });
  await link(pair, request);
  allowTokenInBody(pair);
  await callBothWays(pair);
  return pair;
};

export const works = async (pair: Pair): Promise<string[]> => {
  allowTokenInBody(pair);
  return callBothWays(await reconnected(pair));
};
export const nothing = (): Promise<string[]> => Promise.resolve([]);

/** A scene between a hub and a spoke. @param words of the command, behind `s2s` */
export const pairScene = (
  pair: Pair,
  words: string[],
  broken: Scene['broken'],
  run: (pair: Pair) => Promise<Ending>
): Scene => ({
  orgs: [pair.hub, pair.spoke],
  run: async () => run(await reconnected(pair)),
  words: ['s2s', ...words],
  broken,
  close: () => pair.close(),
});

export const both = ({ hub, spoke }: Pair): string[] => ['--hub', hub.org.alias, '--spoke', spoke.org.alias];
