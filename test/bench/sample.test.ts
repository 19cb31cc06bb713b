import { expect } from 'chai';
import { median, medians, sampleOf } from '../../bench/sample.ts';
import { sample } from './samples.ts';

describe('samples', () => {
  const counts = { requests: 2, depth: 2, deploys: 0, hubDeploys: 0, changes: 0 };

  it('tell start-up from work, and work from waiting', () => {
    const seen = { ...counts, span: { from: 1300, to: 1900 }, inFlight: 400 };
    expect(sampleOf({ from: 1000, to: 2000, memory: 50, held: 40, cpu: 300 }, seen)).to.deep.equal({
      ...counts,
      total: 1000,
      startUp: 400,
      working: 600,
      own: 600,
      cpu: 300,
      memory: 50,
      held: 40,
    });
  });

  it('are all start-up where nothing was asked', () => {
    const none = { ...counts, requests: 0, depth: 0, span: undefined, inFlight: 0 };
    expect(sampleOf({ from: 0, to: 500, memory: 50, held: 40, cpu: 300 }, none)).to.include({
      startUp: 500,
      working: 0,
      own: 500,
    });
  });

  it('have a median, whatever their order and number', () => {
    expect(median([9, 1, 10])).to.equal(9);
    expect(median([4, 1, 10, 2])).to.equal(3);
    expect(() => median([])).to.throw(RangeError);
  });

  it('have medians figure by figure', () => {
    const [one, two, three] = [
      { total: 1, memory: 9 },
      { total: 2, memory: 7 },
      { total: 9, memory: 8 },
    ];
    expect(medians([one, two, three].map(sample))).to.deep.equal(sample({ total: 2, memory: 8 }));
    expect(medians([])).to.equal(undefined);
  });
});
