import { expect } from 'chai';
import { guardClock, noteTime } from '../../src/org/skew.ts';
import { answering } from '../loopback.ts';
import { refusal } from '../refusal.ts';
import { connectTo } from './asking.ts';

const minute = 60_000;
const from = (minutes: number): string => new Date(Date.now() - minutes * minute).toUTCString();
const refused = (): string | undefined =>
  refusal(() => {
    guardClock('myhub');
  })?.message;

describe('org/skew', () => {
  afterEach(() => {
    noteTime(from(0));
  });

  it('takes a clock for right that is no more than minutes off, and what is no date for nothing', () => {
    for (const date of [from(0), from(4), from(-4)]) {
      noteTime(date);
      expect(refused(), date).to.equal(undefined);
    }
    noteTime(from(180));
    for (const none of [undefined, '', 'soon', ['x']]) noteTime(none);
    expect(refused()).to.match(/^The clock of this machine is 180 minutes ahead of myhub's\./);
  });

  it('goes by the last answer of an org', async () => {
    const org = await answering((_, response) => {
      response
        .setHeader('content-type', 'application/json')
        .setHeader('date', from(-26 * 60))
        .end('{}');
    });
    await connectTo(org.url).request('/services/data/v66.0/x');
    org.close();
    expect(refused()).to.match(/^The clock of this machine is 1560 minutes behind myhub's\./);
  });
});
