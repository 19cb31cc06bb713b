import { SfError } from '@salesforce/core';
import type { Clock } from '../org/clock.ts';
import { isTooMany } from '../org/explain.ts';
import type { Check } from '../result.ts';

/** One try at a rung that asks for a token. `pending`: the refusal can mean that a change is still spreading. */
export type Attempt = { check: Check; pending?: boolean; userId?: string };

/** When the next try comes and when there are none any more, in milliseconds since 1970. */
export type Wait = { nextTry: number; deadline: number };

/**
 * Tries of one rung at most: a link has two such rungs, and a broken one must not use up the login rate. With these
 * pauses they last for the ten minutes that Salesforce names.
 */
const mostAttempts = 20;
const firstPause = 2_000;
const longestPause = 60_000;
const tick = 1_000;

/** How often a rung is tried again when a connection breaks or the hub has too many requests, whether or not there is time to wait. */
const mostBreaks = 1;

const isBreak = (error: unknown): boolean =>
  (error instanceof SfError && ['UnreachableError', 'UnexpectedAnswerError'].includes(error.name)) ||
  isTooMany(error);

/**
 * Tries until an answer is final, the time is up or the tries are. A try that breaks off counts as one: the org may have
 * asked for a token all the same.
 * @param deadline in milliseconds since 1970
 * @param waiting is told before each pause, and every second of it
 * @throws whatever a try throws, unless a connection broke that holds the next time
 */
export const retry = async (
  attempt: () => Promise<Attempt>,
  { deadline, clock, waiting }: { deadline: number; clock: Clock; waiting: (wait: Wait) => void }
): Promise<Attempt> => {
  let last: Attempt | undefined;
  let pause = firstPause;
  let breaks = 0;
  for (let count = 1; ; count += 1) {
    try {
      last = await attempt();
    } catch (error) {
      if (!isBreak(error) || (breaks += 1) > mostBreaks || count === mostAttempts) throw error;
      await clock.sleep(firstPause);
      continue;
    }
    const left = deadline - clock.now();
    if (!last.pending || left < firstPause || count === mostAttempts) return last;
    const nextTry = clock.now() + Math.min(pause, left);
    for (let now = clock.now(); now < nextTry; now = clock.now()) {
      waiting({ nextTry, deadline });
      await clock.sleep(Math.min(tick, nextTry - now));
    }
    pause = Math.min(pause * 1.5, longestPause);
  }
};
