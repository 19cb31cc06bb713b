import { expect } from 'chai';
import type { Step } from '../../src/link/step.ts';
import type { Component } from '../../src/metadata/component.ts';
import { marker } from '../../src/metadata/marker.ts';
import { linkedOrgs, type Orgs, planFor } from '../linked.ts';
import { hubId, otherHubId, otherSpokeId, spokeId } from '../states.ts';

/** Linked orgs in which some components were described otherwise. */
const describedAs = (
  description: string | undefined,
  pick: (orgs: Orgs) => (Component | undefined)[]
): Orgs => {
  const orgs = linkedOrgs();
  for (const component of pick(orgs)) component!.body.description = description;
  return orgs;
};
const onHub = ({ hub, link }: Orgs): (Component | undefined)[] => [
  ...hub.externalCredentials,
  ...hub.namedCredentials,
  link.permissionSet,
];
const onSpoke = ({ spoke }: Orgs): (Component | undefined)[] => [spoke.app?.component, spoke.permissionSet];

const conflictsOf = (steps: Step[]): string[] =>
  steps.flatMap(({ type, action, reason }) => (action === 'conflict' ? [`${type}: ${reason}`] : []));
const updatesOf = (steps: Step[]): string[] =>
  steps.flatMap(({ org, type, action, changes }) =>
    action === 'update' ? [`${org} ${type}: ${changes.join()}`] : []
  );

describe('link/step: what somebody else made', () => {
  it('on the hub is a conflict, each component by itself', () => {
    for (const [pick, conflicts] of [
      [({ hub }: Orgs) => hub.externalCredentials, ['ExternalCredential: foreign']],
      [({ link }: Orgs) => [link.permissionSet], ['PermissionSet: foreign']],
    ] as const) {
      const { steps } = planFor(describedAs('made by hand', (orgs) => [...pick(orgs)]));
      expect(conflictsOf(steps)).to.include.members(conflicts);
    }
  });

  it('on the hub is a conflict where a named credential uses another external credential', () => {
    const orgs = describedAs(undefined, ({ hub }) => hub.namedCredentials);
    const [, authentication] = orgs.hub.namedCredentials[0].body.namedCredentialParameters as Record<
      string,
      unknown
    >[];
    authentication.externalCredential = 'other';
    expect(conflictsOf(planFor(orgs).steps)).to.deep.equal(['NamedCredential: foreign']);
  });

  /** An app of somebody else's that only has the name which a new one would get. */
  const byChance = (): Orgs => {
    const orgs = describedAs('made by hand', onSpoke);
    orgs.hub.credentials[0].claims.iss = '3MVG9.of_another_app';
    return orgs;
  };

  it('on the spoke is a conflict, with everything that hangs on the app', () => {
    const { steps } = planFor(byChance());
    expect(conflictsOf(steps)).to.deep.equal([
      'PermissionSet: foreign',
      'ExternalClientApplication: foreign',
      'ExtlClntAppOauthSettings: foreign',
      'ExtlClntAppGlobalOauthSettings: foreign',
      'ExtlClntAppOauthConfigurablePolicies: foreign',
      'ExtlClntAppConfigurablePolicies: foreign',
    ]);
  });

  it('is never sent', () => {
    const { steps } = planFor(byChance());
    for (const step of steps) if (step.action === 'conflict') expect(step).not.to.have.property('component');
  });

  it('is taken over with --adopt, and gets the marker under its own words', () => {
    for (const pick of [onHub, onSpoke]) {
      const { steps } = planFor(describedAs('made by hand', pick), { adopt: true });
      expect(conflictsOf(steps)).to.deep.equal([]);
      const sent = steps.filter(({ action }) => action === 'update');
      expect(sent).to.have.lengthOf(pick === onHub ? 3 : 2);
      for (const { changes, component } of sent) {
        expect(changes).to.deep.equal(['description']);
        expect(component?.body.description).to.equal(`made by hand\n${marker(hubId, spokeId)} (adopted)`);
      }
    }
  });

  it('of another kind is a conflict even with --adopt', () => {
    const orgs = linkedOrgs();
    orgs.hub = { ...orgs.hub, credentials: [] };
    expect(conflictsOf(planFor(orgs, { adopt: true }).steps)).to.include('ExternalCredential: otherKind');
  });
});

describe('link/step: what a refresh leaves behind', () => {
  it('on the spoke belongs to the other hub, --adopt or not', () => {
    for (const adopt of [false, true]) {
      const orgs = describedAs(marker(otherHubId, spokeId), onSpoke);
      orgs.spoke.app!.globalOauthSettings!.body.callbackUrl = 'https://other.my.salesforce.com/callback';
      const { steps } = planFor(orgs, { adopt });
      expect(conflictsOf(steps)).to.have.lengthOf(6);
      for (const conflict of conflictsOf(steps)) expect(conflict).to.match(/: otherHub$/);
    }
  });

  it('on the hub is a copy, which is re-pointed under its old name', () => {
    for (const mark of [marker(otherHubId, spokeId), marker(otherHubId, otherSpokeId)]) {
      const { steps } = planFor(describedAs(mark, onHub));
      expect(conflictsOf(steps)).to.deep.equal([]);
      expect(updatesOf(steps)).to.deep.equal([
        'hub ExternalCredential: description',
        'hub NamedCredential: description',
        'hub PermissionSet: description',
      ]);
      const credential = steps.find(({ type }) => type === 'ExternalCredential');
      expect(credential?.component?.body.description).to.equal(marker(hubId, spokeId));
    }
  });

  it('with the same My Domain under a new id is our spoke, at both ends', () => {
    for (const pick of [onHub, onSpoke]) {
      const { steps } = planFor(describedAs(marker(hubId, otherSpokeId), pick));
      expect(conflictsOf(steps)).to.deep.equal([]);
      expect(updatesOf(steps)).to.have.lengthOf(pick(linkedOrgs()).length);
    }
  });
});

describe('link/step: the link to another spoke', () => {
  it('under the same name is a conflict, --adopt or not', () => {
    const linked = linkedOrgs();
    const production = {
      ...linked.spoke.org,
      id: otherSpokeId,
      url: 'https://acme.my.salesforce.com',
      isSandbox: false,
    };
    for (const adopt of [false, true]) {
      const plan = planFor({ ...linked, spoke: { ...linked.spoke, org: production } }, { adopt });
      expect(plan.choice.name).to.equal('acme');
      expect(conflictsOf(plan.steps)).to.deep.equal([
        'ExternalCredential: otherSpoke',
        'NamedCredential: otherSpoke',
        'PermissionSet: otherSpoke',
      ]);
    }
  });

  it('is no hindrance under a name of its own', () => {
    const linked = linkedOrgs();
    const production = {
      ...linked.spoke.org,
      id: otherSpokeId,
      url: 'https://acme.my.salesforce.com',
      isSandbox: false,
    };
    const plan = planFor(
      {
        hub: linked.hub,
        link: { ...linked.link, permissionSet: undefined, assigned: [] },
        spoke: { ...linked.spoke, org: production, app: undefined, permissionSet: undefined },
      },
      { name: 'acme_prod' }
    );
    expect(conflictsOf(plan.steps)).to.deep.equal([]);
    expect(updatesOf(plan.steps)).to.deep.equal([]);
  });
});
