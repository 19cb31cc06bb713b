/** Runs a piece of work when its turn comes. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Lets so many pieces of work run at once; the others wait, first come first served.
 * @param most at least 1
 */
export const inTurns = (most: number): InTurn => {
  let free = most;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      // The turn is handed over, so nobody who comes now can take it.
      if (next) next();
      else free += 1;
    }
  };
};
