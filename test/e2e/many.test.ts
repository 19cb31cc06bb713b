import { expect } from 'chai';
import pLimit from 'p-limit';
import type { SimulatedOrg } from '../../simulator/server.ts';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import { linksResult } from '../../src/result.ts';
import { failure } from '../../src/text/messages.ts';
import { type Fleet, linkFleet, wantedOf, withFleet } from './many.ts';
import { changesSince, unwell } from './pair.ts';

const countOf = ({ log }: SimulatedOrg, path: RegExp, method = 'POST'): number =>
  log.filter((request) => request.method === method && path.test(request.path)).length;
const deploys = (org: SimulatedOrg): number => countOf(org, /deployRequest$/);
const namesOn = ({ hub }: Fleet, type: string): string[] =>
  [...hub.org.components.values()].flatMap((one) => (one.type === type ? [one.fullName] : []));

describe('many links of one hub', () => {
  it('share one certificate and one deploy, and all work', () =>
    withFleet(8, async (fleet) => {
      const { result, problems } = await linkFleet(fleet, await wantedOf(fleet));
      expect(problems.filter(Boolean)).to.deep.equal([]);
      expect(linksResult.parse(result).links.flatMap(({ checks }) => unwell(checks))).to.deep.equal([]);
      expect(result.links.map(({ spoke }) => spoke.orgId)).to.deep.equal(
        fleet.spokes.map(({ org }) => org.id)
      );
      expect([deploys(fleet.hub), namesOn(fleet, 'Certificate').length]).to.deep.equal([1, 1]);
      expect(namesOn(fleet, 'NamedCredential')).to.have.length(8);
    }));

  it('again change nothing', () =>
    withFleet(4, async (fleet) => {
      await linkFleet(fleet, await wantedOf(fleet));
      const before = [fleet.hub, ...fleet.spokes].map((org) => [org, org.log.length] as const);
      const { result } = await linkFleet(fleet, await wantedOf(fleet));
      expect(result.links.map(({ changed }) => changed)).to.deep.equal([false, false, false, false]);
      expect(before.flatMap(([org, length]) => changesSince(org, length))).to.deep.equal([]);
    }));

  it('are done where one spoke fails, and the next run does that one', () =>
    withFleet(5, async (fleet) => {
      fleet.spokes[2].fault({ kind: 'unavailable', path: /deployRequest$/, times: 20 });
      const { result, problems } = await linkFleet(fleet, await wantedOf(fleet));
      expect(problems.map((problem) => problem !== undefined)).to.deep.equal([
        false,
        false,
        true,
        false,
        false,
      ]);
      expect(result.links[2].problem?.message).to.contain(fleet.spokes[2].org.alias);
      expect(
        result.links.filter(({ checks }) => checks.length > 0 && unwell(checks).length === 0)
      ).to.have.length(4);
      fleet.spokes[2].org.faults.length = 0;
      const again = await linkFleet(fleet, await wantedOf(fleet));
      expect(again.result.links.map(({ changed }) => changed)).to.deep.equal([
        false,
        false,
        true,
        false,
        false,
      ]);
      expect(again.problems.filter(Boolean)).to.deep.equal([]);
    }));

  it('lose the one that the hub refuses, and the rest is sent again', () =>
    withFleet(5, async (fleet) => {
      const wanted = await wantedOf(fleet, (i) => ({ name: `Link${i}` }));
      // A component that came in between: the plan did not know of it.
      let isIn = false;
      fleet.hub.org.settings.deployDuration = 0;
      const progress = {
        stage: async () => {
          if (isIn) return;
          isIn = true;
          await createMetadata(fleet.hub.org, [
            {
              type: 'ExternalCredential',
              fullName: 'Link3',
              body: {
                label: 'x',
                authenticationProtocol: 'Custom',
                externalCredentialParameters: {
                  parameterName: 'P',
                  parameterType: 'NamedPrincipal',
                  parameterGroup: 'P',
                  sequenceNumber: '1',
                },
              },
            },
          ]);
        },
        ended: () => undefined,
      };
      const { problems } = await linkFleet(fleet, wanted, { progress });
      expect(problems.map((problem) => problem?.name)).to.deep.equal([
        undefined,
        undefined,
        undefined,
        problems[3]?.name,
        undefined,
      ]);
      expect(problems[3]).to.be.instanceOf(Error);
      expect(deploys(fleet.hub)).to.be.within(1, 2);
    }));

  it('refuse one name for two spokes, and two aliases of one org', () =>
    withFleet(2, async (fleet) => {
      const sameName = await linkFleet(fleet, await wantedOf(fleet, () => ({ name: 'acme' })));
      expect(sameName.problems.flatMap((problem) => problem?.name ?? [])).to.deep.equal([
        'NameGivenTwiceError',
      ]);
      const wanted = await wantedOf(fleet);
      const twice = await linkFleet(fleet, [wanted[1], wanted[1]]);
      expect(twice.problems.map((problem) => problem?.name)).to.deep.equal([undefined, 'LinkedTwiceError']);
    }));

  it('go on without those whose spoke nobody is logged in to', () =>
    withFleet(2, async (fleet) => {
      const [first, second] = await wantedOf(fleet);
      const problem = failure('noLogin', { org: 'gone', problem: 'No authorization found' });
      const { result, problems } = await linkFleet(fleet, [
        first,
        { request: { ...second.request, spoke: 'gone' }, problem },
      ]);
      expect(problems.map((one) => one?.name)).to.deep.equal([undefined, 'NoLoginError']);
      expect(linksResult.parse(result).links[1]).to.include({ name: 'gone', changed: false });
    }));

  it('are worked on once more, a few at a time, where an org has too many requests', () =>
    withFleet(3, async (fleet) => {
      fleet.hub.fault({ kind: 'tooMany', path: /\/composite$/, times: 2 });
      fleet.spokes[1].fault({ kind: 'tooMany', times: 1 });
      const turns = pLimit(8);
      const { problems } = await linkFleet(fleet, await wantedOf(fleet), { turns });
      expect(problems.filter(Boolean)).to.deep.equal([]);
      expect(turns.concurrency).to.be.lessThan(8);
      fleet.spokes[0].fault({ kind: 'tooMany', times: 100 });
      const stubborn = await linkFleet(fleet, await wantedOf(fleet));
      expect(stubborn.problems[0]?.message).to.contain('ConcurrentRequests');
    }));

  it('are only looked at in a dry run', () =>
    withFleet(3, async (fleet) => {
      const { outcomes } = await linkFleet(fleet, await wantedOf(fleet), { dryRun: true });
      expect(outcomes.map((outcome) => outcome?.verdict)).to.deep.equal([undefined, undefined, undefined]);
      expect([fleet.hub, ...fleet.spokes].flatMap((org) => changesSince(org, 0))).to.deep.equal([]);
    }));

  it('do with one turn at a time what they do side by side', () =>
    withFleet(3, async (fleet) => {
      const { problems } = await linkFleet(fleet, await wantedOf(fleet), { atOnce: 1 });
      expect(problems.filter(Boolean)).to.deep.equal([]);
      expect(deploys(fleet.hub)).to.equal(1);
    }));
});
