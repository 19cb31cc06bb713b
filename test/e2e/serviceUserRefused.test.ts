import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { deleteRows, rows } from '../../simulator/tables.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import { changesSince, link, type Pair, startPair, thrownBy, withPair } from './pair.ts';
import { addSet, heldBy, userOf, wanted } from './serviceUsers.ts';

/** The error of a run that must not work, once it is sure that it has a next step and changed nothing. */
const refusal = async (pair: Pair, request: Partial<LinkRequest>): Promise<SfError> => {
  const lengths = [pair.hub.log.length, pair.spoke.log.length];
  const error = await thrownBy(link(pair, request));
  expect(error.actions, error.message).to.have.length.greaterThan(0);
  // A formula that was asked for is repeated.
  expect([error.message, ...error.actions!].join('\n')).not.to.match(/\{(?!!)|undefined/);
  expect(error.exitCode).to.equal(1);
  expect(changesSince(pair.hub, lengths[0])).to.deep.equal([]);
  expect(changesSince(pair.spoke, lengths[1])).to.deep.equal([]);
  return error;
};

describe('link refuses a service user', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
    const { org } = pair.spoke;
    addSet(pair, 'Orders');
    addSet(pair, 'Packaged').NamespacePrefix = 'acme';
    const license = rows(org, 'UserLicense').find(({ Name }) => Name === 'Salesforce');
    addSet(pair, 'ForPeople').LicenseId = license?.Id;
    pair.spoke.addUser({ username: 'person@acme.example' });
    const other = pair.spoke.addUser({ username: 'others@acme.example' });
    other.Title = `Managed by sf s2s: 00D000000000009AAA -> ${org.id}`;
    org.settings.takenUsernames = ['far@acme.example'];
  });
  after(() => pair.close());

  const cases: [what: string, name: string, request: () => Partial<LinkRequest>, says: RegExp][] = [
    ['name without @', 'IllegalUsername', () => ({ createServiceUser: 'hub' }), /hub is not a username/],
    ['name without a domain', 'IllegalUsername', () => ({ createServiceUser: 'hub@acme' }), /e-mail/],
    [
      'name that is too long',
      'IllegalUsername',
      () => ({ createServiceUser: `${'a'.repeat(70)}@acme.example` }),
      /80 characters/,
    ],
    [
      'name that is a formula',
      'IllegalUsername',
      () => ({ createServiceUser: '{!$User.Username}@acme.example' }),
      /--create-service-user \S+ is not a username: .* no formula/,
    ],
    [
      'who is to be a formula',
      'IllegalUsername',
      () => ({ serviceUser: '{!$User.Username}' }),
      /--service-user \S+ is not a username/,
    ],
    [
      'with an email address that is none',
      'IllegalEmail',
      () => ({ ...wanted, serviceUserEmail: 'ops at acme' }),
      /ops at acme/,
    ],
    [
      "that is somebody's in this org",
      'ServiceUserTaken',
      () => ({ createServiceUser: 'Person@acme.example' }),
      /did not make it/,
    ],
    [
      'that another hub made',
      'ServiceUserTaken',
      () => ({ createServiceUser: 'others@acme.example' }),
      /did not make it/,
    ],
    [
      'whose name is taken elsewhere in Salesforce',
      'UsernameTaken',
      () => ({ createServiceUser: 'far@acme.example' }),
      /another Salesforce org/,
    ],
    [
      'whose name is taken in the hub org',
      'UsernameTaken',
      () => ({ createServiceUser: pair.hub.username }),
      /another Salesforce org/,
    ],
    [
      'with permission sets that are not there',
      'NoPermissionSet',
      () => ({ ...wanted, serviceUserPermsets: ['Orders', 'Order', 'Packaged', 'other__Packaged'] }),
      /no permission set Order, Packaged, other__Packaged\./,
    ],
    [
      'with a permission set of another user licence',
      'PermissionSetLicense',
      () => ({ ...wanted, serviceUserPermsets: ['ForPeople'] }),
      /ForPeople .* another user licence than "Salesforce Integration"/,
    ],
    [
      'who is there, with permission sets that are not',
      'NoPermissionSet',
      () => ({ serviceUser: 'person@acme.example', serviceUserPermsets: ['Order'] }),
      /no permission set Order\./,
    ],
    [
      'who is not there, with permission sets',
      'NoServiceUser',
      () => ({ serviceUser: 'nobody@acme.example', serviceUserPermsets: ['Orders'] }),
      /nobody@acme\.example/,
    ],
  ];
  for (const [what, name, request, says] of cases) {
    it(what, async () => {
      const error = await refusal(pair, request());
      expect(error.name).to.equal(`${name}Error`);
      expect(error.message).to.match(says);
    });
  }

  it('and says what to type instead', async () => {
    const { hub, spoke } = pair;
    const taken = await refusal(pair, { createServiceUser: 'person@acme.example' });
    expect(taken.actions?.[0]).to.contain(
      `sf s2s link --hub ${hub.org.alias} --spoke ${spoke.org.alias} --service-user person@acme.example`
    );
    const elsewhere = await refusal(pair, { createServiceUser: 'far@acme.example' });
    const other = /--create-service-user (\S+)/.exec(elsewhere.actions?.[0] ?? '')?.[1];
    expect(other).to.match(/^far\.localhost_\d+@acme\.example$/);
    const { plan } = await link(pair, { createServiceUser: other }, { dryRun: true });
    expect(plan.choice.serviceUser).to.equal(other);
  });
});

