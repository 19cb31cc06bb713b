import { expect } from 'chai';
import type { Fault } from '../../simulator/org.ts';
import { compile, runPlugin } from '../e2e/spawned.ts';
import { isFull } from './matrix.ts';
import { type Asked, requestsOf } from './requests.ts';
import type { Ending } from './scene.ts';
import { scenes } from './scenes.ts';
import { badEnding, differences, runAgain, setStage, type Stage } from './trial.ts';

/**
 * What is wrong after two runs.
 * @param isLate whether one went on from what it had read before the other, and may do everything once more: what it leaves
 * has to work, but is not what an undisturbed run makes
 */
const problemsOf = async (stage: Stage, endings: Ending[], isLate = false): Promise<string[]> => {
  const isDone = endings.every(({ exitCode }) => exitCode === 0);
  const ended = endings.flatMap((ending) => badEnding(stage, ending));
  if (isLate) return [...ended, ...(await stage.broken())];
  // Whoever was told to run again does.
  return [...ended, ...(isDone ? [...differences(stage), ...(await stage.broken())] : await runAgain(stage))];
};

/** Holds one request of a run until another run is over. @returns how the two ended */
const holding = async (stage: Stage, { org, path, operation, callout, after }: Asked): Promise<Ending[]> => {
  stage.reset();
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  const hold: Fault = { kind: 'delay', path, operation, callout, after, times: 1, until };
  stage.orgs[org].fault(hold);
  const slow = stage.run();
  while (hold.times === 1) await new Promise((resolve) => setImmediate(resolve));
  const quick = await stage.run();
  release();
  return [await slow, quick];
};

/** Those of which two runs at once make sense: the files of `request` and `accept` are somebody's own. */
const commands = ['link', 'link --app connected-app', 'unlink', 'rotate', 'apply'] as const;

describe('two runs at the same moment', function () {
  this.timeout(0);

  for (const name of commands)
    it(`of ${name} make and take away everything once, whichever request of one waits for the other`, async () => {
      const stage = await setStage(await scenes[name]());
      const problems: string[] = [];
      const asked = requestsOf(stage).filter(({ changes }) => isFull || changes);
      const isLate = ({ changes }: Asked): boolean => name === 'rotate' && !changes;
      let bothDone = 0;
      for (const one of asked) {
        const endings = await holding(stage, one);
        if (!isLate(one) && endings.every(({ exitCode }) => exitCode === 0)) bothDone += 1;
        const wrong = await problemsOf(stage, endings, isLate(one));
        const codes = endings.map(({ exitCode }) => exitCode).join(' and ');
        problems.push(...wrong.map((problem) => `${one.says} (ended with ${codes}): ${problem}`));
      }
      stage.reset();
      problems.push(...(await problemsOf(stage, await Promise.all([stage.run(), stage.run()]))));
      await stage.close();
      process.stdout.write(`| two runs of \`${name}\` | ${asked.length + 1} | ${bothDone} |\n`);
      expect(problems).to.deep.equal([]);
      expect(asked).to.not.be.empty;
      // Neither is in the other's way: what one finds done already is as good as done by itself.
      expect(bothDone).to.equal(asked.filter((one) => !isLate(one)).length);
    });

  it('of link as processes of their own, started together, make everything once', async () => {
    compile();
    const stage = await setStage(await scenes.link());
    stage.reset();
    const endings = await Promise.all([1, 2].map(() => runPlugin({}, ...stage.words)));
    const wrong = [...differences(stage), ...(await stage.broken())];
    await stage.close();
    expect(
      endings.map(({ code }) => code),
      JSON.stringify(endings)
    ).to.deep.equal([0, 0]);
    expect(wrong).to.deep.equal([]);
  });
});
