import { expect } from 'chai';
import sinon from 'sinon';
import { exitCodes } from '../../src/text/messages.ts';
import { showStages } from '../../src/cli/stages.ts';

/** What is drawn on a terminal of a run that ends with an exit code. @param isAsked whether somebody is asked in between */
const drawnBefore = async (exitCode: number, isAsked = false): Promise<string> => {
  const { isTTY } = process.stdout;
  const { CI } = process.env;
  delete process.env.CI;
  process.stdout.isTTY = true;
  const write = sinon.stub(process.stdout, 'write').returns(true);
  try {
    const stages = showStages(false, 'Linking', ['observe', 'verify']);
    stages.progress({ stage: 'observe' });
    if (isAsked) stages.pause();
    stages.progress({ stage: 'verify' });
    await stages.during(Promise.resolve(), () => exitCode);
    return write.args.map(([chunk]) => String(chunk)).join('');
  } finally {
    sinon.restore();
    process.stdout.isTTY = isTTY;
    if (CI !== undefined) process.env.CI = CI;
  }
};

describe('stages on a terminal', () => {
  for (const [exitCode, mark] of [
    [0, '✔'],
    [exitCodes.unfinished, '⚠'],
    [exitCodes.failed, '✘'],
  ] as const) {
    it(`end with ${mark} where the run ends with ${exitCode}`, async () => {
      const lines = (await drawnBefore(exitCode)).split('\n').filter((line) => line.includes('Verify'));
      expect(lines.at(-1)).to.include(mark);
    });
  }

  it('go on after a question with those that are left', async () => {
    const drawn = await drawnBefore(0, true);
    expect(drawn).to.not.match(/Skipped/i);
    expect(
      drawn
        .split('\n')
        .filter((line) => line.includes('Verify'))
        .at(-1)
    ).to.include('✔');
  });
});
