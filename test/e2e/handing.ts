import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { type AcceptOptions, type AcceptOutcome, acceptLink } from '../../src/handover/accept.ts';
import type { Accepting } from '../../src/handover/acceptRequest.ts';
import { type ReplyDocument, render, type RequestDocument, seal } from '../../src/handover/document.ts';
import { linkByReply } from '../../src/handover/linkByReply.ts';
import { readReply, readRequest } from '../../src/handover/read.ts';
import { type Asking, type AskingOutcome, requestLink } from '../../src/handover/request.ts';
import type { LinkOptions, LinkOutcome } from '../../src/link/outcome.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import type { Clock } from '../../src/org/clock.ts';
import { snapshotOf } from '../snapshot.ts';
import { withQuickPair } from './interrupted.ts';
import {
  changesSince,
  connect,
  type Pair,
  quickClock,
  requestFor,
  startWithLogin,
  thrownBy,
} from './pair.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-handing-'));
let count = 0;

/** A path that nothing has yet, below a directory of this run. */
export const newFile = (name = 'file.json'): string => join(directory, `${(count += 1)}`, name);

/** A file with some content. @returns its path */
export const fileWith = (content: string | Buffer): string => {
  const file = join(directory, `${(count += 1)}.json`);
  writeFileSync(file, content);
  return file;
};

const progress = (): void => undefined;

/** Asks as `request` does. */
export const ask = (
  { hub, spoke, ends }: Pair,
  more: Partial<Asking> = {},
  { dryRun = false, clock = quickClock() }: { dryRun?: boolean; clock?: Clock } = {}
): Promise<AskingOutcome> =>
  requestLink(
    ends.hub,
    { hub: hub.org.alias, spokeUrl: spoke.url, rotate: false, outputFile: 'acme.s2s.json', ...more },
    { dryRun, progress },
    clock
  );

/** The request that a hub makes, as its file brings it to the spoke. */
export const requestOf = async (
  pair: Pair,
  more: Partial<Asking> = {},
  clock: Clock = quickClock()
): Promise<RequestDocument> => {
  const { document } = await ask(pair, more, { clock });
  return readRequest(fileWith(render(document!)), new Date(clock.now()));
};

export const accepting = ({ spoke }: Pair, more: Partial<Accepting> = {}): Accepting => ({
  spoke: spoke.org.alias,
  requestFile: 'acme.s2s.json',
  outputFile: 'reply.s2s.json',
  allowProduction: false,
  adopt: false,
  retireNow: false,
  ...more,
});

/** Lets the hub in as `accept` does. */
export const accept = (
  pair: Pair,
  document: RequestDocument,
  more: Partial<Accepting> = {},
  options: Partial<AcceptOptions> = {},
  clock: Clock = quickClock()
): Promise<AcceptOutcome> =>
  acceptLink(
    pair.ends.spoke,
    document,
    accepting(pair, more),
    { dryRun: false, wait: 600_000, progress, ...options },
    clock
  );

/** The reply that a spoke gives, as its file brings it to the hub. */
export const replyOf = async (
  pair: Pair,
  document: RequestDocument,
  more: Partial<Accepting> = {},
  clock: Clock = quickClock()
): Promise<ReplyDocument> => {
  const { reply } = await accept(pair, document, more, {}, clock);
  return readReply(fileWith(render(reply!)), new Date(clock.now()));
};

/** Links as `link --reply-file` does. */
export const linkBy = (
  pair: Pair,
  reply: ReplyDocument,
  more: Partial<LinkRequest> = {},
  options: Partial<LinkOptions> = {},
  clock: Clock = quickClock()
): Promise<LinkOutcome> =>
  linkByReply(
    pair.ends.hub,
    reply,
    requestFor(pair, { spoke: reply.spoke.url, files: { reply: 'reply.s2s.json' }, ...more }),
    { dryRun: false, wait: 600_000, progress, ...options },
    clock
  );

/** All three, one after the other. */
export const handOver = async (
  pair: Pair,
  {
    asking = {},
    accepting: decided = {},
    linking = {},
  }: { asking?: Partial<Asking>; accepting?: Partial<Accepting>; linking?: Partial<LinkRequest> } = {},
  clock: Clock = quickClock()
): Promise<{ request: RequestDocument; reply: ReplyDocument; outcome: LinkOutcome }> => {
  const request = await requestOf(pair, asking, clock);
  const reply = await replyOf(pair, request, decided, clock);
  return { request, reply, outcome: await linkBy(pair, reply, linking, {}, clock) };
};

/** A document as somebody makes it who edits it and writes the checksum anew. */
export const forged = (
  document: RequestDocument,
  change: {
    hub?: Partial<RequestDocument['hub']>;
    certificate?: Partial<RequestDocument['certificate']>;
    spokeUrl?: string;
  }
): RequestDocument => {
  const { checksum: _checksum, ...rest } = document;
  return seal({
    ...rest,
    hub: { ...rest.hub, ...change.hub },
    spokeUrl: change.spokeUrl ?? rest.spokeUrl,
    certificate: { ...rest.certificate, ...change.certificate },
  });
};

/** What both orgs hold, without ids and dates. */
export const bothOf = ({ hub, spoke }: Pair): unknown => [hub, spoke].map(({ org }) => snapshotOf(org));

/** What work changes in either org; logins are not counted. */
export const changesBy = async ({ hub, spoke }: Pair, work: () => Promise<unknown>): Promise<string[]> => {
  const lengths = [hub.log.length, spoke.log.length];
  await work();
  return [...changesSince(hub, lengths[0]), ...changesSince(spoke, lengths[1])].filter(
    (change) => !change.startsWith('Login')
  );
};

/** The error that work ends with, once it is sure that it says what to do and changed nothing in either org. */
export const refusedBy = async (pair: Pair, work: () => Promise<unknown>): Promise<SfError> => {
  const before = bothOf(pair);
  const error = await thrownBy(work());
  expect(bothOf(pair), error.message).to.deep.equal(before);
  expect(error.actions, error.message).to.have.length.greaterThan(0);
  expect(`${error.message} ${error.actions?.join()}`).to.not.match(
    /\{\w+\}|undefined|\[object|at .*\.[jt]s:/
  );
  return error;
};

/** Two hubs at one spoke, of which the first is let in. */
export const withTwoHubs = (work: (first: Pair, second: Pair) => Promise<void>): Promise<void> =>
  withQuickPair(async (first) => {
    await handOver(first);
    const hub = await startWithLogin({ alias: 'hub', name: 'Other' });
    const second = { ...first, hub, ends: { ...first.ends, hub: await connect(hub) } };
    try {
      await work(first, second);
    } finally {
      await hub.close();
    }
  });
