import pLimit from 'p-limit';
import { acceptExitCode, acceptReport, requestReport } from '../../src/handover/report.ts';
import type { Accepting } from '../../src/handover/acceptRequest.ts';
import { render, type RequestDocument } from '../../src/handover/document.ts';
import { applyManifest, connectHubs } from '../../src/apply/apply.ts';
import { applyExitCode, applyReport } from '../../src/apply/report.ts';
import { exitCodeOf as linkExitCode, linkReport } from '../../src/link/report.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import { exitCodeOf as rotateExitCode, rotateReport } from '../../src/rotate/report.ts';
import { exitCodeOf as unlinkExitCode, unlinkReport } from '../../src/unlink/report.ts';
import { verifyLinks } from '../../src/verify/links.ts';
import { exitCodeOf as verifyExitCode, verifyReport } from '../../src/verify/report.ts';
import { accept, accepting, ask, fileWith, linkBy, newFile, replyOf, requestOf } from '../e2e/handing.ts';
import { startFleet } from '../e2e/many.ts';
import { link, type Pair, quickClock, requestFor, startPair } from '../e2e/pair.ts';
import { allowTokenInBody, callBothWays, rotate } from '../e2e/rotation.ts';
import { addSet, username } from '../e2e/serviceUsers.ts';
import { unlink } from '../e2e/unlinking.ts';
import { type Ending, reconnected, type Scene, shareKeys, told } from './scene.ts';

const silent = (): void => undefined;

const start = async (options: Parameters<typeof startPair>[0] = {}): Promise<Pair> => {
  const pair = await startPair(options);
  shareKeys(pair.hub);
  return pair;
};

const startLinked = async (request: Partial<LinkRequest> = {}, spoke = {}): Promise<Pair> => {
  const pair = await start({ spoke });
  await link(pair, request);
  allowTokenInBody(pair);
  await callBothWays(pair);
  return pair;
};

const works = async (pair: Pair): Promise<string[]> => {
  allowTokenInBody(pair);
  return callBothWays(await reconnected(pair));
};
const nothing = (): Promise<string[]> => Promise.resolve([]);

