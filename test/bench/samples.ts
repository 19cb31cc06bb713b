import type { Case, Sample } from '../../bench/sample.ts';

/** A sample in which everything is nothing, but for what is given. */
export const sample = (figures: Partial<Sample> = {}): Sample => ({
  total: 0,
  startUp: 0,
  working: 0,
  own: 0,
  cpu: 0,
  memory: 0,
  held: 0,
  requests: 0,
  depth: 0,
  deploys: 0,
  hubDeploys: 0,
  changes: 0,
  ...figures,
});

/** A case of such samples. */
export const caseOf = (id: string, ...samples: Partial<Sample>[]): Case => ({
  id,
  title: `title of ${id}`,
  samples: samples.map(sample),
});
