import { writeSync } from 'node:fs';
import { doneLines } from '../org/done.ts';
import { asWord } from '../text/shell.ts';

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGBREAK: 149 } as const;

/** The command that runs, ready to paste. */
const thisCommand = (): string => ['sf', ...process.argv.slice(2)].map((word) => asWord(word)).join(' ');

/**
 * Ends the process on a signal: says what was done so far, how things stand, and the command that goes on. The base command's own
 * listeners throw inside the signal, which ends in a stack trace: they are replaced.
 * @param lastWords how things stand, and to run the command again
 */
export const endOnSignals = (lastWords: string): void => {
  for (const [signal, exitCode] of Object.entries(exitCodes)) {
    process.removeAllListeners(signal);
    process.once(signal, () => {
      // Straight to the descriptor: a running spinner swallows what is written to the stream.
      try {
        writeSync(process.stderr.fd, ['', ...doneLines(), lastWords, `  ${thisCommand()}`, ''].join('\n'));
      } finally {
        // The terminal may be what has gone.
        process.exit(exitCode);
      }
    });
  }
};
