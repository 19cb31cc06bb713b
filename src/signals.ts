import { writeSync } from 'node:fs';

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGBREAK: 149 } as const;

/**
 * Ends the process on a signal with a line that says how things stand. The base command's own listeners throw inside
 * the signal, which ends in a stack trace: they are replaced.
 * @param lastWords e.g. how to go on
 */
export const endOnSignals = (lastWords: string): void => {
  for (const [signal, exitCode] of Object.entries(exitCodes)) {
    process.removeAllListeners(signal);
    process.once(signal, () => {
      // Straight to the descriptor: a running spinner swallows what is written to the stream.
      writeSync(process.stderr.fd, `\n${lastWords}\n`);
      process.exit(exitCode);
    });
  }
};
