import { expect } from 'chai';
import type { Connection } from '@salesforce/core';
import type { SimulatedOrg } from '../../simulator/server.ts';
import type { ApexOutcome } from '../../src/org/apex.ts';
import { apexText } from '../../src/org/apex.ts';
import { type Probe, probesOn } from '../../src/org/probes.ts';
import { connect, startWithLogin } from '../e2e/pair.ts';

const saying = (text: string): Probe => ({ statements: [`String text = ${apexText(text)};`], value: 'text' });
const value = (text: string): ApexOutcome => ({ kind: 'value', value: text });

describe('probes of one org', () => {
  let org: SimulatedOrg;
  let conn: Connection;
  before(async () => {
    org = await startWithLogin({ kind: 'developer', alias: 'hub' });
    conn = await connect(org);
  });
  after(() => org.close());

  /** Runs probes at once. @returns what they said, and how many calls that took */
  const runAll = async (probes: Probe[]): Promise<{ outcomes: ApexOutcome[]; calls: number }> => {
    const from = org.log.length;
    const run = probesOn(conn);
    const outcomes = await Promise.all(probes.map((probe) => run(probe)));
    const calls = org.log.slice(from).filter(({ path }) => path.includes('/executeAnonymous')).length;
    return { outcomes, calls };
  };
  const ten = Array.from({ length: 10 }, (_, i) => saying(`first ${i}`));
  /** What becomes of probes that come when ten are under way. */
  const afterTen = async (probes: Probe[]): Promise<{ outcomes: ApexOutcome[]; calls: number }> => {
    const { outcomes, calls } = await runAll([...ten, ...probes]);
    return { outcomes: outcomes.slice(ten.length), calls: calls - ten.length };
  };

  it('go on their own while few are under way', async () => {
    const { outcomes, calls } = await runAll(ten);
    expect(outcomes).to.deep.equal(ten.map((_, i) => value(`first ${i}`)));
    expect(calls).to.equal(10);
  });

  it('share calls by threes beyond that, and each gets its own answer', async () => {
    const texts = ['a', `it's "b"`, 'c\\n\n[', '=d', '!e', '', 'ü', 's2s:h'];
    const { outcomes, calls } = await afterTen(texts.map(saying));
    expect(outcomes).to.deep.equal(texts.map(value));
    expect(calls).to.equal(3);
  });

  it('keep an exception to the one that threw it', async () => {
    const throwing: Probe = { statements: ['Integer none;', 'Integer sum = none + 1;'], value: "'never'" };
    const { outcomes, calls } = await afterTen([saying('a'), throwing, saying('c')]);
    const [alone] = (await runAll([throwing])).outcomes;
    expect(alone).to.have.property('kind', 'exception');
    expect(outcomes).to.deep.equal([value('a'), alone, value('c')]);
    expect(calls).to.equal(1);
  });

  it('run alone when one of them does not compile', async () => {
    const broken: Probe = { statements: ['Nonsense nothing = new Nonsense();'], value: "'never'" };
    const { outcomes, calls } = await afterTen([saying('a'), broken, saying('c')]);
    expect(outcomes[1]).to.have.property('kind', 'compile');
    expect([outcomes[0], outcomes[2]]).to.deep.equal([value('a'), value('c')]);
    expect(calls).to.equal(4);
  });

  it('run alone when one of them breaks the whole call off', async () => {
    const failing: Probe = { statements: ["System.assert(false, 'no');"], value: "'never'" };
    const { outcomes } = await afterTen([saying('a'), failing, saying('c')]);
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['value', 'exception', 'value']);
  });

  it('run alone what a probe beside it keeps from calling out', async () => {
    const forbidden = 'You have uncommitted work pending. Please commit or rollback before calling out';
    const blocked: Probe = {
      statements: ['String text = String.valueOf(Limits.getDmlStatements());'],
      value: `(text == '0' ? 'called' : '${forbidden}')`,
    };
    const writing: Probe = {
      statements: ["insert new PermissionSet(Name = 'a', Label = 'a');"],
      value: "'written'",
    };
    const { outcomes, calls } = await afterTen([writing, blocked]);
    expect(outcomes).to.deep.equal([value('written'), value('called')]);
    expect(calls).to.equal(2);
  });

  it('all fail where a call does not arrive', async () => {
    org.org.faults.push({ kind: 'refuse', path: /executeAnonymous/ });
    try {
      const run = probesOn(conn);
      const probes = [...ten, saying('a'), saying('b'), saying('c')];
      const settled = await Promise.allSettled(probes.map((probe) => run(probe)));
      expect(settled.map(({ status }) => status)).to.deep.equal(probes.map(() => 'rejected'));
    } finally {
      org.org.faults.length = 0;
    }
  });
});
