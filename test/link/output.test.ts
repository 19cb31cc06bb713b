import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { writeSource } from '../../src/link/output.ts';
import type { Plan } from '../../src/link/plan.ts';
import { freshOrgs, linkedOrgs, planFor } from '../linked.ts';

describe('link/output', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 's2s-output-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const written = async (plan: Plan): Promise<Record<string, string>> => {
    const target = join(directory, 'not', 'there', 'yet');
    const files = await writeSource(plan, target);
    const found = readdirSync(target, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files).to.have.members(found);
    return Object.fromEntries(files.map((file) => [relative(target, file), readFileSync(file, 'utf8')]));
  };

  it('writes source files, hub and spoke apart, and never a certificate', async () => {
    expect(Object.keys(await written(planFor(freshOrgs())))).to.have.members([
      'hub/externalCredentials/acme.externalCredential-meta.xml',
      'hub/namedCredentials/acme.namedCredential-meta.xml',
      'hub/permissionsets/acme.permissionset-meta.xml',
      'spoke/permissionsets/hub_dev_ed_Access.permissionset-meta.xml',
      'spoke/externalClientApps/hub_dev_ed.eca-meta.xml',
      'spoke/extlClntAppOauthSettings/hub_dev_ed_oauth.ecaOauth-meta.xml',
      'spoke/extlClntAppGlobalOauthSets/hub_dev_ed_glbloauth.ecaGlblOauth-meta.xml',
      'spoke/extlClntAppOauthPolicies/hub_dev_ed_oauthPlcy.ecaOauthPlcy-meta.xml',
      'spoke/extlClntAppPolicies/hub_dev_ed_plcy.ecaPlcy-meta.xml',
    ]);
  });

  it('puts placeholders for what is not known yet', async () => {
    const files = Object.entries(await written(planFor(freshOrgs())));
    const holding = (text: string): string[] =>
      files.filter(([, xml]) => xml.includes(text)).map(([path]) => path);
    expect(holding('<certificate>${S2S_CERTIFICATE}</certificate>')).to.deep.equal([
      'spoke/extlClntAppGlobalOauthSets/hub_dev_ed_glbloauth.ecaGlblOauth-meta.xml',
    ]);
    expect(holding('<parameterValue>${S2S_CONSUMER_KEY}</parameterValue>')).to.deep.equal([
      'hub/externalCredentials/acme.externalCredential-meta.xml',
    ]);
  });

  it('writes a link that is there as it is, and nothing that its orgs keep to themselves', async () => {
    const files = Object.values(await written(planFor(linkedOrgs())));
    expect(files).to.have.lengthOf(9);
    const xml = files.join('');
    expect(xml).to.contain('BEGIN CERTIFICATE').and.not.to.contain('${');
    expect(xml).not.to.match(/<consumerKey>|<consumerSecret>|<oauthLink>|PRIVATE KEY/);
  });
});
