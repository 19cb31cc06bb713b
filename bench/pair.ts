import { measure, plugin } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { inRounds, type Tell } from './rounds.ts';
import type { Case } from './sample.ts';
import { setStage } from './stage.ts';

const titles = {
  link: 's2s link, fresh',
  again: 's2s link, again',
  verify: 's2s verify',
  list: 's2s list',
};

/** One hub and one spoke, from nothing to a link that is there. */
export const pairCases = (options: BenchOptions, tell: Tell): Promise<Case[]> =>
  inRounds(titles, options.runs, tell, async (add) => {
    const stage = await setStage(options, { spokes: 1 });
    try {
      const ends = ['--hub', stage.hub, '--spoke', stage.spokes[0]];
      add('link', await measure(stage, plugin('s2s', 'link', ...ends)));
      add('again', await measure(stage, plugin('s2s', 'link', ...ends)));
      add('verify', await measure(stage, plugin('s2s', 'verify', ...ends)));
      add('list', await measure(stage, plugin('s2s', 'list', '--hub', stage.hub)));
    } finally {
      stage.close();
    }
  });
