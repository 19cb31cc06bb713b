import { setTimeout } from 'node:timers/promises';

/** Time as an argument: whoever waits can be tested without waiting. Milliseconds. */
export type Clock = { now: () => number; sleep: (duration: number) => Promise<void> };

export const systemClock: Clock = { now: () => Date.now(), sleep: (duration) => setTimeout(duration) };
