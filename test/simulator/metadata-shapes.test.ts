import { expect } from 'chai';
import {
  addCertificate,
  deployFiles,
  file,
  label,
  newOrg,
  problems,
  refused,
  spokeFiles,
} from './metadata-fixtures.ts';
import {
  row,
  parameter,
  value,
  credential,
  principal,
  perUser,
  variant,
  tokenUrl,
  legacy,
  url,
  authentication,
  network,
  typed,
  set,
  permission,
  object,
  ec,
  nc,
  ps,
  hubWith,
} from './metadata-shape-fixtures.ts';

describe('simulator/metadata: shapes that files are seen with', () => {
  const accepted: [what: string, path: string, text: string, warning?: string][] = [
    ['basic authentication for each user', ec, credential('Basic', perUser)],
    [
      'custom headers',
      ec,
      credential('Custom', principal, parameter('AuthHeader', 'X-Key', value('{!$Credential.Shape.Key}'))),
    ],
    ['no authentication', ec, credential('Custom', variant('Custom', 'NoAuthentication'), principal)],
    [
      'AWS with an access key',
      ec,
      credential(
        'AwsSv4',
        principal,
        row(['parameterName', 'AwsRegion'], value('us-east-1'), ['parameterType', 'AuthParameter'])
      ),
    ],
    ['AWS with roles', ec, credential('AwsSv4', variant('AwsSv4', 'AwsSv4_STS'), principal)],
    [
      'client credentials',
      ec,
      credential('Oauth', variant('Oauth', 'ClientCredentialsClientSecret'), tokenUrl, principal),
    ],
    [
      'the browser flow, with a scope for all and one for a principal',
      ec,
      credential(
        'Oauth',
        parameter('AuthProvider', 'AuthProvider', ['authProvider', 'Books']),
        parameter('AuthParameter', 'Scope', value('api')),
        row(
          ['parameterGroup', 'Each'],
          ['parameterName', 'Scope'],
          ['parameterType', 'AuthParameter'],
          value('web')
        ),
        perUser
      ),
      'not simulated: AuthProvider Books (authProvider) is not checked',
    ],
    ['a legacy password', nc, legacy('Password', '<username>none</username>'), 'not simulated: callouts of'],
    [
      'a legacy endpoint that is to be filled in',
      nc,
      legacy('NoAuthentication').replace('https://api.example', ''),
      'not simulated: callouts of',
    ],
    [
      'a private endpoint',
      nc,
      typed('PrivateEndpoint', url + network),
      'not simulated: OutboundNetworkConnection Private (outboundNetworkConnection) is not checked',
    ],
    ['a secured endpoint for packages', nc, typed('SecuredEndpoint', url + authentication)],
    [
      'a permission set of a licence that is not simulated',
      ps,
      set('<license>SomePsl</license>'),
      'not simulated: License SomePsl (license) is not checked',
    ],
    ['a permission set of a user licence', ps, set('<license>Salesforce</license>')],
    [
      'a user permission that is not simulated',
      ps,
      set(permission('ViewRoles')),
      'not simulated: user permission ViewRoles (userPermissions) is not checked',
    ],
    [
      'rights on a standard object',
      ps,
      set(object('Account')),
      'not simulated: CustomObject Account (objectPermissions) is not checked',
    ],
    [
      'tabs, record types and fields',
      ps,
      set(
        '<tabSettings><tab>T</tab><visibility>Visible</visibility></tabSettings><recordTypeVisibilities><recordType>A.B</recordType><visible>true</visible></recordTypeVisibilities><fieldPermissions><editable>false</editable><field>A.B</field><readable>true</readable></fieldPermissions>'
      ),
      'not simulated: CustomField A.B (fieldPermissions) is not checked\nnot simulated: RecordType A.B (recordTypeVisibilities) is not checked\nnot simulated: CustomTab T (tabSettings) is not checked',
    ],
  ];
  for (const [what, path, text, warning] of accepted) {
    it(what, async () => {
      const { org, files } = await hubWith(path, text);
      const result = await deployFiles(org, files);
      expect(problems(result)).to.deep.equal([]);
      const { problem } = result.details.componentSuccesses.find((one) => one.fullName === 'Shape') ?? {};
      if (warning === undefined) expect(problem).to.equal(null);
      else expect(problem).to.include(warning);
    });
  }

  it('a package for version 57 may name permission sets of principals', async () => {
    const { org, files } = await hubWith(
      ec,
      credential(
        'Custom',
        principal.replace('<sequenceNumber>', '<principal>Use_Spoke</principal><sequenceNumber>')
      )
    );
    const result = await deployFiles(org, {
      ...files,
      'package.xml': file(
        'Package',
        '<types><members>*</members><name>ExternalCredential</name></types><types><members>*</members><name>NamedCredential</name></types><types><members>*</members><name>PermissionSet</name></types><version>57.0</version>'
      ),
    });
    expect(problems(result)).to.deep.equal([]);
    const saved = result.details.componentSuccesses.find((one) => one.fullName === 'Shape');
    expect(saved?.problem).to.include('access of PermissionSet Use_Spoke (principal)');
  });

  it('a permission set in any order, as long as repeats stand together', async () => {
    const org = newOrg();
    const mixed = `<label>Shape</label>${object('Account')}${permission('ApiEnabled')}<description>Any</description>`;
    expect(problems(await deployFiles(org, { [ps]: file('PermissionSet', mixed) }))).to.deep.equal([]);
    const apart = `${permission('ApiEnabled')}<label>Shape</label>${permission('ViewSetup')}`;
    expect((await refused(org, { [ps]: file('PermissionSet', apart) }))[0]).to.include(
      'Element userPermissions is duplicated at this location in type PermissionSet'
    );
  });

  it('an app with a policy for users that the org does not have', async () => {
    const org = newOrg();
    const files = spokeFiles(await addCertificate(newOrg()));
    const policy =
      '<commaSeparatedPermissionSet>Hub_Access</commaSeparatedPermissionSet><executeHandlerAs>nobody@spoke.example</executeHandlerAs><externalClientApplication>Hub</externalClientApplication><label>Hub_oauthPlcy</label><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>';
    const result = await deployFiles(org, {
      ...files,
      'permissionsets/Hub_Access.permissionset': label('Hub Access'),
      'extlClntAppOauthPolicies/Hub_oauthPlcy.ecaOauthPlcy': file(
        'ExtlClntAppOauthConfigurablePolicies',
        policy
      ),
    });
    expect(problems(result)).to.deep.equal([]);
    const saved = result.details.componentSuccesses.find((one) => one.fullName === 'Hub_oauthPlcy');
    expect(saved?.problem).to.include('nobody@spoke.example');
  });
});
