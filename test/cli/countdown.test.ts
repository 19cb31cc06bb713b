import { expect } from 'chai';
import { countdown, isLive, spin } from '../../src/cli/countdown.ts';

const second = 1000;

/** What is shown of waits that are told at certain seconds; each link tries next at `nextTry`, the time is up after 600 s. */
const shown = (live: boolean, told: [at: number, link: string, nextTry: number][]): string[] => {
  const texts: string[] = [];
  let now = 0;
  const tell = countdown((text) => texts.push(text), live, {
    now: () => now * second,
    sleep: () => Promise.resolve(),
  });
  for (const [at, link, nextTry] of told) {
    now = at;
    tell(link, { nextTry: nextTry * second, deadline: 600 * second });
  }
  return texts;
};

describe('countdown', () => {
  const pause: [number, string, number][] = [0, 1, 2, 3, 4].map((at) => [at, 'acme', 5]);

  it('counts down second by second where the line changes in place', () => {
    const texts = shown(true, pause);
    expect(texts).to.have.lengthOf(5);
    expect(texts[0]).to.match(/^acme: .* Next try in 5 s, 600 s left\.$/);
    expect(texts[4]).to.match(/Next try in 1 s, 596 s left\.$/);
  });

  it('says it now and then where every line stays', () => {
    const minutes: [number, string, number][] = Array.from({ length: 120 }, (_, at) => [at, 'acme', at + 1]);
    expect(shown(false, minutes).map((text) => /(\d+) s left/.exec(text)?.[1])).to.deep.equal([
      '600',
      '570',
      '540',
      '510',
    ]);
  });

  it('names the links that wait, and the nearest try', () => {
    const texts = shown(true, [
      [0, 'acme', 10],
      [1, 'beta', 3],
      [5, 'acme', 10],
    ]);
    expect(texts[1]).to.match(/^acme, beta: .* in 2 s/);
    expect(texts[2]).to.match(/^acme: .* in 5 s/);
    const many = ['a', 'b', 'c', 'd', 'e'].map((link): [number, string, number] => [0, link, 9]);
    expect(shown(true, many).at(-1)).to.match(/^a, b, c and 2 more: /);
  });

  it('takes a stream for live when somebody sees it change', () => {
    const { CI } = process.env;
    delete process.env.CI;
    expect([isLive({ isTTY: true }), isLive({ isTTY: false }), isLive({})]).to.deep.equal([
      true,
      false,
      false,
    ]);
    process.env.CI = 'true';
    expect(isLive({ isTTY: true })).to.equal(false);
    if (CI === undefined) delete process.env.CI;
    else process.env.CI = CI;
  });
});

describe('spin', () => {
  /** What a spinner was told while some work went on. */
  const told = async (isTTY: boolean, work: () => Promise<void>): Promise<string[]> => {
    const calls: string[] = [];
    const spinner = {
      start: (title: string) => calls.push(`start ${title}`),
      stop: (text?: string) => calls.push(`stop ${(text ?? '').slice(0, 4)}`),
      set status(text: string) {
        calls.push(`status ${text.slice(0, 4)}`);
      },
    };
    const before = [process.stderr.isTTY, process.env.CI] as const;
    process.stderr.isTTY = isTTY;
    delete process.env.CI;
    const { waiting, during } = spin(spinner, 'Verifying');
    process.stderr.isTTY = before[0];
    if (before[1] !== undefined) process.env.CI = before[1];
    waiting('acme', { nextTry: Date.now() + second, deadline: Date.now() + second });
    await during(work()).catch(() => undefined);
    return calls;
  };

  it('changes its line where somebody looks on, and writes lines elsewhere', async () => {
    const work = (): Promise<void> => Promise.resolve();
    expect(await told(true, work)).to.deep.equal(['start Verifying', 'status acme', 'stop ']);
    expect(await told(false, work)).to.deep.equal([
      'start Verifying',
      'stop acme',
      'start Verifying',
      'stop ',
    ]);
  });

  it('stops when the work fails', async () => {
    expect((await told(true, () => Promise.reject(new Error('no')))).at(-1)).to.equal('stop ');
  });
});
