import type { Case, Sample } from './sample.ts';

/** Says what is being measured, on the way. */
export type Tell = (text: string) => void;

/**
 * Runs rounds that each give one sample of several cases, so that what slows the machine down for a while hits all alike.
 * @param titles of the cases, by id
 * @param round measures one of each
 */
export const inRounds = async <K extends string>(
  titles: Record<K, string>,
  runs: number,
  tell: Tell,
  round: (add: (id: K, sample: Sample) => void) => Promise<void>
): Promise<Case[]> => {
  const cases = Object.fromEntries(
    Object.entries<string>(titles).map(([id, title]) => [id, { id, title, samples: [] as Sample[] }])
  ) as Record<K, Case>;
  for (let done = 1; done <= runs; done += 1) {
    await round((id, sample) => {
      cases[id].samples.push(sample);
      tell(`${done}/${runs}  ${titles[id]}: ${(sample.total / 1000).toFixed(2)} s`);
    });
  }
  return Object.values<Case>(cases);
};

/** Cases that could not be measured, with the reason. */
export const skipped = (titles: Record<string, string>, reason: string): Case[] =>
  Object.entries(titles).map(([id, title]) => ({ id, title, samples: [], skipped: reason }));
