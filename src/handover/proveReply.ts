import type { Half } from '../link/half.ts';
import { exitCodes, failure } from '../text/messages.ts';
import { originOf } from '../names.ts';
import { isCopied } from '../observe/copy.ts';
import { readCredential } from '../observe/credential.ts';
import { credentialNamed, pointsTo } from '../observe/find.ts';
import type { LinkView } from '../verify/view.ts';
import { tryTokenUntil } from '../verify/token.ts';

/** How long a reply is tried whose link works as it is, in milliseconds. */
const longestProof = 60_000;

/**
 * Proves by a token exchange that the spoke lets the hub in as its reply says, before anything is changed on the hub: the
 * app may have been taken away since. Where that can't be tried from here, the callout decides afterwards; but a link that
 * leads elsewhere so far stays as it is, because a file alone does not prove that this is the same org.
 * @param view the hub's half of the link, without its credential
 * @throws SfError with exit code 69 where it may only need time
 */
export const proveReply = async (
  view: Omit<LinkView, 'credential'>,
  half: Half,
  url: string
): Promise<void> => {
  const { steps, conn, again, progress, clock } = half;
  const [external, named] = (['ExternalCredential', 'NamedCredential'] as const).map(
    (wanted) => steps.find(({ type }) => type === wanted)?.component
  );
  const credential = external && readCredential(external, named ? [named] : []);
  if (!credential) return;
  const former = credentialNamed(view.hub, credential.name);
  // A link that is there goes on as it is: nobody has to wait for a reply that may be out of date.
  const deadline = former ? Math.min(half.deadline, clock.now() + longestProof) : half.deadline;
  const { check, pending } = await tryTokenUntil({ ...view, credential }, conn, {
    clock,
    deadline,
    waiting: (link, wait) => {
      progress({ stage: 'verify', waiting: { link, wait } });
    },
  });
  if (check.status === 'passed') return;
  const values = { hub: half.org, url, problem: check.message, again };
  const leadsElsewhere = former && !pointsTo(former, url) && !isCopied(view.hub, former);
  // The place where this runs is the reason.
  if (check.status === 'warning' && leadsElsewhere)
    throw failure('replyMoved', { ...values, name: former.name, former: originOf(former.tokenUrl) });
  if (check.status === 'warning') return;
  throw pending
    ? failure('replyNotProvenYet', values, exitCodes.unfinished)
    : failure('replyNotProven', values);
};
