import { expect } from 'chai';
import type { Accepting } from '../../src/handover/acceptRequest.ts';
import type { ReplyDocument, RequestDocument } from '../../src/handover/document.ts';
import { snapshotOf } from '../snapshot.ts';
import { accept, ask, changesBy, handOver, linkBy, replyOf, requestOf } from './handing.ts';
import { atEachRequest, changingKeys, startQuickPair } from './interrupted.ts';
import type { Pair } from './pair.ts';
import { allowTokenInBody, callBothWays, failing } from './rotation.ts';
import { addSet, username } from './serviceUsers.ts';

type Files = { request: RequestDocument; reply: ReplyDocument };

/** What both orgs hold, by name and number; names are made from addresses, which differ from pair to pair. */
const shapeOf = ({ hub, spoke }: Pair): unknown =>
  [hub, spoke].map(({ org }) => {
    const { components, records } = snapshotOf(org);
    return {
      components: Object.keys(components).map((name) => name.replaceAll(/localhost_\d+/g, 'localhost')),
      records: Object.entries(records).map(([sobject, all]) => `${all.length} ${sobject}`),
    };
  });

/** A step between two admins: what it starts from, what is run, and whether the link works afterwards. */
type Stage = {
  prepare: (pair: Pair) => Promise<Files | undefined>;
  run: (pair: Pair, files: Files) => Promise<unknown>;
  isLinked: boolean;
  requests: number;
  states: number;
};

const begun = async (pair: Pair): Promise<Files> => ({ request: await requestOf(pair) }) as Files;
const accepted = async (pair: Pair): Promise<Files> => {
  const request = await requestOf(pair);
  return { request, reply: await replyOf(pair, request) };
};
const linked = async (pair: Pair): Promise<Files> => {
  const { request, reply } = await handOver(pair);
  allowTokenInBody(pair);
  return { request, reply };
};
const asked = async (pair: Pair): Promise<Files> => {
  const { reply } = await linked(pair);
  return { request: await requestOf(pair, { rotate: true }), reply };
};
const answered = async (pair: Pair): Promise<Files> => {
  const { request } = await asked(pair);
  return { request, reply: await replyOf(pair, request) };
};
const switched = async (pair: Pair): Promise<Files> => {
  const files = await answered(pair);
  await linkBy(pair, files.reply);
  return files;
};
const letIn =
  (decided: Partial<Accepting> = {}) =>
  (pair: Pair, { request }: Files): Promise<unknown> =>
    accept(pair, request, decided);
const created = { createServiceUser: username, serviceUserPermsets: ['Orders'] };

const stages: Record<string, Stage> = {
  request: {
    prepare: () => Promise.resolve(undefined),
    run: (pair) => ask(pair),
    isLinked: false,
    requests: 3,
    states: 1,
  },
  accept: { prepare: begun, run: letIn(), isLinked: false, requests: 30, states: 2 },
  'accept with a user that is made': {
    prepare: (pair) => (addSet(pair, 'Orders'), begun(pair)),
    run: letIn(created),
    isLinked: false,
    requests: 30,
    states: 5,
  },
  'link --reply-file': {
    prepare: accepted,
    run: (pair, { reply }) => linkBy(pair, reply),
    isLinked: true,
    requests: 20,
    states: 2,
  },
  'request --rotate': {
    prepare: linked,
    run: (pair) => ask(pair, { rotate: true }),
    isLinked: true,
    requests: 3,
    states: 1,
  },
  'accept beside a former app': { prepare: asked, run: letIn(), isLinked: true, requests: 30, states: 1 },
  'link --reply-file to a new certificate': {
    prepare: answered,
    run: (pair, { reply }) => linkBy(pair, reply),
    isLinked: true,
    requests: 20,
    states: 2,
  },
  'accept --retire-now': {
    prepare: switched,
    run: letIn({ retireNow: true }),
    isLinked: true,
    requests: 30,
    states: 1,
  },
};

const start = (): Promise<Pair> => startQuickPair({ hub: { settings: { keyPair: changingKeys() } } });

describe('two admins, cut off at each request', () => {
  for (const [what, { prepare, run, isLinked, requests: most, states }] of Object.entries(stages))
    it(`${what}, run again, has made what an undisturbed run makes`, async function () {
      this.timeout(600_000);
      const files = new Map<Pair, Files>();
      const prepared = async (): Promise<Pair> => {
        const pair = await start();
        files.set(pair, (await prepare(pair)) ?? ({} as Files));
        return pair;
      };
      const whole = await prepared();
      await run(whole, files.get(whole)!);
      const wanted = shapeOf(whole);
      await whole.close();
      const { requests, checked } = await atEachRequest({
        prepare: prepared,
        run: (pair) => run(pair, files.get(pair)!),
        check: async (pair, n) => {
          expect(shapeOf(pair), `request ${n}`).to.deep.equal(wanted);
          if (isLinked) {
            allowTokenInBody(pair);
            expect(await callBothWays(pair), `request ${n}`).to.deep.equal([]);
            expect(await failing(pair), `request ${n}`).to.deep.equal([]);
          }
          const changes = await changesBy(pair, () => run(pair, files.get(pair)!));
          expect(changes, `request ${n}`).to.deep.equal([]);
        },
      });
      expect(requests).to.be.at.least(most);
      expect(checked).to.be.at.least(states);
    });
});
