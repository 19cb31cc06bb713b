import { expect } from 'chai';
import { guardRights } from '../../src/link/rights.ts';
import { type UserRight, userRights } from '../../src/org/identity.ts';
import { freshOrgs, linkedOrgs, type Orgs, planFor } from '../linked.ts';
import { refusal } from '../refusal.ts';
import { hubOrg, request, spokeOrg } from '../states.ts';

type Lacking = { hub?: UserRight[]; spoke?: UserRight[] };

const refused = (orgs: Orgs, { hub = [], spoke = [] }: Lacking) =>
  refusal(() => {
    const facts = { hub: { ...hubOrg, missingRights: hub }, spoke: { ...spokeOrg, missingRights: spoke } };
    guardRights(planFor(orgs), facts, request());
  });

const changed = (change: (orgs: Orgs) => void): Orgs => {
  const orgs = linkedOrgs();
  change(orgs);
  return orgs;
};
const all = [...userRights];

describe('link/rights', () => {
  it('suffice where nothing is missing', () => {
    expect(refused(freshOrgs(), {})).to.equal(undefined);
  });

  it('are all needed for a fresh link, and named with org and user', () => {
    const onHub = refused(freshOrgs(), { hub: all });
    expect(onHub?.name).to.equal('MissingRightsError');
    expect(onHub?.message).to.contain('myhub').and.contain(hubOrg.user.username);
    for (const right of [
      'ManageCertificates',
      'CustomizeApplication',
      'AssignPermissionSets',
      'AuthorApex',
      'ManageProfilesPermissionsets',
    ]) {
      expect(onHub?.message).to.contain(right);
    }
    expect(onHub?.message).not.to.contain('ExternalClientApp');
    const onSpoke = refused(freshOrgs(), { spoke: all });
    expect(onSpoke?.message).to.contain('myspoke').and.contain(spokeOrg.user.username);
    for (const right of [
      'CustomizeApplication',
      'ExternalClientAppDeveloper',
      'ExternalClientAppAdmin',
      'AssignPermissionSets',
      'ManageProfilesPermissionsets',
    ]) {
      expect(onSpoke?.message).to.contain(right);
    }
    expect(onSpoke?.message).not.to.match(/ManageCertificates|AuthorApex/);
  });

  it('to write are not needed where nothing is written', () => {
    expect(refused(linkedOrgs(), { hub: all, spoke: all })).to.equal(undefined);
  });

  it('to sign are needed on the hub where something is written, to prove it', () => {
    expect(refused(freshOrgs(), { hub: ['AuthorApex'] })?.message).to.contain('AuthorApex');
  });

  it('to make a certificate are needed only where one is made', () => {
    expect(refused(freshOrgs(), { hub: ['ManageCertificates'] })?.message).to.contain('ManageCertificates');
    const orgs = freshOrgs();
    const { certificates } = linkedOrgs().hub;
    expect(
      refused({ ...orgs, hub: { ...orgs.hub, certificates } }, { hub: ['ManageCertificates'] })
    ).to.equal(undefined);
  });

  it('to assign are all that a missing assignment needs', () => {
    const others = (needed: UserRight): UserRight[] => all.filter((right) => right !== needed);
    for (const change of [
      ({ spoke }: Orgs) => {
        spoke.held = [];
      },
      ({ spoke }: Orgs) => {
        spoke.preAuthorised = [];
      },
    ]) {
      expect(refused(changed(change), { spoke: others('AssignPermissionSets') })).to.equal(undefined);
      expect(refused(changed(change), { spoke: ['AssignPermissionSets'] })?.message).to.contain(
        'AssignPermissionSets'
      );
    }
  });

  it('to change permission sets are what a group takes, and to assign them what a user takes', () => {
    const needed = (type: string, action: 'create' | 'delete', missing: UserRight) =>
      refusal(() => {
        const facts = { hub: { ...hubOrg, missingRights: [missing] } };
        guardRights({ steps: [{ org: 'hub', type, action }] }, facts, request());
      })?.message;
    for (const action of ['create', 'delete'] as const) {
      const [group, user] = ['PermissionSetGroupComponent', 'PermissionSetAssignment'];
      expect(needed(group, action, 'ManageProfilesPermissionsets')).to.contain(
        'ManageProfilesPermissionsets'
      );
      expect(needed(group, action, 'AssignPermissionSets')).to.equal(undefined);
      expect(needed(user, action, 'AssignPermissionSets')).to.contain('AssignPermissionSets');
      expect(needed(user, action, 'CustomizeApplication')).to.equal(undefined);
    }
  });

  it('on external client apps are needed only where an app is written', () => {
    const lacking: Lacking = { spoke: ['ExternalClientAppDeveloper'] };
    const setOnly = changed(({ spoke }) => {
      spoke.permissionSet = undefined;
    });
    expect(refused(setOnly, lacking)).to.equal(undefined);
    const disabled = changed(({ spoke }) => {
      spoke.app!.policy!.body.isEnabled = 'false';
    });
    expect(refused(disabled, lacking)?.message).to.contain('ExternalClientAppDeveloper');
  });

  it('to modify metadata can be held as Modify All Data', () => {
    expect(refused(freshOrgs(), { spoke: ['ModifyMetadata'] })).to.equal(undefined);
    expect(refused(freshOrgs(), { spoke: ['ModifyAllData'] })).to.equal(undefined);
    expect(refused(freshOrgs(), { spoke: ['ModifyMetadata', 'ModifyAllData'] })?.message).to.contain(
      'ModifyMetadata'
    );
  });
});
