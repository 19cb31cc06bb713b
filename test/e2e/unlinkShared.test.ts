import { expect } from 'chai';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import type { Node } from '../../simulator/org.ts';
import { asText } from '../../src/report/report.ts';
import { exitCodeOf, unlinkReport } from '../../src/unlink/report.ts';
import { snapshotOf } from '../snapshot.ts';
import { link, type Pair, thrownBy, verify, withPair } from './pair.ts';
import { rotate } from './rotation.ts';
import { describeAs, unlink } from './unlinking.ts';

const apps = ({ spoke }: Pair): string[] =>
  [...spoke.org.components.values()]
    .filter(({ type }) => type === 'ExternalClientApplication')
    .map(({ fullName }) => fullName);

/** An admin's copy of a link's credential, under another name and without the line. */
const copyByHand = async ({ hub }: Pair, name: string): Promise<void> => {
  for (const type of ['ExternalCredential', 'NamedCredential']) {
    const { description: _line, ...body } = hub.org.components.get(`${type}:${name}`)!.body;
    const renamed = JSON.parse(JSON.stringify(body).replaceAll(`"${name}"`, '"byhand"')) as Node;
    const { results } = await createMetadata(hub.org, [{ type, fullName: 'byhand', body: renamed }]);
    expect(results[0].errors).to.deep.equal([]);
  }
};

describe('unlink and what uses the same app', () => {
  it('leaves the former app of another link whose rotation is not finished, and that rotation ends', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'one' });
      await link(pair, { name: 'two' });
      await rotate(pair);
      const both = apps(pair);
      expect(both).to.have.length(2);
      const { plan } = await unlink(pair, { name: 'one' });
      expect(apps(pair)).to.deep.equal(both);
      expect(plan.steps.find(({ name }) => name === both[0])).to.include({
        action: 'keep',
        reason: 'a rotation of two is not finished; rotate or verify deletes it',
      });
      await rotate(pair, { retireNow: true });
      expect(apps(pair)).to.deep.equal([both[1]]);
      expect((await verify(pair)).callout.status).to.equal('passed');
    }));

  it('of a name that is not there takes nothing, and says what is', () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'one' });
      await rotate(pair);
      const before = [snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)];
      const outcome = await unlink(pair, { name: 'onee' });
      expect(exitCodeOf(outcome, false)).to.equal(0);
      expect(asText(unlinkReport(outcome, false))).to.match(
        /Nothing to do: hub\d+ has no link onee to spoke\d+\. What leads there: one\./
      );
      expect([snapshotOf(pair.hub.org), snapshotOf(pair.spoke.org)]).to.deep.equal(before);
    }));

  it("leaves the permission set of a link that has the name of the other's second set", () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'acme_Read' });
      const before = snapshotOf(pair.hub.org);
      await link(pair, { name: 'acme' });
      await unlink(pair, { name: 'acme' });
      expect(snapshotOf(pair.hub.org)).to.deep.equal(before);
    }));

  it("leaves an app that an admin's own credential uses too", () =>
    withPair({}, async (pair) => {
      await link(pair, { name: 'one' });
      await copyByHand(pair, 'one');
      const before = snapshotOf(pair.spoke.org);
      const { plan } = await unlink(pair, { name: 'one' });
      expect(plan.steps.find(({ type }) => type === 'ExternalClientApplication')?.reason).to.equal(
        'another credential of this hub uses it: byhand'
      );
      expect(snapshotOf(pair.spoke.org)).to.deep.equal(before);
      expect([...pair.hub.org.components.keys()]).to.include.members(['ExternalCredential:byhand']);
    }));

  it('gives an app back although the credential that was given back before uses it', () =>
    withPair({}, async (pair) => {
      await link(pair);
      const without = (text: string): string => text.replace(/Managed by .*/, '').trim();
      describeAs(pair.hub, without);
      describeAs(pair.spoke, without);
      await link(pair, { adopt: true });
      pair.spoke.org.settings.failingDeploys = 1;
      expect(await thrownBy(unlink(pair))).to.include({ name: 'DeployFailedError', exitCode: 68 });
      await unlink(pair);
      const lines = [...pair.spoke.org.components.values()].map(({ body }) => body.description);
      expect(lines.join()).not.to.include('Managed by');
    }));
});
