import type { LinksResult } from '../result.ts';
import type { Verdict } from '../verify/verify.ts';
import type { AskServiceUser } from './observe.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import type { Repointed } from './repoint.ts';
import type { Side } from './step.ts';

export type LinkOptions = {
  dryRun: boolean;
  outputDir?: string;
  /** Milliseconds. */
  wait: number;
  progress: Progress;
  /** Undefined where nobody can be asked. */
  askServiceUser?: AskServiceUser;
};

export type LinkOutcome = {
  result: LinksResult;
  plan: Plan;
  /** Undefined after a dry run. */
  verdict?: Verdict;
  /** The orgs that checked their part of a dry run. */
  checked: Side[];
  /** Paths of the source files that were written. */
  files: string[];
  warnings: string[];
  /** Those who were to be left out and can't call any more, a line each, where that was seen. */
  gone?: string[];
  /** What of a copied link leads elsewhere now, or would. */
  repointed: Repointed[];
};
