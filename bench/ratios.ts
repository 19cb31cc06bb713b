import type { BenchOptions } from './options.ts';
import { type Case, median, type Sample } from './sample.ts';

/**
 * A figure that must not be above its limit. `value` is undefined where something it needs was not measured. `best` is given
 * where the figure is above the limit and this run shows what it can't be below here: it is met when it is no more than
 * an allowance above that.
 */
export type Ratio = { id: string; says: string; limit: number; value?: number; best?: number; met?: boolean };

type Times = Pick<BenchOptions, 'latency' | 'deploy' | 'certificate'>;
/** What one round measured of a case. */
type Round = (id: string) => Sample | undefined;

/** What a fresh link can't be quicker than: one certificate, a deploy in each org, and twelve requests in a row. */
export const floor = ({ certificate, deploy, latency }: Times): number =>
  certificate + 2 * deploy + 12 * latency;

/** How far above what can't be undercut a figure may be. */
const allowance = 1.15;

const divided = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a / b;

const rules: {
  id: string;
  says: string;
  limit: number;
  value: (of: Round, times: Times) => number | undefined;
  /** What the figure can't be below, by what the same run has measured. */
  best?: (of: Round, times: Times) => number | undefined;
}[] = [
  {
    id: 'link/floor',
    says: 'a fresh link with verify, without start-up, to certificate + 2 deploys + 12 requests',
    limit: allowance,
    value: (of, times) => divided(of('link')?.working, floor(times)),
  },
  {
    id: 'link/core',
    says: 'a fresh link to a script of core commands, the certificate made beforehand',
    limit: 0.35,
    value: (of) => divided(of('core-link')?.total, of('core-script')?.total),
    // The certificate is there, the rest of the floor remains, and any command of a plugin has to start.
    best: (of, times) => {
      const start = of('core-bare')?.total;
      return divided(start && start + floor({ ...times, certificate: 0 }), of('core-script')?.total);
    },
  },
  {
    id: 'again/deploys',
    says: 'deploys of a link with nothing to do',
    limit: 0,
    value: (of) => of('again')?.deploys,
  },
  {
    id: 'again/changes',
    says: 'changes of a link with nothing to do',
    limit: 0,
    value: (of) => of('again')?.changes,
  },
  {
    id: 'again/requests',
    says: 'requests of a link with nothing to do, verify included',
    limit: 20,
    value: (of) => of('again')?.requests,
  },
  { id: 'again/depth', says: 'how many of them in a row', limit: 6, value: (of) => of('again')?.depth },
  {
    id: 'apply-100/apply-1',
    says: '100 spokes by apply to one',
    limit: 4,
    value: (of) => divided(of('apply-100')?.total, of('apply-1')?.total),
  },
  {
    id: 'apply-100/hubDeploys',
    says: 'hub deploys for 100 spokes',
    limit: 1,
    value: (of) => of('apply-100')?.hubDeploys,
  },
  {
    id: 'apply-100/memory',
    says: 'memory that 100 spokes hold to that of one',
    limit: 1.5,
    value: (of) => divided(of('apply-100')?.held, of('apply-1')?.held),
  },
  {
    id: 'verify/display',
    says: 'start-up of verify to that of org display',
    limit: 1.1,
    value: (of) => divided(of('core-verify')?.startUp, of('core-display')?.startUp),
    best: (of) => divided(of('core-bare')?.total, of('core-display')?.startUp),
  },
  {
    id: 'help/help',
    says: 'verify --help to org display --help',
    limit: 1.1,
    value: (of) => divided(of('core-verify-help')?.total, of('core-display-help')?.total),
  },
  {
    id: 'flag/help',
    says: 'verify with an unknown flag to org display --help',
    limit: 1.1,
    value: (of) => divided(of('core-verify-flag')?.total, of('core-display-help')?.total),
    best: (of) => divided(of('core-bare-flag')?.total, of('core-display-help')?.total),
  },
];

/**
 * Every ratio, judged by the median of its rounds. Figures of one round are divided by each other, because a machine may be
 * quicker in one round than in the next.
 */
export const ratios = (cases: Case[], times: Times): Ratio[] =>
  rules.map(({ id, says, limit, value, best }) => {
    const rounds = Array.from(
      { length: Math.max(0, ...cases.map(({ samples }) => samples.length)) },
      (_, i): Round =>
        (name) =>
          cases.find((one) => one.id === name)?.samples[i]
    );
    const medianOf = (figure: typeof value | undefined): number | undefined => {
      const figures = rounds.flatMap((round) => figure?.(round, times) ?? []);
      return figures.length > 0 ? median(figures) : undefined;
    };
    const [found, least] = [medianOf(value), medianOf(best)];
    if (found === undefined) return { id, says, limit };
    if (found <= limit || least === undefined) return { id, says, limit, value: found, met: found <= limit };
    return { id, says, limit, value: found, best: least, met: found <= least * allowance };
  });

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** All ratios as one line of JSON: `{ ratios: { <id>: { value, limit, best, met } }, missed: [ <id> ], notMeasured: [ <id> ] }`. */
export const lastLine = (judged: Ratio[]): string =>
  JSON.stringify({
    ratios: Object.fromEntries(
      judged.flatMap(({ id, value, limit, best, met }) =>
        value === undefined
          ? []
          : [[id, { value: rounded(value), limit, ...(best ? { best: rounded(best) } : {}), met }]]
      )
    ),
    missed: judged.flatMap(({ id, met }) => (met === false ? [id] : [])),
    notMeasured: judged.flatMap(({ id, met }) => (met === undefined ? [id] : [])),
  });
