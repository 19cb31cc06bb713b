import { isLive } from './countdown.ts';
import type { Stage } from '../link/progress.ts';
import { say } from '../text/messages.ts';
import { inOneLine } from '../text/printable.ts';
import { type Clock, systemClock } from '../org/clock.ts';
import type { ManyProgress } from '../apply/links.ts';

type Screen = { isTTY?: boolean; columns?: number; rows?: number; write: (text: string) => unknown };

/** Seconds that are left if the rest goes as what is done. */
const secondsLeft = (elapsed: number, done: number, total: number): number =>
  Math.ceil(((elapsed / done) * (total - done)) / 1000);

/** How far a run has come: a count, and the time that is left once something is done. */
const summary = (done: number, failed: number, total: number, elapsed: number): string =>
  say('s2s', done > 0 && done < total ? 'many.countAndTime' : 'many.count', {
    done,
    total,
    failed: failed > 0 ? say('s2s', 'many.failed', { failed }) : '',
    left: done > 0 ? secondsLeft(elapsed, done, total) : 0,
  });

/** Fewest milliseconds between two pictures. */
const betweenPictures = 100;

/**
 * Shows how a run on many links goes on: on a terminal a line for each link that is worked on, with its stage, and below them
 * a count and the time that is left; where every line stays, a line for each link that is done; nothing under --json.
 * @param names of the links
 * @returns with `during`, in which a question stands by itself, and `end`
 */
export const showMany = (
  names: string[],
  jsonEnabled: boolean,
  screen: Screen = process.stderr,
  clock: Clock = systemClock
): ManyProgress & { during: <T>(question: () => Promise<T>) => Promise<T>; end: () => void } => {
  const started = clock.now();
  const stages = new Map<number, Stage>();
  let [done, failed, drawn, drawnAt] = [0, 0, 0, -Infinity];
  const live = isLive(screen);
  let isAsking = false;
  const erase = (): void => {
    if (drawn > 0) screen.write(`\u001B[${drawn}A\u001B[0J`);
    drawn = 0;
  };
  const draw = (isNow = false): void => {
    if (jsonEnabled || !live || isAsking || (!isNow && clock.now() - drawnAt < betweenPictures)) return;
    drawnAt = clock.now();
    erase();
    const [width, most] = [(screen.columns ?? 80) - 1, Math.max(1, (screen.rows ?? 24) - 3)];
    const active = [...stages]
      .slice(0, most)
      .map(([i, stage]) => inOneLine(`  ${names[i]}: ${say('s2s', `stage.${stage}`)}`));
    const lines = [...active, summary(done, failed, names.length, clock.now() - started)];
    screen.write(lines.map((line) => `${line.slice(0, width)}\n`).join(''));
    drawn = lines.length;
  };
  return {
    stage: (link, stage) => {
      stages.set(link, stage);
      draw();
    },
    ended: (link, problem) => {
      stages.delete(link);
      done += 1;
      if (problem) failed += 1;
      draw(done === names.length);
      if (jsonEnabled || live) return;
      const count = summary(done, failed, names.length, clock.now() - started);
      screen.write(
        `${say('s2s', problem ? 'many.linkFailed' : 'many.linkDone', { name: names[link], count })}\n`
      );
    },
    during: async (question) => {
      erase();
      isAsking = true;
      try {
        return await question();
      } finally {
        isAsking = false;
      }
    },
    end: erase,
  };
};
