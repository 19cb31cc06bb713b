import { expect } from 'chai';
import { showMany } from '../../src/cli/many.ts';
import { failure } from '../../src/text/messages.ts';
import { quickClock } from '../e2e/pair.ts';

const escapes = new RegExp(String.raw`\u001B\[(\d+A|0J)`, 'g');

describe('cli/many', () => {
  const written = (
    isTTY: boolean,
    rows = 24
  ): { screen: Parameters<typeof showMany>[2]; texts: string[] } => {
    const texts: string[] = [];
    return { screen: { isTTY, columns: 40, rows, write: (text: string) => texts.push(text) }, texts };
  };
  let ci: string | undefined;
  beforeEach(() => {
    ci = process.env.CI;
    delete process.env.CI;
  });
  afterEach(() => {
    if (ci !== undefined) process.env.CI = ci;
  });

  it('is a line for each link that is done where every line stays', () => {
    const { screen, texts } = written(false);
    const shown = showMany(['acme', 'emea'], false, screen, quickClock(0));
    shown.stage(0, 'spoke');
    shown.ended(0, undefined);
    shown.ended(1, failure('noHub', { command: 'list' }));
    shown.end();
    expect(texts.join('')).to.match(
      /^acme: done \(1 of 2 finished, about 0 s left\)\nemea: failed \(2 of 2 finished, 1 failed\)\n$/
    );
  });

  it('draws a line for each link at work, a count and the time that is left on a terminal', async () => {
    const { screen, texts } = written(true);
    const clock = quickClock(0);
    const shown = showMany(['acme', 'emea', 'apac'], false, screen, clock);
    shown.stage(0, 'spoke');
    await clock.sleep(1000);
    shown.stage(1, 'observe');
    await clock.sleep(1000);
    shown.ended(0, undefined);
    const last = texts.at(-1)!;
    expect(last).to.equal('  emea: Look at both orgs\n1 of 3 finished, about 4 s left\n');
    expect(texts.join('')).to.match(escapes);
    shown.end();
    expect(texts.at(-1)).to.equal('\u001B[2A\u001B[0J');
  });

  it('never draws more lines than the terminal has, nor longer ones', async () => {
    const { screen, texts } = written(true, 6);
    const clock = quickClock(0);
    const names = Array.from({ length: 50 }, (_, i) => `a_very_long_name_of_a_spoke_that_goes_on_${i}`);
    const shown = showMany(names, false, screen, clock);
    for (const i of names.keys()) {
      shown.stage(i, 'verify');
      await clock.sleep(200);
    }
    const lines = texts.at(-1)!.trimEnd().split('\n');
    expect(lines).to.have.lengthOf(4);
    expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(39);
  });

  it('draws nothing over a question', async () => {
    const { screen, texts } = written(true);
    const clock = quickClock(0);
    const shown = showMany(['acme', 'emea'], false, screen, clock);
    shown.stage(0, 'spoke');
    await shown.during(async () => {
      expect(texts.at(-1)).to.equal('\u001B[2A\u001B[0J');
      const { length } = texts;
      await clock.sleep(1000);
      shown.stage(1, 'spoke');
      shown.ended(0, undefined);
      expect(texts.slice(length)).to.deep.equal([]);
    });
    await clock.sleep(1000);
    shown.stage(1, 'hub');
    expect(texts.at(-1)).to.include('emea: Credentials on the hub').and.include('1 of 2 finished');
  });

  it('is silent under --json', () => {
    const { screen, texts } = written(false);
    const shown = showMany(['acme'], true, screen, quickClock(0));
    shown.stage(0, 'spoke');
    shown.ended(0, undefined);
    shown.end();
    expect(texts).to.deep.equal([]);
  });
});
