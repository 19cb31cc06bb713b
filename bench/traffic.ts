import type { LogEntry } from '../simulator/org.ts';

/** What simulated orgs saw of one process. Times in milliseconds. */
export type Traffic = {
  /** Requests of the process itself; what the hub asked of a spoke in a callout is not counted. */
  requests: number;
  /** The longest row of requests of which each began when the one before had ended. */
  depth: number;
  deploys: number;
  /** Those that went to the hub. */
  hubDeploys: number;
  /** Things that were created, changed or deleted. */
  changes: number;
  /** When the first request came and the last answer went, since 1970; undefined without requests. */
  span?: { from: number; to: number };
  /** How long at least one request was on its way. */
  inFlight: number;
};

type Interval = { from: number; to: number };

const isDeploy = ({ method, path, operation }: LogEntry): boolean =>
  operation === 'deploy' || (method === 'POST' && path.endsWith('/metadata/deployRequest'));

/** The most intervals of which none overlaps another: always the one that ends first, then those after it. */
const longestRow = (intervals: Interval[]): number => {
  let row = 0;
  let end = -Infinity;
  for (const { from, to } of [...intervals].sort((a, b) => a.to - b.to)) {
    if (from < end) continue;
    row += 1;
    end = to;
  }
  return row;
};

/** How much time the intervals cover together. */
const covered = (intervals: Interval[]): number => {
  let sum = 0;
  let end = -Infinity;
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
};

/** Sums up the log of orgs, which has to end where the process did. */
export const traffic = (log: LogEntry[], hub: string): Traffic => {
  const own = log.filter(({ callout }) => !callout);
  const intervals = own.map(({ time, ended }) => ({
    from: Date.parse(time),
    to: Date.parse(ended ?? time),
  }));
  const deploys = own.filter(isDeploy);
  return {
    requests: own.length,
    depth: longestRow(intervals),
    deploys: deploys.length,
    hubDeploys: deploys.filter(({ org }) => org === hub).length,
    changes: own.flatMap(({ changes }) => changes).length,
    span:
      own.length === 0
        ? undefined
        : {
            from: Math.min(...intervals.map(({ from }) => from)),
            to: Math.max(...intervals.map(({ to }) => to)),
          },
    inFlight: covered(intervals),
  };
};
