import { say } from '../text/messages.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import { someOf } from '../someOf.ts';
import type { Wait } from '../verify/attempt.ts';

/** What is told of each link that waits. */
type Tell = (link: string, wait: Wait) => void;

/** Whether somebody looks on who can see a line change. */
export const isLive = ({ isTTY }: { isTTY?: boolean }): boolean => isTTY === true && !process.env.CI;

/** How far apart lines are where each stays. */
const betweenLines = 30_000;

const seconds = (duration: number): number => Math.ceil(duration / 1000);

/**
 * Tells what is waited for: each second where the line changes in place, now and then where every line stays.
 */
export const countdown = (show: (text: string) => void, live: boolean, clock: Clock = systemClock): Tell => {
  const waits = new Map<string, number>();
  let quietUntil = -Infinity;
  return (link, { nextTry, deadline }) => {
    const now = clock.now();
    for (const [other, time] of waits) if (time <= now) waits.delete(other);
    waits.set(link, nextTry);
    if (!live && now < quietUntil) return;
    quietUntil = now + betweenLines;
    const pause = seconds(Math.min(...waits.values()) - now);
    show(say('s2s', 'waiting', { links: someOf([...waits.keys()]), pause, left: seconds(deadline - now) }));
  };
};

type Spinner = { start: (title: string) => void; stop: (text?: string) => void; status?: string };

/** Work of verify as it is shown: a spinner, and what is waited for. */
export const spin = (
  spinner: Spinner,
  title: string
): { waiting: Tell; during: <T>(work: Promise<T>) => Promise<T> } => {
  const live = isLive(process.stderr);
  const show = (text: string): void => {
    if (live) {
      spinner.status = text;
      return;
    }
    // Where every line stays, a spinner ends its line only when it stops.
    spinner.stop(text);
    spinner.start(title);
  };
  spinner.start(title);
  return {
    waiting: countdown(show, live),
    during: (work) =>
      work.finally(() => {
        spinner.stop();
      }),
  };
};