describe('link makes no service user', () => {
  const orgs: [what: string, name: string, says: RegExp, change: (pair: Pair) => void][] = [
    [
      'where no user licence is free',
      'NoFreeUserLicense',
      /No user licence "Salesforce Integration" is free on spoke\d+: 1 of 1 are used\. Nothing was changed\./,
      ({ spoke }) => {
        spoke.org.settings.integrationLicenses = 1;
        spoke.addUser({ username: 'a@b.example', profile: 'Minimum Access - API Only Integrations' });
      },
    ],
    [
      'where no permission set licence is free',
      'NoFreePermissionSetLicense',
      /"Salesforce API Integration" is free on spoke\d+: 0 of 0 are used/,
      ({ spoke }) => (spoke.org.settings.integrationPermissionSetLicenses = 0),
    ],
    [
      'where the org has no such user licence',
      'MissingUserLicense',
      /no user licence "Salesforce Integration"/,
      ({ spoke }) => deleteRows(spoke.org, 'UserLicense', ({ Name }) => Name === 'Salesforce Integration'),
    ],
    [
      'where the org has no such permission set licence',
      'MissingPermissionSetLicense',
      /no permission set licence SalesforceAPIIntegrationPsl/,
      ({ spoke }) => deleteRows(spoke.org, 'PermissionSetLicense', () => true),
    ],
    [
      'where no profile of the licence is for the API only',
      'NoApiOnlyProfile',
      /no profile for an integration user/,
      ({ spoke }) => {
        for (const set of rows(spoke.org, 'PermissionSet'))
          if (set.IsOwnedByProfile === true) set.PermissionsApiUserOnly = false;
      },
    ],
    [
      'without the right to manage users',
      'MissingRights',
      /ManageUsers/,
      ({ spoke }) => {
        for (const set of rows(spoke.org, 'PermissionSet')) set.PermissionsManageUsers = false;
      },
    ],
  ];
  for (const [what, name, says, change] of orgs) {
    it(what, () =>
      withPair({}, async (pair) => {
        addSet(pair, 'Orders');
        change(pair);
        const error = await refusal(pair, wanted);
        expect(error.name).to.equal(`${name}Error`);
        expect(error.message).to.match(says);
      })
    );
  }

  it('needs no free licence for one that is there', () =>
    withPair({}, async (pair) => {
      addSet(pair, 'Orders');
      await link(pair, wanted);
      Object.assign(pair.spoke.org.settings, { integrationLicenses: 1, integrationPermissionSetLicenses: 1 });
      expect((await link(pair, wanted)).result.links[0].changed).to.equal(false);
    }));

  it('stops with the org changed where a licence forbids a permission set, and goes on', () =>
    withPair({}, async (pair) => {
      addSet(pair, 'Orders');
      // That no licence is named in it does not mean that every licence can hold it.
      addSet(pair, 'Build', { PermissionsAuthorApex: true });
      const error = await thrownBy(link(pair, { ...wanted, serviceUserPermsets: ['Build', 'Orders'] }));
      expect([error.name, error.exitCode]).to.deep.equal(['PermissionSetRefusedError', 68]);
      expect(error.message).to.match(/does not let hub@acme\.example hold Build: .* permission: AuthorApex/);
      expect(changesSince(pair.hub, 0)).to.deep.equal([]);
      expect(heldBy(pair)).to.deep.equal(['SalesforceAPIIntegrationPsl']);
      const { verdict } = await link(pair, wanted);
      expect(verdict?.passed).to.equal(true);
      expect(heldBy(pair)).to.include('Orders');
    }));

  it('and says that the org is changed where the app is refused after the user was made', () =>
    withPair({}, async (pair) => {
      pair.spoke.org.settings.failingDeploys = 1;
      const error = await thrownBy(link(pair, { createServiceUser: wanted.createServiceUser }));
      expect(error.exitCode).to.equal(68);
      expect(userOf(pair)?.IsActive).to.equal(true);
      expect((await link(pair, { createServiceUser: wanted.createServiceUser })).verdict?.passed).to.equal(
        true
      );
    }));

  it('that can be used where the licence is taken in between, and goes on when one is free', () =>
    withPair({}, async (pair) => {
      addSet(pair, 'Orders');
      const { settings } = pair.spoke.org;
      // Seen as free, gone when it is to be assigned.
      Object.defineProperty(settings, 'integrationPermissionSetLicenses', {
        configurable: true,
        get: () => (userOf(pair) ? 0 : 1),
      });
      const error = await thrownBy(link(pair, wanted));
      expect([error.name, error.exitCode]).to.deep.equal(['RefusedError', 68]);
      expect(error.message).to.contain('LICENSE_LIMIT_EXCEEDED');
      Object.defineProperty(settings, 'integrationPermissionSetLicenses', { value: 1 });
      expect((await link(pair, wanted)).verdict?.passed).to.equal(true);
    }));
});
