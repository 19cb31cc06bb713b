import { expect } from 'chai';
import { type Attempt, retry } from '../../src/verify/attempt.ts';
import { passed } from '../../src/verify/check.ts';

const start = 1_000_000;
const minutes = 60_000;
const check = passed('access', { user: 'x', count: 1 });
const pending: Attempt = { check, pending: true };
const final: Attempt = { check };

/** Tries a rung on a clock of its own: when each try was made, what was told, and what came of it. */
const run = async (wait: number, answers: Attempt[], last = pending) => {
  let time = start;
  const tries: number[] = [];
  const told: string[] = [];
  const result = await retry(
    () => {
      tries.push(time - start);
      return Promise.resolve(answers[tries.length - 1] ?? last);
    },
    {
      deadline: start + wait,
      clock: { now: () => time, sleep: (duration) => Promise.resolve(void (time += duration)) },
      waiting: (text) => told.push(text),
    }
  );
  return { tries, told, result };
};

describe('verify/attempt', () => {
  it('tries once where the answer is final, however much time there is', async () => {
    expect((await run(10 * minutes, [final])).tries).to.deep.equal([0]);
  });

  it('tries once where there is no time to wait', async () => {
    for (const wait of [0, -start]) {
      const { tries, told, result } = await run(wait, []);
      expect(tries).to.deep.equal([0]);
      expect(told).to.deep.equal([]);
      expect(result).to.equal(pending);
    }
  });

  it('tries again until an answer is final, and gives that answer', async () => {
    const { tries, told, result } = await run(10 * minutes, [pending, pending, final]);
    expect(tries).to.deep.equal([0, 2000, 5000]);
    expect(told).to.have.lengthOf(2);
    expect(result).to.equal(final);
  });

  it('never tries after the deadline', async () => {
    const { tries, result } = await run(minutes, []);
    expect(tries.length).to.be.greaterThan(3);
    expect(Math.max(...tries)).to.be.at.most(minutes);
    expect(result).to.equal(pending);
  });

  it('waits longer each time, up to a minute', async () => {
    const { tries } = await run(60 * minutes, []);
    const pauses = tries.slice(1).map((time, i) => time - tries[i]);
    expect(pauses).to.deep.equal([...pauses].sort((a, b) => a - b));
    expect(Math.max(...pauses)).to.equal(minutes);
  });

  it('tries 20 times at most: a broken link must not use up the login rate', async () => {
    expect((await run(24 * 60 * minutes, [])).tries).to.have.lengthOf(20);
  });

  it('lasts for the ten minutes that a new app may take', async () => {
    const { tries } = await run(10 * minutes, []);
    expect(tries.length).to.be.lessThan(20);
    expect(Math.max(...tries)).to.be.at.least(9 * minutes);
  });

  it('tells before each pause how long it lasts and how much time is left', async () => {
    const { told } = await run(minutes, [pending, final]);
    expect(told[0]).to.match(/in 2 s, 60 s left/);
  });
});
