import { expect } from 'chai';
import { type ReplyDocument, render, seal } from '../../src/handover/document.ts';
import { readReply } from '../../src/handover/read.ts';
import type { LinkOutcome } from '../../src/link/outcome.ts';
import { exitCodeOf, linkReport } from '../../src/link/report.ts';
import { asText } from '../../src/report/report.ts';
import { fileWith, handOver, linkBy, refusedBy, replyOf, requestOf } from './handing.ts';
import { withQuickPair } from './interrupted.ts';
import { requestFor, thrownBy } from './pair.ts';
import { failing, withoutRights } from './rotation.ts';

const formula = '{!$User.Username}';

/** A reply as somebody makes it who edits it and writes the checksum anew. */
const edited = (
  { checksum: _checksum, ...reply }: ReplyDocument,
  change: Partial<Omit<ReplyDocument, 'checksum'>>
): ReplyDocument => seal({ ...reply, ...change });

const forgeries: [what: string, change: (reply: ReplyDocument) => Partial<ReplyDocument>][] = [
  ['a service user', () => ({ serviceUser: `${formula}@acme.example` })],
  ['a consumer key', ({ app }) => ({ app: { ...app, consumerKey: '{!$Credential.Key}' } })],
  ['an audience', () => ({ audience: `https://${formula}` })],
];

describe('a reply that is forged with a formula', () => {
  for (const [what, change] of forgeries)
    it(`as ${what} is not read, and could not be proved either: the link that works stays as it is`, () =>
      withQuickPair(async (pair) => {
        const { reply } = await handOver(pair);
        const forgery = edited(reply, change(reply));
        const unread = await thrownBy(readReply(fileWith(render(forgery)), new Date()));
        expect(unread.name).to.equal('HandoverInvalidError');
        expect(unread.message).not.to.include(formula);
        const unproved = await refusedBy(pair, () => linkBy(pair, forgery));
        expect(unproved).to.include({ name: 'ReplyNotProvenError', exitCode: 1 });
        expect(await failing(pair)).to.deep.equal([]);
      }));
});

describe('a reply that can not be proved from where the command runs', () => {
  /** How the token exchange and the callout of a run went. */
  const statusesOf = ({ verdict }: LinkOutcome): unknown[] | undefined =>
    verdict?.checks.slice(-2).map(({ status }) => status);

  /** What link prints last. */
  const closing = (pair: Parameters<typeof requestFor>[0], outcome: LinkOutcome): string =>
    asText([linkReport(outcome, requestFor(pair)).at(-1)!]);

  // What the hub asks for itself is answered.
  const refused = { kind: 'refuse', path: /oauth2\/token/, callout: false } as const;

  it('is taken where the callout comes back, and nobody says that a token was exchanged', () =>
    withQuickPair(async (pair) => {
      const reply = await replyOf(pair, await requestOf(pair));
      pair.spoke.fault(refused);
      const outcome = await linkBy(pair, reply);
      expect(statusesOf(outcome)).to.deep.equal(['warning', 'passed']);
      expect(closing(pair, outcome)).to.match(/^Linked .* A callout came back; the CLI itself got no token/);
      const again = await linkBy(pair, reply);
      expect(statusesOf(again)).to.deep.equal(['warning', 'passed']);
      expect(closing(pair, again)).to.match(/^Nothing to do: .* A callout came back; the CLI itself got/);
      pair.spoke.org.faults.length = 0;
      expect(closing(pair, await linkBy(pair, reply))).to.match(/^Nothing to do: .*, and the link works\./);
    }));

  it('is not said to work where nothing could be tried', () =>
    withQuickPair(async (pair) => {
      const { reply } = await handOver(pair);
      withoutRights(pair.hub, 'AuthorApex');
      const outcome = await linkBy(pair, reply);
      expect([exitCodeOf(outcome), statusesOf(outcome)]).to.deep.equal([0, ['skipped', 'skipped']]);
      expect(closing(pair, outcome)).to.match(/^Nothing to do: .* That the link works is not shown/);
      const [link] = outcome.result.links;
      const changed = { ...outcome, result: { ...outcome.result, links: [{ ...link, changed: true }] } };
      expect(closing(pair, changed)).to.match(/^Linked .* That it works is not shown/);
    }));
});
