import type { Half } from '../link/half.ts';
import { exitCodes, failure } from '../messages.ts';
import { readCredential } from '../observe/credential.ts';
import type { LinkView } from '../verify/view.ts';
import { tryTokenUntil } from '../verify/token.ts';

/**
 * Proves by a token exchange that the spoke lets the hub in as its reply says, before anything is changed on the hub: the
 * app may have been taken away since. Where that can't be tried from here, the callout decides afterwards.
 * @param view the hub's half of the link, without its credential
 * @throws SfError with exit code 69 where it may only need time
 */
export const proveReply = async (
  view: Omit<LinkView, 'credential'>,
  half: Half,
  url: string
): Promise<void> => {
  const { steps, conn, again, progress } = half;
  const [external, named] = (['ExternalCredential', 'NamedCredential'] as const).map(
    (wanted) => steps.find(({ type }) => type === wanted)?.component
  );
  const credential = external && readCredential(external, named ? [named] : []);
  if (!credential) return;
  const { check, pending } = await tryTokenUntil({ ...view, credential }, conn, {
    ...half,
    waiting: (link, wait) => {
      progress({ stage: 'verify', waiting: { link, wait } });
    },
  });
  if (check.status !== 'failed') return;
  const values = { hub: half.org, url, problem: check.message, again };
  throw pending
    ? failure('replyNotProvenYet', values, exitCodes.unfinished)
    : failure('replyNotProven', values);
};
