import { expect } from 'chai';
import type { SimulatedOrg } from '../../simulator/server.ts';
import type { LinksResult } from '../../src/result.ts';
import { verifyLinks, type VerifyRequest } from '../../src/verify/links.ts';
import { run } from './command.ts';
import { connect, link, type Pair, quickClock, startPair, startWithLogin, unwell, thrownBy } from './pair.ts';

describe('verify of several links', () => {
  let pair: Pair;
  let second: SimulatedOrg;
  let unlinked: SimulatedOrg;
  const alias = (org: SimulatedOrg): string => org.org.alias;

  /** Verifies the links to some spokes, in this process. */
  const verify = async (spokes: SimulatedOrg[], more: Partial<VerifyRequest> = {}): Promise<LinksResult> => {
    const ends = await Promise.all(
      spokes.map(async (org) => ({ conn: await connect(org), name: alias(org) }))
    );
    const { result } = await verifyLinks(
      {
        hub: { conn: pair.ends.hub, name: alias(pair.hub) },
        spokes: ends,
        calloutUsers: [],
        ...more,
      },
      { wait: 0, waiting: () => undefined },
      quickClock()
    );
    return result;
  };
  const namesOf = ({ links }: LinksResult): string[] => links.map(({ name }) => name);
  before(async () => {
    pair = await startPair();
    second = await startWithLogin({ kind: 'sandbox', alias: 'spoke' });
    unlinked = await startWithLogin({ kind: 'sandbox', alias: 'spoke' });
    await link(pair, { name: 'zulu' });
    await link(pair, { name: 'Mike', appName: 'SecondApp' });
    const other = { ...pair, spoke: second, ends: { hub: pair.ends.hub, spoke: await connect(second) } };
    await link(other, { name: 'alfa' });
  });
  after(() => Promise.all([pair.close(), second.close(), unlinked.close()]));

  it('takes all of a hub by name, and finds the logins by itself', async () => {
    const result = await verify([]);
    expect(namesOf(result)).to.deep.equal(['alfa', 'Mike', 'zulu']);
    expect(result.links.flatMap(({ checks }) => unwell(checks))).to.deep.equal([]);
  });

  it('takes the spokes that were named in their order, each with all its links', async () => {
    const result = await verify([pair.spoke, second]);
    expect(namesOf(result)).to.deep.equal(['Mike', 'zulu', 'alfa']);
    expect(namesOf(await verify([second, pair.spoke]))).to.deep.equal(['alfa', 'Mike', 'zulu']);
    expect(result.links.flatMap(({ checks }) => unwell(checks))).to.deep.equal([]);
    expect(result.links.map(({ app }) => app)[0]).to.equal('SecondApp');
  });

  it('takes no link twice', async () => {
    expect(namesOf(await verify([second, second]))).to.deep.equal(['alfa']);
  });

  it('names a spoke without a link before it tries anything, whatever the others are like', async () => {
    const lengths = [pair.spoke.log.length, second.log.length];
    const error = await thrownBy(verify([second, unlinked]));
    expect(error).to.include({
      name: 'NotLinkedError',
      message: `${alias(pair.hub)} holds no link to ${alias(unlinked)}.`,
    });
    expect(error.actions).to.deep.equal([
      `Link them: sf s2s link --hub ${alias(pair.hub)} --spoke ${alias(unlinked)}`,
    ]);
    expect([pair.spoke.log.length, second.log.length]).to.deep.equal(lengths);
  });

  it('looks at the hub once, not once a link', async () => {
    const { log } = pair.hub;
    const { length } = log;
    await verify([]);
    const operations = log.slice(length).map(({ operation }) => operation);
    expect(operations.filter((operation) => operation === 'listMetadata')).to.have.lengthOf(1);
  });

  it('is a command with --spoke given several times', async () => {
    const words = ['--hub', alias(pair.hub), '--spoke', alias(second), '--spoke', alias(pair.spoke)];
    const { stdout, exitCode } = await run('verify', ...words);
    expect(exitCode).to.equal(0);
    expect(stdout.match(/\S+ -> \S+/g)).to.deep.equal([
      `alfa -> ${alias(second)}`,
      `Mike -> ${alias(pair.spoke)}`,
      `zulu -> ${alias(pair.spoke)}`,
    ]);
  });

  it('fails when one of them fails, and shows the others all the same', async () => {
    const before = second.org.settings.propagation;
    second.org.settings.propagation = 1e12;
    const { stdout, exitCode } = await run('verify', '--hub', alias(pair.hub), '--json');
    second.org.settings.propagation = before;
    expect(exitCode).to.equal(1);
    const { links } = (JSON.parse(stdout) as { result: LinksResult }).result;
    expect(
      links.map(({ checks }) => checks.filter(({ status }) => status === 'failed').map(({ id }) => id))
    ).to.deep.equal([['token'], [], []]);
  });
});
