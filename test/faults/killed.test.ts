import { expect } from 'chai';
import { compile, startPlugin } from '../e2e/spawned.ts';
import { isFull } from './matrix.ts';
import { type Asked, requestsOf } from './requests.ts';
import { scenes } from './scenes.ts';
import { runAgain, setStage, type Stage } from './trial.ts';

/** Kills the command as a process of its own once a request of it was carried out, whose answer it never gets. */
const killAt = async (
  stage: Stage,
  { org, path, operation, callout, after }: Asked
): Promise<number | null> => {
  stage.reset();
  const { org: held, log } = stage.orgs[org];
  held.faults.push({ kind: 'mute', path, operation, callout, after, times: 1 });
  const { kill, ended } = startPlugin({}, ...stage.words);
  const isThere = (): boolean => {
    const [fault] = held.faults;
    return fault.times === 0 && log.some((entry) => entry.ended === undefined && path.test(entry.path));
  };
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isThere() && !isOver) await new Promise((resolve) => setImmediate(resolve));
  kill('SIGKILL');
  return (await ended).code;
};

describe('a command whose process is killed', function () {
  this.timeout(0);
  before(() => {
    compile();
  });

  const names = isFull ? (Object.keys(scenes) as (keyof typeof scenes)[]) : (['link', 'rotate'] as const);
  for (const name of names)
    it(`${name}, run again, has made what an undisturbed run makes`, async () => {
      const stage = await setStage(await scenes[name]());
      // In between two changes there is nothing that a killed process leaves behind.
      const changing = requestsOf(stage).filter(({ changes }) => changes);
      const asked = isFull ? changing : changing.slice(1, 2);
      const problems: string[] = [];
      for (const one of asked) {
        const code = await killAt(stage, one);
        if (code !== null) problems.push(`${one.says}: the process ended with ${code} before`);
        problems.push(...(await runAgain(stage)).map((problem) => `${one.says}: ${problem}`));
      }
      await stage.close();
      process.stdout.write(`| killed \`${name}\` | ${asked.length} |\n`);
      expect(problems).to.deep.equal([]);
    });
});
