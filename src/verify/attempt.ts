import { say } from '../messages.ts';
import type { Clock } from '../org/clock.ts';
import type { Check } from './check.ts';

/** One try at a rung that asks for a token. `pending`: the refusal can mean that a change is still spreading. */
export type Attempt = { check: Check; pending?: boolean; userId?: string };

/**
 * Tries of one rung at most: a link has two such rungs, and a broken one must not use up the login rate. With these
 * pauses they last for the ten minutes that Salesforce names.
 */
const mostAttempts = 20;
const firstPause = 2_000;
const longestPause = 60_000;

const seconds = (duration: number): number => Math.round(duration / 1000);

/**
 * Tries until an answer is final, the time is up or the tries are.
 * @param deadline in milliseconds since 1970
 * @param waiting is told before each pause how long it lasts and how much time is left
 */
export const retry = async (
  attempt: () => Promise<Attempt>,
  { deadline, clock, waiting }: { deadline: number; clock: Clock; waiting: (text: string) => void }
): Promise<Attempt> => {
  let last = await attempt();
  for (let pause = firstPause, count = 1; last.pending && count < mostAttempts; count += 1) {
    if (clock.now() + pause > deadline) return last;
    waiting(say('s2s', 'waiting', { pause: seconds(pause), left: seconds(deadline - clock.now()) }));
    await clock.sleep(pause);
    last = await attempt();
    pause = Math.min(pause * 1.5, longestPause);
  }
  return last;
};
