import { expect } from 'chai';
import { createMetadata } from '../../simulator/metadata/crud.ts';
import {
  addCertificate,
  deployFiles,
  file,
  newOrg,
  problems,
  refused,
  spokeFiles,
} from './metadata-fixtures.ts';

const without = (files: Record<string, string>, path: string): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !name.startsWith(path)));

describe('simulator/metadata: what an app cannot be', () => {
  const glbl = 'extlClntAppGlobalOauthSets/Hub_glbloauth.ecaGlblOauth';
  const policy = 'extlClntAppOauthPolicies/Hub_oauthPlcy.ecaOauthPlcy';
  const eca = 'externalClientApps/Hub.eca';
  const oauth = 'extlClntAppOauthSettings/Hub_oauth.ecaOauth';
  let pem = '';
  before(async () => {
    pem = await addCertificate(newOrg());
  });
  const change = (path: string, from: string, to: string): Record<string, string> => {
    const files = spokeFiles(pem);
    expect(files[path]).to.include(from);
    return { ...files, [path]: (files[path] ?? '').replace(from, to) };
  };
  const key = (value: string): string => `<consumerKey>${value}</consumerKey><externalClientApplication>`;

  const cases: [what: string, files: () => Record<string, string>, problem: string][] = [
    [
      'a policy that names no permission set',
      () => change(policy, '>Hub_Access<', '>0PS000000000001, Hub_Access<'),
      "We couldn't find permission sets called 0PS000000000001",
    ],
    [
      'settings whose app does not exist',
      () => without(spokeFiles(pem), eca),
      'In field: externalClientApplication - no ExternalClientApplication named Hub found',
    ],
    [
      'an app of another org',
      () =>
        change(
          eca,
          '<label>Hub</label>',
          '<label>Hub</label><orgScopedExternalApp>00D000000000001:Hub</orgScopedExternalApp>'
        ),
      'orgScopedExternalApp',
    ],
    [
      'a link of another org',
      () =>
        change(
          oauth,
          '<label>Hub_oauth</label>',
          '<label>Hub_oauth</label><oauthLink>00D000000000001:888000000000001</oauthLink>'
        ),
      'oauthLink',
    ],
    ['a certificate that is none', () => change(glbl, pem, 'Hub_Key'), 'Invalid certificate'],
    [
      'a certificate over 4 KB',
      () => change(glbl, pem, pem.repeat(6)),
      "The certificate size can't exceed 4 KB",
    ],
    [
      'a scope that does not exist',
      () => change(oauth, 'Api,RefreshToken', 'api'),
      'Invalid OAuth scopes: api',
    ],
    [
      'a consumer key too short',
      () => change(glbl, '<externalClientApplication>', key('short')),
      'consumer key',
    ],
    [
      'a lifetime without its period',
      () => change(policy, '<refreshTokenValidityPeriod>365</refreshTokenValidityPeriod>', ''),
      'Required field is missing: refreshTokenValidityPeriod',
    ],
    [
      'an IP relaxation that does not exist',
      () => change(policy, '>Bypass<', '>BYPASS<'),
      'bad value for restricted picklist field: BYPASS',
    ],
    [
      'a rotation of its key',
      () =>
        change(
          glbl,
          '<label>Hub_glbloauth</label>',
          '<label>Hub_glbloauth</label><shouldRotateConsumerKey>true</shouldRotateConsumerKey>'
        ),
      'not simulated: shouldRotateConsumerKey',
    ],
  ];
  for (const [what, files, problem] of cases) {
    it(what, async () => {
      expect((await refused(newOrg(), files())).join('\n')).to.include(problem);
    });
  }

  it('where external client apps are off', async () => {
    const found = await refused(newOrg({ externalClientApps: false }), spokeFiles(pem));
    expect(found).to.include('ExternalClientApplication Hub: Not available for deploy for this organization');
  });

  it('an OAuth policy beside the one that Salesforce made', async () => {
    const org = newOrg();
    const made = await deployFiles(org, without(spokeFiles(pem), 'extlClntAppOauthPolicies'));
    expect(made.changes).to.include('ExtlClntAppOauthConfigurablePolicies:Hub_oauthPlcy');
    const other = { 'extlClntAppOauthPolicies/Mine.ecaOauthPlcy': spokeFiles(pem)[policy] ?? '' };
    expect(await refused(org, other)).to.deep.equal([
      'ExtlClntAppOauthConfigurablePolicies Mine: duplicate value found: ExternalClientApplicationId duplicates value on Hub_oauthPlcy',
    ]);
    expect(problems(await deployFiles(org, { [policy]: spokeFiles(pem)[policy] ?? '' }))).to.deep.equal([]);
  });

  it('an OAuth policy of any name comes with a new app', async () => {
    const files = spokeFiles(pem);
    const own = {
      ...without(files, policy),
      'extlClntAppOauthPolicies/Mine.ecaOauthPlcy': files[policy] ?? '',
    };
    const org = newOrg();
    expect(problems(await deployFiles(org, own))).to.deep.equal([]);
    expect(org.components.has('ExtlClntAppOauthConfigurablePolicies:Hub_oauthPlcy')).to.equal(false);
  });

  it('another consumer key than the app has, or that of another app', async () => {
    const org = newOrg();
    const chosen = change(glbl, '<externalClientApplication>', key('abcDEF1234567890'));
    expect(problems(await deployFiles(org, chosen))).to.deep.equal([]);
    expect(problems(await deployFiles(org, chosen))).to.deep.equal([]);
    const changed = change(glbl, '<externalClientApplication>', key('abcDEF1234567891'));
    expect((await refused(org, changed))[0]).to.include('You cannot provide a Consumer Key');
    await createMetadata(org, [
      { type: 'ExternalClientApplication', fullName: 'Other', body: { label: 'Other' } },
    ]);
    const taken = {
      'extlClntAppGlobalOauthSets/Other_glbloauth.ecaGlblOauth': file(
        'ExtlClntAppGlobalOauthSettings',
        '<consumerKey>abcDEF1234567890</consumerKey><externalClientApplication>Other</externalClientApplication>'
      ),
    };
    expect((await refused(org, taken))[0]).to.include('The consumer key is already taken');
  });
});
