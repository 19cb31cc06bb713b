import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { rows } from '../../simulator/tables.ts';
import type { LinkOptions } from '../../src/link/outcome.ts';
import type { Side } from '../../src/link/step.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import { changesSince, link, type Pair, startPair, unwell } from './pair.ts';

/** The error of a run that must not work, once it is sure that it has a next step and changed nothing. */
const refusal = async (
  pair: Pair,
  request: Partial<LinkRequest>,
  options: Partial<LinkOptions> = {}
): Promise<SfError> => {
  const lengths = [pair.hub.log.length, pair.spoke.log.length];
  const error = await link(pair, request, options).then(
    () => undefined,
    (thrown: unknown) => thrown as SfError
  );
  expect(error, 'should have been refused').to.be.instanceOf(Error);
  expect(error?.actions, error?.message).to.have.length.greaterThan(0);
  expect(changesSince(pair.hub, lengths[0])).to.deep.equal([]);
  expect(changesSince(pair.spoke, lengths[1])).to.deep.equal([]);
  return error!;
};

describe('bad input to link', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
    pair.spoke.addUser({ username: 'gone@spoke.example', isActive: false });
    pair.hub.addUser({ username: 'left@hub.example', isActive: false });
  });
  after(() => pair.close());

  const cases: [string, string, Partial<LinkRequest>, RegExp][] = [
    [
      'a service user that does not exist',
      'NoServiceUserError',
      { serviceUser: 'nobody@spoke.example' },
      /nobody@spoke\.example/,
    ],
    [
      'an inactive service user',
      'InactiveServiceUserError',
      { serviceUser: 'gone@spoke.example' },
      /inactive/,
    ],
    [
      'a callout user that does not exist',
      'NoCalloutUserError',
      { assignTo: ['nobody@hub.example'] },
      /nobody@hub\.example/,
    ],
    [
      'an inactive callout user',
      'InactiveCalloutUserError',
      { assignTo: ['left@hub.example'] },
      /left@hub\.example/,
    ],
    ['a name with a dash', 'IllegalNameError', { name: 'my-link' }, /--name my-link/],
    ['a name with two underscores', 'IllegalNameError', { name: 'my__link' }, /my__link/],
    ['a name that is too long', 'IllegalNameError', { name: 'a'.repeat(76) }, /75/],
    ['an app name that is too long', 'IllegalNameError', { appName: 'a'.repeat(71) }, /--app-name/],
    ['a certificate that is not there', 'NoCertificateError', { certificate: 'Missing' }, /Missing/],
    ['an audience that is no URL', 'IllegalAudienceError', { audience: 'login.salesforce.com' }, /https/],
  ];
  for (const [what, name, request, message] of cases) {
    it(`refuses ${what}`, async () => {
      const error = await refusal(pair, request);
      expect(error.name).to.equal(name);
      expect(error.message).to.match(message);
    });
  }

  it('refuses the same org at both ends, unless that is meant', async () => {
    const self: Pair = { ...pair, spoke: pair.hub, ends: { hub: pair.ends.hub, spoke: pair.ends.hub } };
    expect((await refusal(self, {})).name).to.equal('SameOrgError');
    const { verdict } = await link(self, { allowSelf: true });
    expect(unwell(verdict!.checks)).to.deep.equal([]);
  });

  it('refuses an expired login and says how to log in', async () => {
    const other = await startPair();
    try {
      other.spoke.fault({ kind: 'expired', times: 1000 });
      const error = await refusal(other, {});
      expect(error.name).to.equal('LoginExpiredError');
      expect(error.actions).to.deep.equal([
        `Log in again: sf org login web --alias ${other.spoke.org.alias} --instance-url ${other.spoke.url}`,
      ]);
    } finally {
      await other.close();
    }
  });

  it('refuses an org that is not there', async () => {
    const other = await startPair();
    await other.spoke.close();
    const error = await refusal(other, {});
    await other.hub.close();
    expect(error.name).to.equal('UnreachableError');
  });

  it('refuses a component of that name that somebody else made', async () => {
    await pair.ends.hub.metadata.create('PermissionSet', {
      fullName: 'Taken',
      label: 'Taken',
      hasActivationRequired: false,
    } as never);
    const error = await refusal(pair, { name: 'Taken' });
    expect(error.name).to.equal('ConflictForeignError');
    expect(error.message).to.match(/PermissionSet Taken/);
  });

  const rights: [Side, string][] = [
    ['hub', 'ManageCertificates'],
    ['hub', 'CustomizeApplication'],
    ['hub', 'AuthorApex'],
    ['hub', 'AssignPermissionSets'],
    ['spoke', 'ManageProfilesPermissionsets'],
    ['spoke', 'ExternalClientAppDeveloper'],
    ['spoke', 'AssignPermissionSets'],
  ];
  for (const [end, right] of rights) {
    it(`refuses a user of the ${end} without ${right}, before anything is written`, async () => {
      const other = await startPair();
      try {
        const profile = rows(other[end].org, 'Profile').find(({ Name }) => Name === 'System Administrator');
        const set = rows(other[end].org, 'PermissionSet').find(({ ProfileId }) => ProfileId === profile?.Id);
        set![`Permissions${right}`] = false;
        const error = await refusal(other, {});
        expect(error.name).to.equal('MissingRightsError');
        expect(error.message).to.equal(
          `${other[end].username} lacks permissions on ${other[end].org.alias} that this needs: ${right}.`
        );
      } finally {
        await other.close();
      }
    });
  }

  it('refuses a spoke without external client apps', async () => {
    const other = await startPair({ spoke: { settings: { externalClientApps: false } } });
    try {
      expect((await refusal(other, {})).name).to.equal('NoExternalClientAppsError');
    } finally {
      await other.close();
    }
  });

  it('never chooses a service user on a production spoke', async () => {
    const other = await startPair({ spoke: { kind: 'production' } });
    try {
      expect((await refusal(other, {})).name).to.equal('ServiceUserNeededError');
      const asked = await link(other, {}, { askServiceUser: () => Promise.resolve(other.spoke.username) });
      expect(asked.verdict?.passed).to.equal(true);
    } finally {
      await other.close();
    }
  });

  it('refuses a sandbox that would call production', async () => {
    const other = await startPair({ hub: { kind: 'sandbox' }, spoke: { kind: 'production' } });
    try {
      const request = { serviceUser: other.spoke.username };
      expect((await refusal(other, request)).name).to.equal('SandboxToProductionError');
      const { verdict } = await link(other, { ...request, allowProduction: true });
      expect(verdict?.passed).to.equal(true);
    } finally {
      await other.close();
    }
  });
});
