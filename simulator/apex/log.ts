import { limitUsage } from './limits.ts';
import type { ApexHost } from './host.ts';
import type { Machine } from './machine.ts';
import { clock, zoneName } from './zone.ts';

/** Levels of a log line, most important first (Apex Reference Guide, "LoggingLevel Enum"). */
export const logLevels = ['NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'FINE', 'FINER', 'FINEST'];

/** Levels by category, in the order in which the log names them, e.g. `{ APEX_CODE: 'DEBUG' }`. */
export type LogLevels = Record<string, string>;

/** What `debugLevel` DEBUGONLY of a DebuggingHeader means, which `sf apex run` sends; seen live in logs of that command. */
export const debugOnly: LogLevels = { APEX_CODE: 'DEBUG', APEX_PROFILING: 'INFO' };

/** Older lines of a log that is larger are left out (Salesforce Help, "Debug Logs"): here those of System.debug. */
const largest = 20_000_000;

/** Category and least level of each event (Salesforce Help, "Debug Log Levels"). */
const events: Record<string, [category: string, level: string]> = {
  USER_INFO: ['APEX_CODE', 'ERROR'],
  EXECUTION_STARTED: ['APEX_CODE', 'ERROR'],
  EXECUTION_FINISHED: ['APEX_CODE', 'ERROR'],
  CODE_UNIT_STARTED: ['APEX_CODE', 'ERROR'],
  CODE_UNIT_FINISHED: ['APEX_CODE', 'ERROR'],
  FATAL_ERROR: ['APEX_CODE', 'ERROR'],
  EXCEPTION_THROWN: ['APEX_CODE', 'INFO'],
  CALLOUT_REQUEST: ['CALLOUT', 'INFO'],
  CALLOUT_RESPONSE: ['CALLOUT', 'INFO'],
  SOQL_EXECUTE_BEGIN: ['DB', 'INFO'],
  SOQL_EXECUTE_END: ['DB', 'INFO'],
  DML_BEGIN: ['DB', 'INFO'],
  DML_END: ['DB', 'INFO'],
  CUMULATIVE_LIMIT_USAGE: ['APEX_PROFILING', 'INFO'],
  LIMIT_USAGE_FOR_NS: ['APEX_PROFILING', 'INFO'],
  CUMULATIVE_LIMIT_USAGE_END: ['APEX_PROFILING', 'INFO'],
};

export type Log = {
  event: (name: string, ...parts: string[]) => void;
  /** What System.debug shows. */
  debug: (line: number, level: string, message: string) => void;
  /** The whole log; `secrets`: session ids, which no log shows. */
  text: (secrets: Iterable<string>) => string;
};

/**
 * A debug log that has its head: the levels, the source line by line and the user
 * (Salesforce Help, "Debug Log Details"; seen live: output of `sf apex run`).
 */
export const openLog = (host: ApexHost, code: string, levels: LogLevels): Log => {
  const started = host.now();
  const shown = (category: string, level: string): boolean =>
    logLevels.indexOf(level) <= logLevels.indexOf(levels[category] ?? 'NONE');
  const lines = [
    `${host.apiVersion} ${Object.entries(levels)
      .map((each) => each.join(','))
      .join(';')}`,
    ...code.split(/\r\n|\r|\n/).map((line) => `Execute Anonymous: ${line}`),
  ];
  let written = 0;
  let size = 0;
  const debugLines: number[] = [];
  const skipped = { size: 0, at: -1 };
  const write = (...parts: string[]): void => {
    written += 1;
    const now = host.now();
    const nanoseconds = (now - started) * 1_000_000 + written * 1000;
    const line = [`${clock(now, host.user.timeZone)} (${nanoseconds})`, ...parts].join('|');
    size += line.length;
    lines.push(line);
  };
  const shorten = (): void => {
    for (let oldest; size > largest && (oldest = debugLines.shift()) !== undefined;) {
      const { length } = lines[oldest];
      size -= length;
      skipped.size += length;
      if (skipped.at >= 0) lines[skipped.at] = '';
      lines[oldest] = `*** Skipped ${skipped.size} bytes of detailed log`;
      skipped.at = oldest;
    }
  };
  const event: Log['event'] = (name, ...parts) => {
    if (shown(...events[name])) write(name, ...parts);
  };
  const { id, username, timeZone } = host.user;
  event('USER_INFO', '[EXTERNAL]', id.slice(0, 15), username, ...zoneName(started, timeZone));
  return {
    event,
    debug: (line, level, message) => {
      // Seen live: a vertical bar in the message is written as an entity, since bars part the fields.
      if (!shown('APEX_CODE', level)) return;
      debugLines.push(lines.length);
      write('USER_DEBUG', `[${line}]`, level, message.replaceAll('|', '&#124;'));
      shorten();
    },
    text: (secrets) =>
      [...secrets].reduce(
        (text, secret) => text.replaceAll(secret, 'SESSION_ID_REMOVED'),
        lines.filter((line) => line !== '').join('\n')
      ),
  };
};

/** The end of each log: what the transaction has used. */
export const logLimits = (machine: Machine): void => {
  const { event } = machine.log;
  event('CUMULATIVE_LIMIT_USAGE');
  event('LIMIT_USAGE_FOR_NS', '(default)', `\n${limitUsage(machine).join('\n')}\n`);
  event('CUMULATIVE_LIMIT_USAGE_END');
};
