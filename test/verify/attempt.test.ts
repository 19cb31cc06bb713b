import { expect } from 'chai';
import { failure } from '../../src/text/messages.ts';
import { type Attempt, retry, type Wait } from '../../src/verify/attempt.ts';
import { passed } from '../../src/verify/check.ts';

const start = 1_000_000;
const minutes = 60_000;
const check = passed('access', { user: 'x', count: 1 });
const pending: Attempt = { check, pending: true };
const final: Attempt = { check };

/** Tries a rung on a clock of its own: when each try was made, what was told, and what came of it. */
const run = async (wait: number, answers: (Attempt | Error)[], last: Attempt | Error = pending) => {
  let time = start;
  const tries: number[] = [];
  const told: Wait[] = [];
  const result = await retry(
    () => {
      tries.push(time - start);
      const answer = answers[tries.length - 1] ?? last;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    {
      deadline: start + wait,
      clock: { now: () => time, sleep: (duration) => Promise.resolve(void (time += duration)) },
      waiting: (pause) => told.push(pause),
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
    const { tries, result } = await run(10 * minutes, [pending, pending, final]);
    expect(tries).to.deep.equal([0, 2000, 5000]);
    expect(result).to.equal(final);
  });

  it('tries for the last time when the time is up, and never after', async () => {
    const { tries, result } = await run(minutes, []);
    expect(tries.length).to.be.greaterThan(3);
    expect(Math.max(...tries)).to.equal(minutes);
    expect(result).to.equal(pending);
  });

  it('tries once more where the hub has too many requests at a time', async () => {
    const tooMany = failure('tooManyRequests', {
      org: 'hub',
      problem: 'REQUEST_LIMIT_EXCEEDED: ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
    });
    expect((await run(0, [tooMany, final])).result).to.equal(final);
    expect(await run(0, [tooMany, tooMany, final]).catch((error: unknown) => error)).to.equal(tooMany);
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

  it('tells every second of a pause when the next try comes and when the last', async () => {
    const { told } = await run(minutes, [pending, pending, final]);
    const deadline = start + minutes;
    expect(told).to.deep.equal([
      ...Array(2).fill({ nextTry: start + 2000, deadline }),
      ...Array(3).fill({ nextTry: start + 5000, deadline }),
    ]);
  });

  const broken = failure('unreachable', { org: 'myhub', url: 'https://hub.example', problem: 'reset' });

  it('tries once more when the connection breaks, even without time to wait, and counts that try', async () => {
    const { tries, result } = await run(0, [broken, final]);
    expect(tries).to.have.lengthOf(2);
    expect(result).to.equal(final);
    expect((await run(24 * 60 * minutes, [broken])).tries).to.have.lengthOf(20);
  });

  it('gives up when the connection breaks again, and at once for any other error', async () => {
    const errors = [broken, failure('loginExpired', { org: 'myhub', url: 'https://hub.example' })];
    for (const error of errors) {
      const thrown = await run(0, [], error).catch((caught: unknown) => caught);
      expect(thrown).to.equal(error);
    }
  });
});
