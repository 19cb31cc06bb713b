import { expect } from 'chai';
import { floor, lastLine, type Ratio, ratios } from '../../bench/ratios.ts';
import { caseOf } from './samples.ts';

const times = { latency: 80, deploy: 2500, certificate: 1000 };

describe('ratios of the bench', () => {
  const judge = (...cases: Parameters<typeof ratios>[0]): Record<string, Ratio> =>
    Object.fromEntries(ratios(cases, times).map((ratio) => [ratio.id, ratio]));

  it('measure a fresh link by a certificate, two deploys and twelve requests', () => {
    expect(floor(times)).to.equal(6960);
    const { 'link/floor': met } = judge(caseOf('link', { working: 6960 * 1.15, total: 99_999 }));
    expect(met).to.include({ limit: 1.15, met: true });
    expect(met.value).to.be.closeTo(1.15, 1e-9);
    expect(judge(caseOf('link', { working: 6960 * 1.16 }))['link/floor'].met).to.equal(false);
  });

  it('divide figures of one round by each other, and take the median', () => {
    const link = caseOf('core-link', { total: 2 }, { total: 12 }, { total: 5 });
    const script = caseOf('core-script', { total: 10 }, { total: 40 }, { total: 10 });
    expect(judge(link, script)['link/core']).to.include({ value: 0.3, met: true });
  });

  it('count what a link does that has nothing to do', () => {
    const judged = judge(caseOf('again', { deploys: 0, changes: 1, requests: 20, depth: 7 }));
    const met = ['deploys', 'changes', 'requests', 'depth'].map((id) => judged[`again/${id}`].met);
    expect(met).to.deep.equal([true, false, true, false]);
  });

  it('compare a hundred spokes with one', () => {
    const one = caseOf('apply-1', { total: 10_000, held: 200 });
    const judged = judge(one, caseOf('apply-100', { total: 39_000, held: 301, hubDeploys: 2 }));
    const found = ['apply-1', 'hubDeploys', 'memory'].map((id) => judged[`apply-100/${id}`]);
    expect(found.map(({ value }) => value)).to.deep.equal([3.9, 2, 1.505]);
    expect(found.map(({ met }) => met)).to.deep.equal([true, false, false]);
  });

  it('compare start-up with that of core commands', () => {
    const judged = judge(
      caseOf('core-verify', { startUp: 1090, total: 9000 }),
      caseOf('core-display', { startUp: 1000, total: 1100 }),
      caseOf('core-verify-help', { total: 80 }),
      caseOf('core-verify-flag', { total: 120 }),
      caseOf('core-display-help', { total: 100 })
    );
    expect(judged['verify/display']).to.include({ value: 1.09, met: true });
    expect(judged['help/help']).to.include({ value: 0.8, met: true });
    expect(judged['flag/help']).to.include({ value: 1.2, met: false });
  });

  it('are judged by what can be, where they are above their limit and the same run shows that', () => {
    const flag = (bare: number, ours: number): Ratio =>
      judge(
        caseOf('core-bare-flag', { total: bare }),
        caseOf('core-verify-flag', { total: ours }),
        caseOf('core-display-help', { total: 100 })
      )['flag/help'];
    expect(flag(90, 110)).to.include({ value: 1.1, met: true }).and.not.have.property('best');
    expect(flag(90, 111)).to.deep.include({ value: 1.11, best: 0.9, met: false });
    expect(flag(100, 115)).to.deep.include({ value: 1.15, best: 1, met: true });
    expect(flag(120, 138)).to.deep.include({ value: 1.38, best: 1.2, met: true });
    expect(flag(120, 139)).to.deep.include({ value: 1.39, best: 1.2, met: false });
    const cases = [caseOf('core-link', { total: 8000 }), caseOf('core-script', { total: 14_000 })];
    // Start, two deploys of 2.5 s and twelve requests of 80 ms.
    expect(judge(...cases, caseOf('core-bare', { total: 1040 }))['link/core']).to.include({
      best: 0.5,
      met: true,
    });
  });

  it('are neither met nor missed where something was not measured', () => {
    for (const ratio of ratios([caseOf('core-link', { total: 1 }), caseOf('core-script')], times))
      expect(ratio).to.not.have.any.keys('value', 'met');
  });

  it('stand on one line that a program reads', () => {
    const line = lastLine([
      { id: 'a', says: '', limit: 1.15, value: 1.16049, met: false },
      { id: 'b', says: '', limit: 0, value: 0, met: true },
      { id: 'c', says: '', limit: 4 },
      { id: 'd', says: '', limit: 1, value: 1.25, best: 1.2001, met: true },
    ]);
    expect(line).to.not.include('\n');
    expect(JSON.parse(line)).to.deep.equal({
      ratios: {
        a: { value: 1.16, limit: 1.15, met: false },
        b: { value: 0, limit: 0, met: true },
        d: { value: 1.25, limit: 1, best: 1.2, met: true },
      },
      missed: ['a'],
      notMeasured: ['c'],
    });
  });
});
