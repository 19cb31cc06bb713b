import { AuthRemover } from '@salesforce/core';
import { expect } from 'chai';
import { linksResult, type LinkResult } from '../../src/result.ts';
import { run } from './command.ts';
import { startQuickPair } from './interrupted.ts';
import { changesSince, link, type Pair } from './pair.ts';
import { appOfHub, appsOn, backdate, credentialOf, rotate, withoutRights, withRights } from './rotation.ts';
import { only } from './listed.ts';

describe('verify of a link that is being rotated', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startQuickPair();
    await link(pair);
  });
  afterEach(() => pair.close());

  const verify = (...words: string[]): ReturnType<typeof run> =>
    run('verify', '--hub', pair.hub.org.alias, ...words);
  const told = async (...words: string[]): Promise<LinkResult & { exitCode: number }> => {
    const { stdout, exitCode } = await verify('--json', ...words);
    const { result } = JSON.parse(stdout) as { result: unknown };
    return { ...linksResult.strict().parse(result).links[0], exitCode };
  };
  const findings = ({ checks }: LinkResult): string[] =>
    checks.flatMap(({ findings: found }) => found).filter((one) => one !== 'serviceUserIsAdmin');

  it('finds it in order in every phase, and warns only while the hub may hold an old token', async () => {
    pair.spoke.fault({ path: /oauth2\/token/, kind: 'refuse' });
    await rotate(pair);
    pair.spoke.org.faults.length = 0;
    expect(appsOn(pair.spoke)).to.have.lengthOf(2);
    const unswitched = await told();
    expect([unswitched.exitCode, findings(unswitched)]).to.deep.equal([0, []]);
    expect(unswitched).to.include({ app: appOfHub(pair), state: 'linked' });

    const rights = ['ManageUsers', 'MonitorLoginHistory'];
    withoutRights(pair.spoke, ...rights);
    await rotate(pair);
    withRights(pair.spoke, ...rights);
    const switched = await told();
    expect([switched.exitCode, findings(switched)]).to.deep.equal([0, ['refreshing']]);
    expect(switched).to.include({ app: `${appOfHub(pair)}_2`, state: 'retiring' });
    expect(switched.checks.flatMap(({ actions }) => actions).join('\n')).to.match(
      /sf s2s rotate --hub hub\d+ --spoke spoke\d+/
    );

    await rotate(pair);
    const retiring = await told();
    expect([retiring.exitCode, findings(retiring)]).to.deep.equal([0, []]);
    expect(retiring.state).to.equal('retiring');
    await rotate(pair, { retireNow: true });
    expect((await told()).state).to.equal('linked');
  });

  it('is told by list, with the old app and how to end it', async () => {
    await rotate(pair);
    expect(await only(pair)).to.include({ state: 'retiring' });
    const { stdout } = await run('list', '--hub', pair.hub.org.alias);
    expect(stdout).to.match(
      new RegExp(
        `rotated on 2\\S+; the former app ${appOfHub(pair)} is still there.*: sf s2s rotate --hub hub\\d+`
      )
    );
  });

  it('does not end what is not due', async () => {
    await rotate(pair);
    const before = [pair.hub.log.length, pair.spoke.log.length];
    expect(await told()).to.include({ changed: false, state: 'retiring' });
    expect(changesSince(pair.hub, before[0])).to.deep.equal([]);
    expect(changesSince(pair.spoke, before[1])).to.deep.equal([]);
  });

  it('ends what is due, and says so', async () => {
    await rotate(pair);
    backdate(pair);
    const result = await told();
    expect(result).to.include({ changed: true, state: 'linked', exitCode: 0 });
    expect(result.steps.map(({ action, name }) => [action, name])).to.deep.equal([
      ['delete', appOfHub(pair)],
    ]);
    expect(appsOn(pair.spoke)).to.deep.equal([`${appOfHub(pair)}_2`]);
    expect(credentialOf(pair).body.description).to.match(/\nRotated 2/);
    expect(await told()).to.include({ changed: false });
  });

  it('says so in words', async () => {
    await rotate(pair);
    backdate(pair);
    const { stdout, exitCode } = await verify();
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(
      new RegExp(`: its rotation is over\\. The old app ${appOfHub(pair)} on spoke\\d+ was deleted\\.`)
    );
  });

  it('does not end that of a link which does not work', async () => {
    await rotate(pair);
    backdate(pair);
    pair.spoke.fault({ path: /oauth2\/token/, kind: 'refuse' });
    pair.hub.org.calloutTokens.clear();
    expect(await told()).to.include({ changed: false, exitCode: 1, state: 'retiring' });
    expect(appsOn(pair.spoke)).to.have.lengthOf(2);
  });

  it('says why it can not end it, and passes all the same', async () => {
    await rotate(pair);
    backdate(pair);
    withoutRights(pair.spoke, 'ExternalClientAppDeveloper', 'ExternalClientAppAdmin', 'CustomizeApplication');
    const { stdout, exitCode } = await verify();
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/its rotation could not be ended: .* To end it: sf s2s rotate --hub hub\d+\n/);
    expect(appsOn(pair.spoke)).to.have.lengthOf(2);
  });

  it('leaves it to others where nobody is logged in to the spoke', async () => {
    await rotate(pair);
    backdate(pair);
    await (await AuthRemover.create()).removeAuth(pair.spoke.username);
    expect(await told()).to.include({ changed: false, exitCode: 0, state: 'retiring' });
    expect(appsOn(pair.spoke)).to.have.lengthOf(2);
  });
});
