import type { Accepting } from '../../src/handover/acceptRequest.ts';
import { render, type RequestDocument } from '../../src/handover/document.ts';
import { acceptExitCode, acceptReport, requestReport } from '../../src/handover/report.ts';
import { exitCodeOf as linkExitCode, linkReport } from '../../src/link/report.ts';
import { accept, accepting, ask, fileWith, linkBy, newFile, replyOf, requestOf } from '../e2e/handing.ts';
import { type Pair, requestFor } from '../e2e/pair.ts';
import { addSet } from '../e2e/serviceUsers.ts';
import { nothing, pairScene, start, works } from './pairScene.ts';
import { type Scene, told } from './scene.ts';

export const requesting = async (): Promise<Scene> => {
  const pair = await start();
  const file = newFile();
  const asking = { hub: pair.hub.org.alias, spokeUrl: pair.spoke.url, rotate: false, outputFile: file };
  return pairScene(
    pair,
    ['request', '--hub', asking.hub, '--spoke-url', asking.spokeUrl, '--output-file', file],
    nothing,
    (ends) =>
      told(
        ask(ends, asking),
        () => 0,
        (outcome) => requestReport(outcome, asking, false)
      )
  );
};

const acceptWords = ({ spoke }: Pair, document: RequestDocument): string[] => [
  ...['accept', '--spoke', spoke.org.alias, '--no-prompt'],
  ...['--request-file', fileWith(render(document)), '--output-file', newFile()],
];

export const acceptingWith = async (decided: Partial<Accepting>, words: string[]): Promise<Scene> => {
  const pair = await start();
  addSet(pair, 'Orders');
  const document = await requestOf(pair);
  return pairScene(pair, [...acceptWords(pair, document), ...words], nothing, (ends) =>
    told(
      accept(ends, document, decided),
      (outcome) => acceptExitCode(outcome, false),
      (outcome) => acceptReport(document, outcome, accepting(pair, decided), false)
    )
  );
};

export const linkingByReply = async (): Promise<Scene> => {
  const pair = await start();
  const reply = await replyOf(pair, await requestOf(pair));
  const words = ['link', '--hub', pair.hub.org.alias, '--reply-file', fileWith(render(reply)), '--no-prompt'];
  const request = requestFor(pair, { spoke: reply.spoke.url, files: { reply: 'reply.s2s.json' } });
  return pairScene(
    pair,
    words,
    () => works(pair),
    (ends) => told(linkBy(ends, reply), linkExitCode, (outcome) => linkReport(outcome, request))
  );
};
