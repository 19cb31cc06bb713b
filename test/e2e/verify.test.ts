import { AuthRemover } from '@salesforce/core';
import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import { verifyLinks } from '../../src/verify/links.ts';
import type { Check } from '../../src/result.ts';
import { link, type Pair, quickClock, startPair, unwell, verify } from './pair.ts';

/** Every link of the hub, with whatever logins there are. */
const verifyAll = async ({ hub, ends }: Pair): Promise<Check[][]> => {
  const { result } = await verifyLinks(
    { hub: { conn: ends.hub, name: hub.org.alias }, spokes: [], calloutUsers: [] },
    { wait: 0, waiting: () => undefined },
    quickClock()
  );
  return result.links.map(({ checks }) => checks);
};

const statuses = (checks: Check[]): string[] => checks.map(({ id, status }) => `${id} ${status}`);

/** Takes a right away from the administrators of the hub. */
const forbid = ({ hub }: Pair, right: string): void => {
  const profile = rows(hub.org, 'Profile').find(({ Name }) => Name === 'System Administrator');
  const set = rows(hub.org, 'PermissionSet').find(({ ProfileId }) => ProfileId === profile?.Id);
  set![`Permissions${right}`] = false;
};

describe('verify', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startPair();
    await link(pair);
  });
  afterEach(() => pair.close());

  it('finds the login to the spoke by itself', async () => {
    const [checks] = await verifyAll(pair);
    expect(checks).to.have.lengthOf(7);
    expect(unwell(checks)).to.deep.equal([]);
  });

  it('skips two rungs without a login to the spoke, and says how to get one', async () => {
    await (await AuthRemover.create()).removeAuth(pair.spoke.username);
    const [checks] = await verifyAll(pair);
    expect(statuses(checks)).to.deep.equal([
      'certificate passed',
      'app skipped',
      'pre-authorisation skipped',
      'credential passed',
      'access passed',
      'token passed',
      'callout passed',
    ]);
    expect(checks[1].actions).to.deep.equal([
      `sf org login web --alias ALIAS_OF_SPOKE --instance-url ${pair.spoke.url}`,
      `Or let its admin look: sf s2s verify --spoke ALIAS_OF_SPOKE --hub-id ${pair.hub.org.id}`,
    ]);
  });

  it('skips two rungs when the login to the spoke that it found has expired', async () => {
    pair.spoke.fault({ kind: 'expired', path: /services\/(data\/v66|Soap)/, times: 1000 });
    const [checks] = await verifyAll(pair);
    expect(statuses(checks).slice(1, 3)).to.deep.equal(['app skipped', 'pre-authorisation skipped']);
  });

  it('skips token and callout without the right to run Apex, and names the right', async () => {
    forbid(pair, 'AuthorApex');
    const rungs = await verify(pair);
    expect([rungs.token.status, rungs.callout.status]).to.deep.equal(['skipped', 'skipped']);
    expect(rungs.token.message).to.include('Author Apex');
    expect(rungs.callout.message).to.include('AuthorApex');
  });

  it('skips the callout, but not the token, where only the running user lacks access', async () => {
    const ann = pair.hub.addUser({ username: 'ann@hub.example' });
    await link(pair, { assignTo: ['ann@hub.example'] });
    const assignments = pair.hub.org.tables.get('PermissionSetAssignment')!;
    const ours = rows(pair.hub.org, 'PermissionSet').find(({ Name }) => String(Name).startsWith('localhost'));
    for (const row of [...assignments.values()]) {
      if (row.PermissionSetId === ours?.Id && row.AssigneeId !== ann.Id) assignments.delete(row.Id);
    }
    const rungs = await verify(pair);
    expect([rungs.access.status, rungs.token.status, rungs.callout.status]).to.deep.equal([
      'warning',
      'passed',
      'skipped',
    ]);
    const [first, second] = rungs.access.actions;
    expect(first).to.contain(
      `sf org assign permset --name ${String(ours?.Name)} --target-org ${pair.hub.org.alias}`
    );
    expect(second).to.contain('--callout-user USERNAME');
  });

  it('is warned, not failed, where only this machine can not reach the token endpoint', async () => {
    pair.spoke.fault({ kind: 'reset', path: /oauth2\/token/, times: 1 });
    const rungs = await verify(pair);
    expect([rungs.token.status, rungs.callout.status]).to.deep.equal(['warning', 'passed']);
  });

  it('fails where neither the token endpoint could be reached nor a callout be made', async () => {
    forbid(pair, 'CustomizeApplication');
    pair.spoke.fault({ kind: 'refuse', path: /oauth2\/token/ });
    const rungs = await verify(pair);
    expect([rungs.token.status, rungs.callout.status]).to.deep.equal(['failed', 'skipped']);
  });

  it('names the certificate when it is expired', async () => {
    const { result } = await verifyLinks(
      {
        hub: { conn: pair.ends.hub, name: pair.hub.org.alias },
        spokes: [{ conn: pair.ends.spoke, name: pair.spoke.org.alias }],
        calloutUsers: [],
      },
      { wait: 0, waiting: () => undefined },
      quickClock(Date.now() + 3 * 365 * 86_400_000)
    );
    expect(result.links[0].checks[0]).to.include({ id: 'certificate', status: 'failed' });
  });

  it('changes nothing', async () => {
    const lengths = [pair.hub.log.length, pair.spoke.log.length];
    await verify(pair);
    const written = [...pair.hub.log.slice(lengths[0]), ...pair.spoke.log.slice(lengths[1])];
    expect(written.flatMap(({ changes }) => changes)).to.deep.equal([]);
    expect(written.length).to.be.greaterThan(10);
  });
});
