import pLimit from 'p-limit';
import { applyManifest, connectHubs } from '../../src/apply/apply.ts';
import { applyExitCode, applyReport } from '../../src/apply/report.ts';
import { exitCodeOf as linkExitCode, linkReport } from '../../src/link/report.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import { exitCodeOf as rotateExitCode, rotateReport } from '../../src/rotate/report.ts';
import { exitCodeOf as unlinkExitCode, unlinkReport } from '../../src/unlink/report.ts';
import { verifyLinks } from '../../src/verify/links.ts';
import { exitCodeOf as verifyExitCode, verifyReport } from '../../src/verify/report.ts';
import { fileWith } from '../e2e/handing.ts';
import { startFleet } from '../e2e/many.ts';
import { link, type Pair, quickClock, requestFor } from '../e2e/pair.ts';
import { rotate } from '../e2e/rotation.ts';
import { username } from '../e2e/serviceUsers.ts';
import { unlink } from '../e2e/unlinking.ts';
import { requestingCertificate, uploadingCertificate } from './certificateScenes.ts';
import { acceptingWith, linkingByReply, requesting } from './handoverScenes.ts';
import { both, nothing, pairScene, silent, start, startLinked, works } from './pairScene.ts';
import { type Scene, shareKeys, told } from './scene.ts';

const linking = async (app: 'external-client-app' | 'connected-app', spoke = {}): Promise<Scene> => {
  const pair = await start({ spoke });
  const request = requestFor(pair, { app });
  return pairScene(
    pair,
    ['link', ...both(pair), '--app', app, '--no-prompt'],
    () => works(pair),
    (ends) => told(link(ends, { app }), linkExitCode, (outcome) => linkReport(outcome, request))
  );
};

const verifying = async (): Promise<Scene> => {
  const pair = await startLinked();
  return pairScene(
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
  return pairScene(pair, ['unlink', ...both(pair), '--delete-certificate', '--no-prompt'], nothing, (ends) =>
    told(
      unlink(ends, { deleteCertificate: true }),
      (outcome) => unlinkExitCode(outcome, false),
      (outcome) => unlinkReport(outcome, false)
    )
  );
};

const rotating = async (): Promise<Scene> => {
  const pair = await startLinked();
  return pairScene(
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
  'certificate request': requestingCertificate,
  'certificate upload': uploadingCertificate,
  apply: applying,
} satisfies Record<string, () => Promise<Scene>>;
