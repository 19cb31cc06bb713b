import { expect } from 'chai';
import { readOptions } from '../../bench/options.ts';

describe('options of the bench', () => {
  const usual = {
    runs: 5,
    latency: 80,
    deploy: 2500,
    certificate: 1000,
    spokes: [1, 10, 100, 300],
    only: ['pair', 'core', 'apply'],
    outputFile: undefined,
    writeDocs: false,
  };

  it('are those of the design without a word', () => {
    expect(readOptions([], {})).to.deep.equal(usual);
  });

  it('come from the environment, and from flags before that', () => {
    const env = { BENCH_LATENCY: '10', BENCH_SPOKES: '2,3', BENCH_RUNS: '7' };
    expect(readOptions(['--latency', '20', '--only', 'apply,pair', '--write-docs'], env)).to.deep.equal({
      ...usual,
      runs: 7,
      latency: 20,
      spokes: [2, 3],
      only: ['apply', 'pair'],
      writeDocs: true,
    });
  });

  it('are one run each when it has to be quick', () => {
    expect(readOptions(['--quick'], { BENCH_RUNS: '7' })?.runs).to.equal(1);
  });

  it('are none when help is asked for', () => {
    expect(readOptions(['-h'], {})).to.equal(undefined);
  });

  for (const [words, text] of [
    [['--runs', '0'], /--runs: "0"/],
    [['--latency', '1s'], /--latency: "1s"/],
    [['--spokes', '1,x'], /--spokes: "x"/],
    [['--only', 'pair,list'], /--only: "list" is none of pair, core, apply/],
    [['--fast'], /--fast/],
  ] as const) {
    it(`refuse ${words.join(' ')}`, () => {
      expect(() => readOptions([...words], {})).to.throw(text);
    });
  }
});
