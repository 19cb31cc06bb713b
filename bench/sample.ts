import type { Traffic } from './traffic.ts';

/** What one run of a command, or the median of several runs, took. Times in milliseconds. */
export type Sample = {
  /** From the start of the process to its end. */
  total: number;
  /** Before the first request and after the last answer. */
  startUp: number;
  /** Between the two. */
  working: number;
  /** Without the time in which a request was on its way. */
  own: number;
  /** On a core, whatever else wanted it. */
  cpu: number;
  /** Largest resident set, in MB. */
  memory: number;
  /** Largest heap that a full collection of garbage left, in MB; 0 where that was not measured. */
  held: number;
} & Omit<Traffic, 'span' | 'inFlight'>;

/** One thing that is measured; `skipped` says why it was not. */
export type Case = { id: string; title: string; samples: Sample[]; skipped?: string };

/** A process that ran, and what the orgs saw of it. `from` and `to` in milliseconds since 1970. */
export const sampleOf = (
  { from, to, ...usage }: { from: number; to: number } & Pick<Sample, 'memory' | 'held' | 'cpu'>,
  { span, inFlight, ...counts }: Traffic
): Sample => {
  const total = to - from;
  const working = span ? span.to - span.from : 0;
  return { total, startUp: total - working, working, own: total - inFlight, ...usage, ...counts };
};

/** @throws RangeError without numbers */
export const median = (numbers: number[]): number => {
  if (numbers.length === 0) throw new RangeError('There is no median of nothing.');
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** The median of each figure; undefined without samples. */
export const medians = (samples: Sample[]): Sample | undefined => {
  const [first] = samples;
  if (!first) return undefined;
  const keys = Object.keys(first) as (keyof Sample)[];
  return Object.fromEntries(keys.map((key) => [key, median(samples.map((one) => one[key]))])) as Sample;
};
