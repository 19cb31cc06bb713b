import type { ApexHost } from './host.ts';

/** Levels of a log line, most important first (Apex Reference Guide, "LoggingLevel Enum"). */
export const logLevels = ['NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'FINE', 'FINER', 'FINEST'];

/** System.debug shows levels down to this one. */
export const shownLevel = 'DEBUG';

const categories = [
  `APEX_CODE,${shownLevel}`,
  'APEX_PROFILING,INFO',
  'CALLOUT,INFO',
  'DB,INFO',
  'NBA,INFO',
  'SYSTEM,DEBUG',
  'VALIDATION,INFO',
  'VISUALFORCE,INFO',
  'WAVE,INFO',
  'WORKFLOW,INFO',
];

export type Log = { lines: string[]; event: (...parts: string[]) => void };

/**
 * A debug log that has its head: the levels and the source, line by line
 * (Salesforce Help, "Debug Log Details"; `Execute Anonymous:` as the SOAP header DebuggingInfo carries it).
 */
export const openLog = (host: ApexHost, code: string): Log => {
  const started = host.now();
  const lines = [
    `${host.apiVersion} ${categories.join(';')}`,
    ...code.split(/\r\n|\r|\n/).map((line) => `Execute Anonymous: ${line}`),
  ];
  let events = 0;
  const event = (...parts: string[]): void => {
    const now = host.now();
    events += 1;
    const nanoseconds = (now - started) * 1_000_000 + events * 1000;
    const at = new Date(now);
    const time = `${at.toISOString().slice(11, 19)}.${at.getUTCMilliseconds()}`;
    lines.push([`${time} (${nanoseconds})`, ...parts].join('|'));
  };
  return { lines, event };
};
