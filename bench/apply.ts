import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure, plugin } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { inRounds, skipped, type Tell } from './rounds.ts';
import type { Case } from './sample.ts';
import { setStage } from './stage.ts';

const compiled = join(import.meta.dirname, '..', 'lib', 'commands', 's2s', 'apply.js');

/** One manifest that links a hub to so many spokes, none of which is linked yet. */
export const applyCases = async (options: BenchOptions, tell: Tell): Promise<Case[]> => {
  const titles = Object.fromEntries(
    options.spokes.map((count) => [`apply-${count}`, `s2s apply, ${count} fresh`])
  );
  if (!existsSync(compiled)) return skipped(titles, 'there is no s2s apply');
  return inRounds(titles, options.runs, tell, async (add) => {
    for (const count of options.spokes) {
      const stage = await setStage(options, { spokes: count });
      try {
        const manifest = join(stage.home, 'links.json');
        const links = stage.spokes.map((spoke) => ({ spoke }));
        writeFileSync(manifest, JSON.stringify({ version: 1, hubs: [{ hub: stage.hub, links }] }));
        const command = plugin('s2s', 'apply', '--manifest', manifest);
        add(`apply-${count}`, await measure(stage, { ...command, env: { BENCH_HELD: 'true' } }));
      } finally {
        stage.close();
      }
    }
  });
};
