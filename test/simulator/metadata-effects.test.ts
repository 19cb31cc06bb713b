import { expect } from 'chai';
import { readMetadata } from '../../simulator/metadata/crud.ts';
import { rows } from '../../simulator/tables.ts';
import { addCertificate, deployFiles, file, newOrg, problems, spokeFiles } from './metadata-fixtures.ts';
import {
  credential,
  ec,
  hubWith,
  parameter,
  permission,
  ps,
  row,
  set,
  value,
} from './metadata-shape-fixtures.ts';

describe('simulator/metadata: what a deploy leaves in the org', () => {
  it('scopes of one name are one parameter for each principal', async () => {
    const scope = (group: string): string =>
      row(
        ['parameterGroup', group],
        ['parameterName', 'Scope'],
        ['parameterType', 'AuthParameter'],
        value('api')
      );
    const provider = parameter('AuthProvider', 'AuthProvider', ['authProvider', 'Books']);
    const { org, files } = await hubWith(ec, credential('Oauth', provider, scope('A'), scope('B')));
    expect(problems(await deployFiles(org, files))).to.deep.equal([]);
    const groups = rows(org, 'ExternalCredentialParameter')
      .filter(({ ParameterName }) => ParameterName === 'Scope')
      .map(({ ParameterGroup }) => ParameterGroup);
    expect(groups).to.deep.equal(['A', 'B']);
  });

  it('user permissions are on the record, and gone with the next file that lacks them', async () => {
    const org = newOrg();
    const granted = () =>
      rows(org, 'PermissionSet').find(({ Name }) => Name === 'Shape')?.PermissionsApiEnabled;
    await deployFiles(org, { [ps]: set(permission('ApiEnabled')) });
    expect(granted()).to.equal(true);
    await deployFiles(org, { [ps]: set('') });
    expect(granted()).to.equal(false);
  });

  it('policies of an app come back with what Salesforce adds', async () => {
    const org = newOrg();
    await deployFiles(org, spokeFiles(await addCertificate(newOrg())));
    const [policies] = readMetadata(org, 'ExtlClntAppConfigurablePolicies', ['Hub_plcy']);
    expect(policies).to.deep.equal({
      fullName: 'Hub_plcy',
      externalClientApplication: 'Hub',
      isEnabled: 'true',
      isOauthPluginEnabled: 'true',
      isPushPluginEnabled: 'false',
      label: 'Hub_plcy',
      startPage: 'None',
    });
  });

  it('renews for a year what has expired where it comes from', async () => {
    const old = await addCertificate(newOrg({ now: () => Date.UTC(2020, 0, 1) }), 'Hub_Key');
    const org = newOrg({ now: () => Date.UTC(2026, 5, 1) });
    const meta = file(
      'Certificate',
      '<caSigned>false</caSigned><keySize>2048</keySize><masterLabel>Hub Key</masterLabel>'
    );
    const result = await deployFiles(org, { 'certs/Hub_Key.crt': old, 'certs/Hub_Key.crt-meta.xml': meta });
    expect(problems(result)).to.deep.equal([]);
    expect(org.certificates.get('Hub_Key')?.expires?.toISOString()).to.equal('2027-06-01T00:00:00.000Z');
  });
});
