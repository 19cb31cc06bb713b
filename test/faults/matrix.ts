import { expect } from 'chai';
import { type Asked, requestsOf } from './requests.ts';
import { scenes } from './scenes.ts';
import { type Kind, kinds, type Outcome, setStage, type Stage, tryFault } from './trial.ts';

/** Whether everything is tried, which takes a while, or a fixed part of it. */
export const isFull = process.env.S2S_ALL_FAULTS === 'true';

type Trial = { asked: Asked; kind: Kind; isLasting: boolean };

/** Every request with every kind of failure, and with one from then on; in the small run some of that, always the same. */
const trialsOf = (requests: Asked[]): Trial[] => {
  const trial = (asked: Asked, turn: number, isLasting: boolean): Trial => ({
    asked,
    kind: kinds[turn % kinds.length],
    isLasting,
  });
  if (isFull)
    return requests.flatMap((asked, i) => [
      ...kinds.map((kind) => ({ asked, kind, isLasting: false })),
      trial(asked, i, true),
    ]);
  const some = requests.filter((_, i) => i % 4 === 0);
  return some.map((asked, i) => trial(asked, i, i % 3 === 2));
};

/** How many trials of a column there were, and in how many of them the run reached its end all the same. */
const tally = (outcomes: { exitCode: number }[]): string =>
  `${outcomes.length} (${outcomes.filter(({ exitCode }) => exitCode === 0).length})`;

/**
 * Runs a command with each of its requests in trouble, and after that once more: it ends as an undisturbed run does. Prints
 * a row of the table of docs/reliability.md.
 */
export const describeFaults = (name: keyof typeof scenes): void => {
  describe(`${name}, with each request in trouble`, function () {
    this.timeout(0);
    let stage: Stage;
    before(async () => {
      stage = await setStage(await scenes[name]());
    });
    after(() => stage.close());

    it('ends with a clear error or rides it out, and run again has made what an undisturbed run makes', async () => {
      const requests = requestsOf(stage);
      const outcomes: (Outcome & Omit<Trial, 'asked'>)[] = [];
      for (const { asked, kind, isLasting } of trialsOf(requests))
        outcomes.push({ kind, isLasting, ...(await tryFault(stage, asked, kind, isLasting)) });
      // What a run asks side by side may be asked less often where something else is in trouble.
      const met = outcomes.filter(({ isMet }) => isMet);
      const columns = [
        ...kinds.map((kind) => met.filter((one) => one.kind === kind && !one.isLasting)),
        met.filter(({ isLasting }) => isLasting),
      ];
      const cells = [`${requests.length}`, ...columns.map(tally), tally(met)];
      process.stdout.write(`| \`${name}\` | ${cells.join(' | ')} |\n`);
      expect(outcomes.flatMap(({ problems }) => problems)).to.deep.equal([]);
      expect(met.length).to.be.above(outcomes.length * 0.9);
    });
  });
};
