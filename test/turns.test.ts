import { expect } from 'chai';
import { inTurns } from '../src/turns.ts';

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('lets no more than so many run at once, and all of them in the end', async () => {
    const inTurn = inTurns(3);
    let [running, most] = [0, 0];
    const done = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        inTurn(async () => {
          running += 1;
          most = Math.max(most, running);
          await soon();
          running -= 1;
          return i;
        })
      )
    );
    expect(most).to.equal(3);
    expect(done).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('goes on after work that fails', async () => {
    const inTurn = inTurns(1);
    const failed = inTurn(() => Promise.reject(new Error('no'))).catch(() => 'failed');
    expect(await Promise.all([failed, inTurn(() => Promise.resolve('next'))])).to.deep.equal([
      'failed',
      'next',
    ]);
    expect(await inTurn(() => Promise.resolve('later'))).to.equal('later');
  });
});
