import { expect } from 'chai';
import { checkPreAuthorisation } from '../../src/verify/preAuthorisation.ts';
import type { Orgs } from '../linked.ts';
import { service } from '../states.ts';
import { findingOf, nothing, viewAfter } from './findings.ts';

const check = (breakIt: (orgs: Orgs) => unknown, more = {}) =>
  checkPreAuthorisation(viewAfter(breakIt, more));
const profile = { id: '0PS00000000000PAAA', name: 'X00ex', ofProfile: true };
const other = { id: '0PS00000000000OAAA', name: 'Others', ofProfile: false };

describe('verify/preAuthorisation', () => {
  it('passes, and names the permission set', () => {
    const passed = check(nothing);
    expect(findingOf(passed)).to.equal('passed passed');
    expect(passed.message).to.contain(service.username).and.contain('hub_dev_ed_Access');
  });

  it('passes through any permission set or profile that the service user holds', () => {
    for (const through of [profile, other]) {
      const passed = check(({ spoke }) => {
        spoke.preAuthorised.push(through);
        spoke.held = [through.id];
      });
      expect(findingOf(passed)).to.equal('passed passed');
      expect(passed.message).to.contain(through.name);
    }
  });

  it('is skipped where the credential names nobody', () => {
    const unnamed = check(({ hub }) => delete hub.credentials[0].claims.sub);
    expect(findingOf(unnamed)).to.equal('skipped noSubject');
    expect(unnamed.actions).to.deep.equal(['sf s2s link --hub myhub --spoke myspoke']);
  });

  it('is skipped without a login to the spoke, and without an app', () => {
    expect(findingOf(check(nothing, { spoke: undefined }))).to.equal('skipped noLogin');
    expect(findingOf(check(({ spoke }) => delete spoke.app))).to.equal('skipped noApp');
  });

  it('fails where the service user is not there or inactive', () => {
    expect(findingOf(check(({ spoke }) => delete spoke.serviceUser))).to.equal('failed noUser');
    const inactive = check(({ spoke }) => (spoke.serviceUser = { ...service, isActive: false }));
    expect(findingOf(inactive)).to.equal('failed inactiveUser');
    expect(inactive.actions[0]).to.contain(
      `--where "Username='${service.username}'" --values "IsActive=true"`
    );
  });

  it('names who holds the permission set where the service user is not there, if that is one', () => {
    const without = (...holders: string[]): string =>
      check(
        ({ spoke }) => (
          delete spoke.serviceUser,
          (spoke.holders = holders.map((username) => ({ username, id: '0Pa' })))
        )
      ).actions[0];
    expect(without('renamed@spoke.example')).to.match(/--service-user renamed@spoke\.example$/);
    expect(without()).to.match(/--service-user USERNAME$/);
    expect(without('a@spoke.example', 'b@spoke.example')).to.match(/--service-user USERNAME$/);
  });

  it('fails where the service user may not use the API', () => {
    const kept = check(({ spoke }) => (spoke.serviceUserRights = ['ApiUserOnly']));
    expect(findingOf(kept)).to.equal('failed noApi');
    expect(kept.actions[1]).to.match(/^sf org assign permset .* --on-behalf-of service@spoke\.example$/);
  });

  it('tells an assignment that has ended from one that never was', () => {
    const ended = check(({ spoke }) => {
      spoke.ended = [
        { setId: spoke.held[0], id: '0Pa000000000001AAA', until: '2026-11-01T00:00:00.000+0000' },
      ];
      spoke.held = [];
    });
    expect(findingOf(ended)).to.equal('failed assignmentEnded');
    expect(ended.message).to.contain('until 2026-11-01');
  });

  it('is skipped where nothing is seen by somebody who may not look', () => {
    const blind = check(({ spoke }) => {
      spoke.org = { ...spoke.org, missingRights: ['ViewSetup'] };
      spoke.preAuthorised = [];
    });
    expect(findingOf(blind)).to.equal('skipped noRight');
  });

  it('fails where users authorise themselves, or the policy does not say', () => {
    for (const permittedUsersPolicyType of ['AllSelfAuthorized', undefined]) {
      const checked = check(({ spoke }) =>
        Object.assign(spoke.app!.oauthPolicy!.body, { permittedUsersPolicyType })
      );
      expect(findingOf(checked)).to.equal('failed selfAuthorised');
    }
    expect(findingOf(check(({ spoke }) => delete spoke.app!.oauthPolicy))).to.equal('failed selfAuthorised');
  });

  it('fails where nothing pre-authorises the app, or only profiles of others', () => {
    for (const preAuthorised of [[], [profile]]) {
      const checked = check(({ spoke }) => (spoke.preAuthorised = preAuthorised));
      expect(findingOf(checked)).to.equal('failed noPermissionSet');
    }
  });

  it('fails where the service user holds none of what pre-authorises, and tells how to assign it', () => {
    const checked = check(({ spoke }) => (spoke.held = ['0PS00000000000XAAA']));
    expect(findingOf(checked)).to.equal('failed notAssigned');
    expect(checked.actions).to.deep.equal([
      `sf org assign permset --name hub_dev_ed_Access --target-org myspoke --on-behalf-of ${service.username}`,
    ]);
  });

  it("offers the link's own permission set before somebody else's", () => {
    const checked = check(({ spoke }) => {
      spoke.preAuthorised = [profile, other, ...spoke.preAuthorised];
      spoke.held = [];
    });
    expect(checked.actions[0]).to.contain('--name hub_dev_ed_Access');
  });
});
