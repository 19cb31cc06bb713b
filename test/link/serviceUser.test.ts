import { expect } from 'chai';
import { againCommand, wishesOf } from '../../src/link/request.ts';
import { isOwnUser, planServiceUser, withServiceUser } from '../../src/link/serviceUser.ts';
import type { ServiceUserState, ServiceUserWishes } from '../../src/observe/serviceUser.ts';
import { hubId, otherHubId, request, service, spokeId, spokeWith } from '../states.ts';

const license = { id: '0PL000000000001AAA', name: 'Salesforce API Integration', total: 5, used: 0 };
const seen = (more: Partial<ServiceUserState> = {}): ServiceUserState => ({
  license: { ...license, id: '100000000000001AAA' },
  permissionSetLicense: license,
  isLicensed: false,
  profileId: '00e000000000001AAA',
  taste: { Email: 'me@spoke.example', LanguageLocaleKey: 'de' },
  sets: [],
  ...more,
});
const wishes = (more: Partial<ServiceUserWishes> = {}): ServiceUserWishes => ({
  username: 'hub@acme.example',
  create: true,
  permissionSets: [],
  ...more,
});
const title = `Managed by sf s2s: ${hubId} -> ${spokeId}`;
const fresh = spokeWith({ serviceUser: undefined });

describe('link/serviceUser', () => {
  it('makes a user with every field that one has to have', () => {
    const { steps } = planServiceUser(fresh, seen(), wishes({ email: 'ops@acme.example' }), hubId);
    expect(steps[0].record).to.deep.equal({
      fields: {
        Email: 'ops@acme.example',
        LanguageLocaleKey: 'de',
        Username: 'hub@acme.example',
        LastName: 'hub',
        Alias: 'hub',
        Title: title,
        ProfileId: '00e000000000001AAA',
      },
    });
  });

  it('changes nothing of a user who is as asked for, and no more than what is not', () => {
    const there = { id: service.id, name: 'Hub', title, isActive: true };
    const steps = (user: object, isLicensed = true) =>
      planServiceUser(fresh, seen({ user: { ...there, ...user }, isLicensed }), wishes(), hubId).steps;
    const user = { org: 'spoke', type: 'User', name: 'hub@acme.example' };
    const ofUser = (changes: string[], fields: object) => ({
      ...user,
      action: changes.length > 0 ? 'update' : 'unchanged',
      changes,
      record: { id: service.id, fields },
    });
    expect(steps({})[0]).to.deep.equal(ofUser([], {}));
    expect(steps({ isActive: false })[0]).to.deep.equal(ofUser(['IsActive'], { IsActive: true }));
    expect(steps({ title: 'x' })[0]).to.deep.equal(ofUser(['Title'], { Title: title }));
    const licensed = {
      org: 'spoke',
      type: 'PermissionSetLicenseAssign',
      name: 'SalesforceAPIIntegrationPsl: hub@acme.example',
      changes: [],
      record: { fields: { PermissionSetLicenseId: license.id } },
    };
    expect(steps({})[1]).to.deep.equal({ ...licensed, action: 'unchanged' });
    expect(steps({}, false)[1]).to.deep.equal({ ...licensed, action: 'create' });
    expect(planServiceUser(fresh, seen({ user: there }), wishes(), hubId).user).to.deep.equal({
      id: service.id,
      username: 'hub@acme.example',
      name: 'Hub',
      isActive: true,
      userType: 'Standard',
    });
  });

  for (const [username, alias] of [
    ['integration.of-hub@acme.example', 'integrat'],
    ['_@acme.example', 's2s'],
  ])
    it(`gives ${username} the alias ${alias}`, () => {
      const { steps } = planServiceUser(fresh, seen(), wishes({ username }), hubId);
      expect(steps[0].record?.fields.Alias).to.equal(alias);
    });

  it('fits its title into the field', () => {
    expect(title.length).to.be.at.most(80);
  });

  it('lets the rest of a plan count on the user', () => {
    const planned = withServiceUser(fresh, planServiceUser(fresh, seen(), wishes(), hubId));
    expect(planned.serviceUser).to.include({ id: '', username: 'hub@acme.example', isActive: true });
    expect(withServiceUser(fresh, { steps: [] })).to.equal(fresh);
  });

  it('leaves a user alone of whom only permission sets are asked', () => {
    const sets = ['A', 'B', 'C'].map((asked, i) => ({ asked, id: `0PS00000000000${i}AAA` }));
    const spoke = spokeWith({
      held: [sets[0].id],
      ended: [{ setId: sets[1].id, id: '0Pa000000000001AAA', until: '2020-01-01T00:00:00Z' }],
    });
    const state = seen({ sets, user: { id: service.id, name: 'S', title: '', isActive: true } });
    const { user, steps } = planServiceUser(
      spoke,
      state,
      wishes({ create: false, username: service.username }),
      hubId
    );
    expect(user).to.equal(service);
    expect(steps.map(({ type, name, action, record }) => [type, name, action, record])).to.deep.equal([
      ['PermissionSetAssignment', `A: ${service.username}`, 'unchanged', undefined],
      [
        'PermissionSetAssignment',
        `B: ${service.username}`,
        'update',
        { id: '0Pa000000000001AAA', fields: { ExpirationDate: null } },
      ],
      [
        'PermissionSetAssignment',
        `C: ${service.username}`,
        'create',
        { fields: { PermissionSetId: sets[2].id, AssigneeId: service.id } },
      ],
    ]);
  });

  it('knows its own users by hub, whatever the spoke was before a refresh', () => {
    const of = (text: string): boolean =>
      isOwnUser(seen({ user: { id: service.id, name: 'S', title: text, isActive: true } }), hubId);
    expect(of(title)).to.equal(true);
    expect(of(title.replace(spokeId, '00D000000000009AAA'))).to.equal(true);
    expect(of(title.replace(hubId, otherHubId))).to.equal(false);
    expect(of('Integration')).to.equal(false);
    expect(isOwnUser(seen(), hubId)).to.equal(false);
  });

  it('is asked for by flags, which the command that goes on repeats', () => {
    expect(wishesOf(request(), 'a@b.example')).to.equal(undefined);
    expect(wishesOf(request({ serviceUserPermsets: ['A', 'A'] }), 'a@b.example')).to.deep.equal({
      username: 'a@b.example',
      create: false,
      email: undefined,
      permissionSets: ['A'],
    });
    const asked = request({
      createServiceUser: 'a@b.example',
      serviceUserEmail: 'c@d.example',
      serviceUserPermsets: ['A', 'B'],
    });
    expect(againCommand({ ...asked, serviceUser: 'a@b.example' }).command).to.equal(
      'sf s2s link --hub myhub --spoke myspoke --create-service-user a@b.example --service-user-email c@d.example --service-user-permset A --service-user-permset B'
    );
  });
});
