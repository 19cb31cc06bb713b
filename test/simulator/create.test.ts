import { expect } from 'chai';
import { createOrg } from '../../simulator/create.ts';
import { query } from '../../simulator/data/soql.ts';

describe('A new org', () => {
  const kinds: [Parameters<typeof createOrg>[0] & object, object][] = [
    [
      { kind: 'production' },
      { IsSandbox: false, TrialExpirationDate: null, OrganizationType: 'Enterprise Edition' },
    ],
    [
      { kind: 'developer' },
      { IsSandbox: false, TrialExpirationDate: null, OrganizationType: 'Developer Edition' },
    ],
    [
      { kind: 'sandbox' },
      { IsSandbox: true, TrialExpirationDate: null, OrganizationType: 'Enterprise Edition' },
    ],
    [
      { kind: 'trial', settings: { now: () => 0 } },
      { IsSandbox: false, TrialExpirationDate: '1970-01-31T00:00:00.000+0000' },
    ],
    [
      { kind: 'scratch', settings: { now: () => 0 } },
      { IsSandbox: true, TrialExpirationDate: '1970-01-31T00:00:00.000+0000' },
    ],
  ];
  for (const [options, fields] of kinds) {
    it(`is known as ${options.kind} by its Organization row`, () => {
      const one = createOrg(options);
      const soql =
        'SELECT Id, IsSandbox, TrialExpirationDate, OrganizationType, NamespacePrefix, InstanceName, Name FROM Organization';
      const [row] = query({ org: one, userId: one.adminId, api: 'data', apiVersion: '66.0' }, soql).records;
      expect(row).to.include({ Id: one.id, ...fields });
    });
  }

  it('has ids of its own', () => {
    expect(createOrg().id)
      .to.match(/^00D\w{15}$/)
      .and.not.equal(createOrg().id);
  });
});