const scene = (
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

const both = ({ hub, spoke }: Pair): string[] => ['--hub', hub.org.alias, '--spoke', spoke.org.alias];

const linking = async (app: 'external-client-app' | 'connected-app', spoke = {}): Promise<Scene> => {
  const pair = await start({ spoke });
  const request = requestFor(pair, { app });
  return scene(
    pair,
    ['link', ...both(pair), '--app', app, '--no-prompt'],
    () => works(pair),
    (ends) => told(link(ends, { app }), linkExitCode, (outcome) => linkReport(outcome, request))
  );
};

const verifying = async (): Promise<Scene> => {
  const pair = await startLinked();
  return scene(
    pair,
    ['verify', ...both(pair)],
    () => works(pair),
    ({ ends: { hub, spoke } }) => {
      const request = {
        hub: { conn: hub, name: pair.hub.org.alias },
        spokes: [{ conn: spoke, name: pair.spoke.org.alias }],
        calloutUsers: [],
      };
      const work = verifyLinks(request, { wait: 0, waiting: silent }, quickClock());
      return told(work, verifyExitCode, (outcome) => verifyReport(outcome, request));
    }
  );
};

const unlinking = async (request: Partial<LinkRequest> = {}, spoke = {}): Promise<Scene> => {
  const pair = await startLinked(request, spoke);
  return scene(pair, ['unlink', ...both(pair), '--delete-certificate', '--no-prompt'], nothing, (ends) =>
    told(
      unlink(ends, { deleteCertificate: true }),
      (outcome) => unlinkExitCode(outcome, false),
      (outcome) => unlinkReport(outcome, false)
    )
  );
};

const rotating = async (): Promise<Scene> => {
  const pair = await startLinked();
  return scene(
    pair,
    ['rotate', ...both(pair), '--retire-now'],
    () => works(pair),
    (ends) => {
      const hub = { conn: ends.ends.hub, name: pair.hub.org.alias };
      const request = { hub, spokes: [], retireNow: true, deleteCertificate: false };
      return told(rotate(ends, { retireNow: true }), rotateExitCode, (outcome) =>
        rotateReport(outcome, request, false)
      );
    }
  );
};

const requesting = async (): Promise<Scene> => {
  const pair = await start();
  const file = newFile();
  const asking = { hub: pair.hub.org.alias, spokeUrl: pair.spoke.url, rotate: false, outputFile: file };
  return scene(
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

const acceptingWith = async (decided: Partial<Accepting>, words: string[]): Promise<Scene> => {
  const pair = await start();
  addSet(pair, 'Orders');
  const document = await requestOf(pair);
  return scene(pair, [...acceptWords(pair, document), ...words], nothing, (ends) =>
    told(
      accept(ends, document, decided),
      (outcome) => acceptExitCode(outcome, false),
      (outcome) => acceptReport(document, outcome, accepting(pair, decided), false)
    )
  );
};

const linkingByReply = async (): Promise<Scene> => {
  const pair = await start();
  const reply = await replyOf(pair, await requestOf(pair));
  const words = ['link', '--hub', pair.hub.org.alias, '--reply-file', fileWith(render(reply)), '--no-prompt'];
  const request = requestFor(pair, { spoke: reply.spoke.url, files: { reply: 'reply.s2s.json' } });
  return scene(
    pair,
    words,
    () => works(pair),
    (ends) => told(linkBy(ends, reply), linkExitCode, (outcome) => linkReport(outcome, request))
  );
};

const applying = async (): Promise<Scene> => {
  const fleet = await startFleet(3);
  const { hub, spokes } = fleet;
  shareKeys(hub);
  const pairs = spokes.map((spoke): Pair => ({ hub, spoke, close: fleet.close, ends: {} as Pair['ends'] }));
  const links = pairs.map((pair) => ({ request: requestFor(pair) }));
  const lines = spokes.map(({ org }) => `      - spoke: ${org.alias}\n`).join('');
  const file = fileWith(`version: 1\nhubs:\n  - hub: ${hub.org.alias}\n    links:\n${lines}`);
  const options = {
    dryRun: false,
    prune: false,
    wait: 600_000,
    atOnce: 5,
    progress: { stage: silent, ended: silent },
  };
  return {
    orgs: [hub, ...spokes],
    run: () =>
      told(
        connectHubs([{ hub: hub.org.alias, isListed: true, links }], undefined).then((hubs) =>
          applyManifest(hubs, options, quickClock())
        ),
        (outcomes) => applyExitCode(outcomes, false),
        (outcomes) => applyReport(outcomes, { command: 'sf s2s apply' }, false, { files: [] })
      ),
    words: ['s2s', 'apply', '--manifest', file, '--no-prompt'],
    broken: async () => {
      const answers = await pLimit(1).map(pairs, works);
      return answers.flat();
    },
    close: () => fleet.close(),
  };
};

const withConnectedApps = { settings: { connectedAppCreation: true } };
const connected = 'connected-app' as const;

/** What is run, by command, each from the state in which it has most to do. */
export const scenes = {
  link: () => linking('external-client-app'),
  'link --app connected-app': () => linking(connected, withConnectedApps),
  verify: verifying,
  unlink: () => unlinking(),
  'unlink, with a connected app': () => unlinking({ app: connected }, withConnectedApps),
  rotate: rotating,
  request: requesting,
  accept: () => acceptingWith({}, []),
  'accept --create-service-user': () =>
    acceptingWith({ createServiceUser: username, serviceUserPermsets: ['Orders'] }, [
      ...['--create-service-user', username, '--service-user-permset', 'Orders'],
    ]),
  'link --reply-file': linkingByReply,
  apply: applying,
} satisfies Record<string, () => Promise<Scene>>;
