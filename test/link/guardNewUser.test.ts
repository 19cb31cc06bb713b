import { expect } from 'chai';
import { guardAddresses, guardNewUser } from '../../src/link/guardNewUser.ts';
import { marker } from '../../src/metadata/marker.ts';
import type { ServiceUserState, ServiceUserWishes } from '../../src/observe/serviceUser.ts';
import { refusal } from '../refusal.ts';
import { hubId, otherHubId, request, spokeId } from '../states.ts';

const username = 'made@spoke.example';
const license = { id: '1000000000001AA', name: 'Integration', total: 5, used: 4 };
const free: ServiceUserState = {
  license,
  permissionSetLicense: { ...license, name: 'Psl' },
  isLicensed: false,
  profileId: '00e000000000001AAA',
  taste: {},
  sets: [],
};
const wishes: ServiceUserWishes = { username, create: true, permissionSets: [] };
const user = { id: '005', name: 'Made', title: marker(hubId, spokeId), isActive: true };

const refused = (seen: Partial<ServiceUserState> = {}, wished: Partial<ServiceUserWishes> = {}) =>
  refusal(() => {
    guardNewUser(
      { ...free, ...seen },
      { ...wishes, ...wished },
      { id: hubId },
      request({ createServiceUser: username })
    );
  });
const nameOf = (...args: Parameters<typeof refused>): string | undefined => refused(...args)?.name;

describe('link/guardNewUser', () => {
  it('lets through what an org can make', () => {
    expect(refused()).to.equal(undefined);
    expect(refused({ user })).to.equal(undefined);
  });

  it('refuses a name that is somebody else’s here, and says how to take that user as it is', () => {
    for (const title of ['Chief', marker(otherHubId, spokeId)]) {
      const error = refused({ user: { ...user, title } });
      expect(error?.name).to.equal('ServiceUserTakenError');
      expect(error?.message).to.contain(username);
      expect(error?.actions?.join()).to.contain(
        `sf s2s link --hub myhub --spoke myspoke --service-user ${username}`
      );
      expect(error?.actions?.join()).to.not.contain('--create-service-user made');
    }
  });

  it('needs a user licence, unless the user has it and is active', () => {
    expect(nameOf({ license: undefined })).to.equal('MissingUserLicenseError');
    const none = { license: { ...license, used: 5 } };
    const error = refused(none);
    expect(error?.name).to.equal('NoFreeUserLicenseError');
    expect(error?.message).to.contain('Integration').and.contain('5');
    expect(nameOf({ ...none, user: { ...user, isActive: false } })).to.equal('NoFreeUserLicenseError');
    expect(nameOf({ ...none, user })).to.equal(undefined);
    expect(refused({ license: undefined })?.message).to.contain('Salesforce Integration');
  });

  it('needs a permission set licence, unless the user has it', () => {
    const none = { permissionSetLicense: { ...license, used: 5 } };
    expect(nameOf(none)).to.equal('NoFreePermissionSetLicenseError');
    expect(nameOf({ permissionSetLicense: undefined })).to.equal('MissingPermissionSetLicenseError');
    expect(refused({ permissionSetLicense: undefined })?.message).to.contain('SalesforceAPIIntegrationPsl');
    expect(nameOf({ ...none, isLicensed: true })).to.equal(undefined);
  });

  it('needs a profile for a user who is not there yet', () => {
    expect(nameOf({ profileId: undefined })).to.equal('NoApiOnlyProfileError');
    expect(nameOf({ profileId: undefined, user })).to.equal(undefined);
  });

  it('needs the permission sets that are asked for, of a licence that the user can have', () => {
    const permissionSets = ['Orders', 'Sales', 'Other'];
    const set = { asked: 'Orders', id: '0PS1' };
    const missing = refused({ sets: [set] }, { permissionSets });
    expect(missing?.name).to.equal('NoPermissionSetError');
    expect(missing?.message).to.contain('Sales, Other').and.not.contain('Orders');
    const asked = { permissionSets: ['Orders'] };
    expect(nameOf({ sets: [set] }, asked)).to.equal(undefined);
    expect(nameOf({ sets: [{ ...set, licenseId: license.id }] }, asked)).to.equal(undefined);
    expect(nameOf({ sets: [{ ...set, licenseId: '0PL000000000001' }] }, asked)).to.equal(undefined);
    const other = { sets: [{ ...set, licenseId: '1000000000002AA' }] };
    expect(nameOf(other, asked)).to.equal('PermissionSetLicenseError');
    expect(refused(other, asked)?.message).to.contain('Orders').and.contain('Salesforce Integration');
    expect(nameOf(other, { ...asked, create: false })).to.equal(undefined);
  });

  it('asks nothing of licences where no user is made', () => {
    expect(nameOf({ license: undefined, user: { ...user, title: '' } }, { create: false })).to.equal(
      undefined
    );
  });
});

describe('link/guardNewUser: addresses', () => {
  const told = (asked: Parameters<typeof guardAddresses>[0]): string =>
    refusal(() => {
      guardAddresses(asked);
    })?.message ?? '';

  it('are usernames and e-mail addresses that an org would take, and no formulas', () => {
    expect(told({ createServiceUser: username, serviceUserEmail: 'a@b.example' })).to.equal('');
    expect(told({ serviceUser: 'Automated Process' })).to.equal('');
    for (const createServiceUser of ['', 'ann', '{!$User.Username}@x.example', `${'a'.repeat(80)}@x.example`])
      expect(told({ createServiceUser })).to.contain('--create-service-user');
    expect(told({ serviceUser: '{!$User.Username}' }))
      .to.contain('--service-user')
      .and.contain('{!$User.Username}');
    expect(told({ serviceUserEmail: 'ann' })).to.contain('ann');
  });
});
