import { expect } from 'chai';
import { isAdopted, readMarker } from '../../src/metadata/marker.ts';
import { readComponents } from '../../src/org/metadata.ts';
import { callingDuring, callOut, linkByHand, namesOf } from './article.ts';
import { componentOf } from './othersApp.ts';
import { changesSince, link, type Pair, thrownBy, unwell, verify, withPair } from './pair.ts';

/** Deploys that take a while, so that callouts come in between. */
const slow = {
  hub: { settings: { latency: 5, deployDuration: 50 } },
  spoke: { settings: { deployDuration: 50 } },
};

const describedOn = (org: Pair['hub'], type: string, name: string): unknown =>
  componentOf(org, type, name).body.description;

/** What the hub tells of both credentials, but for their descriptions. */
const toldOf = async ({ ends }: Pair): Promise<unknown[]> => {
  const told = await Promise.all(
    (['ExternalCredential', 'NamedCredential'] as const).map((type) =>
      readComponents(ends.hub, type, ['Spoke_Org'])
    )
  );
  return told.flat().map(({ body }) => ({ ...body, description: undefined }));
};

describe('link --adopt of what was made by hand', () => {
  for (const kind of ['connected-app', 'external-client-app'] as const) {
    it(`breaks it at no moment, keeps its names and says whose it is: ${kind}`, () =>
      withPair(slow, async (pair) => {
        await linkByHand(pair, kind, pair.spoke.username);
        expect(await callOut(pair)).to.equal('');
        const before = await toldOf(pair);
        const work = link(pair, { adopt: true });
        const { calls, problems } = await callingDuring(pair, work);
        expect(calls).to.be.greaterThan(3);
        expect(problems).to.deep.equal([]);

        const { verdict, result, warnings } = await work;
        expect(unwell(verdict!.checks).flatMap(({ findings }) => findings)).to.deep.equal([
          'serviceUserIsAdmin',
          'adminPreAuthorised',
        ]);
        const [only] = result.links;
        expect(only).to.include({ name: 'Spoke_Org', app: 'Hub_Org', appKind: kind, changed: true });
        expect(only.certificate?.name).to.equal('Hub_Org');
        expect(warnings.join()).not.to.match(/trusted another certificate|authorise themselves/);
        expect(namesOf(pair.hub, 'Certificate', 'ExternalCredential', 'NamedCredential')).to.have.members([
          'Hub_Org',
          'Spoke_Org',
          'Spoke_Org',
        ]);
        expect(namesOf(pair.hub, 'PermissionSet')).to.have.members([
          'Spoke_Org_External_Credential',
          'Spoke_Org',
        ]);
        const isApp = kind === 'connected-app' ? 'ConnectedApp' : 'ExternalClientApplication';
        expect(namesOf(pair.spoke, 'ConnectedApp', 'ExternalClientApplication')).to.deep.equal(['Hub_Org']);
        const orgs = { hubId: pair.hub.org.id, spokeId: pair.spoke.org.id };
        for (const description of [
          describedOn(pair.hub, 'ExternalCredential', 'Spoke_Org'),
          describedOn(pair.hub, 'NamedCredential', 'Spoke_Org'),
          describedOn(pair.spoke, isApp, 'Hub_Org'),
        ])
          expect([readMarker(description), isAdopted(description)]).to.deep.equal([orgs, true]);
        for (const [org, name] of [
          [pair.hub, 'Spoke_Org'],
          [pair.spoke, 'Hub_Org_Access'],
        ] as const)
          expect(isAdopted(describedOn(org, 'PermissionSet', name))).to.equal(false);
        // Who signs, for which app, with which client certificate: all as it was.
        expect(await toldOf(pair)).to.deep.equal(before);
        expect(JSON.stringify(before)).to.include('"ClientCertificate"');

        expect(await callOut(pair)).to.equal('');
        const seen = [pair.hub.log.length, pair.spoke.log.length];
        for (const request of [{}, { adopt: true }])
          expect((await link(pair, request)).result.links[0].changed).to.equal(false);
        expect(changesSince(pair.hub, seen[0])).to.deep.equal([]);
        expect(changesSince(pair.spoke, seen[1])).to.deep.equal([]);
        expect((await verify(pair)).callout.status).to.equal('passed');
      }));

    it(`adds claims that were left out, and breaks nothing either: ${kind}`, () =>
      withPair(slow, async (pair) => {
        await linkByHand(pair, kind, pair.spoke.username, ['kid', 'iat', 'nbf', 'typ']);
        const work = link(pair, { adopt: true });
        expect((await callingDuring(pair, work)).problems).to.deep.equal([]);
        const { result, verdict } = await work;
        expect(verdict?.passed).to.equal(true);
        const { changes } = result.links[0].steps.find(({ type }) => type === 'ExternalCredential')!;
        expect(changes).to.have.members(['description', 'kid', 'iat', 'nbf', 'typ']);
        expect((await link(pair)).result.links[0].changed).to.equal(false);
      }));

    it(`is needed: without it nothing is touched, and the message says so: ${kind}`, () =>
      withPair({}, async (pair) => {
        await linkByHand(pair, kind, pair.spoke.username);
        const before = [pair.hub.log.length, pair.spoke.log.length];
        const error = await thrownBy(link(pair, { name: 'Spoke_Org' }));
        expect(error.name).to.equal('ConflictForeignError');
        expect(error.actions?.join('\n')).to.contain('--adopt');
        expect(changesSince(pair.hub, before[0])).to.deep.equal([]);
        expect(changesSince(pair.spoke, before[1])).to.deep.equal([]);
        expect(await callOut(pair)).to.equal('');
      }));
  }
});
