import { setTimeout } from 'node:timers/promises';
import { isPassing } from './explain.ts';
import { currentLimits, withoutRepeats } from './http.ts';

/**
 * Asks an org something that changes nothing, and again a few times, each later than the last, where the connection broke
 * or something else than an API answered. The client library repeats GETs alone, and SOAP and batches of queries are POSTs.
 * Silence is not listened to twice.
 * @param question is asked anew each time
 * @throws whatever the last try throws, or the first that would not go otherwise the next time
 */
export const asked = <T>(question: () => Promise<T>): Promise<T> =>
  withoutRepeats(async () => {
    const { retries, firstRetryDelay } = currentLimits();
    for (let count = 0; ; count += 1) {
      try {
        return await question();
      } catch (error) {
        if (count === retries || !isPassing(error)) throw error;
        await setTimeout(firstRetryDelay * 2 ** count);
      }
    }
  });
