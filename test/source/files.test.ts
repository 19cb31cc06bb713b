import { expect } from 'chai';
import { marker, withRetiring } from '../../src/metadata/marker.ts';
import { refreshing } from '../../src/metadata/signing.ts';
import { type Source, type SourceLink, sourceOf } from '../../src/source/files.ts';
import { consumerKey, freshOrgs, linkedOrgs, type Orgs, planFor } from '../linked.ts';
import { makeCertificate } from '../certificates.ts';
import { hubId, service, spokeId, spokeUrl } from '../states.ts';

const hubUrl = 'https://hub-dev-ed.develop.my.salesforce.com';

const linkOf = (orgs: Orgs, key?: string): SourceLink => ({
  hub: orgs.hub,
  spoke: orgs.spoke.org,
  plan: planFor(orgs),
  consumerKey: key,
});
const linked = (): SourceLink => linkOf(linkedOrgs(), consumerKey);
const textOf = ({ files }: Source): string => files.map(({ text }) => text).join('');
const valuesOf = ({ environments: [{ values }] }: Source): Record<string, string | undefined> =>
  Object.fromEntries(values);
/** The same link with another component in its plan. */
const changing = (
  link: SourceLink,
  change: (component: NonNullable<SourceLink['plan']['steps'][number]['component']>) => typeof component
): SourceLink => ({
  ...link,
  plan: {
    ...link.plan,
    steps: link.plan.steps.map((step) =>
      step.component ? { ...step, component: change(step.component) } : step
    ),
  },
});

describe('source/files', () => {
  const paths = [
    'acme/permissionsets/hub_dev_ed_Access.permissionset-meta.xml',
    'acme/externalClientApps/hub_dev_ed.eca-meta.xml',
    'acme/extlClntAppOauthSettings/hub_dev_ed_oauth.ecaOauth-meta.xml',
    'acme/extlClntAppGlobalOauthSets/hub_dev_ed_glbloauth.ecaGlblOauth-meta.xml',
    'acme/extlClntAppOauthPolicies/hub_dev_ed_oauthPlcy.ecaOauthPlcy-meta.xml',
    'acme/extlClntAppPolicies/hub_dev_ed_plcy.ecaPlcy-meta.xml',
    'hub_dev_ed/externalCredentials/acme.externalCredential-meta.xml',
    'hub_dev_ed/namedCredentials/acme.namedCredential-meta.xml',
    'hub_dev_ed/permissionsets/acme.permissionset-meta.xml',
  ];

  it('has a folder for each org, and never a certificate', () => {
    for (const link of [linkOf(freshOrgs()), linked()])
      expect(sourceOf([link]).files.map(({ path }) => path)).to.have.members(paths);
  });

  it('names nothing of one environment, whether the link is there or not', () => {
    for (const link of [linkOf(freshOrgs()), linked()]) {
      const text = textOf(sourceOf([link]));
      for (const own of [hubId, spokeId, hubUrl, spokeUrl, consumerKey, 'S2S_2026', 'BEGIN CERTIFICATE'])
        expect(text).not.to.contain(own);
      expect(text).not.to.match(/test\.salesforce\.com|<parameterValue>service@|consumerSecret|oauthLink/);
      expect(text).to.contain('Managed by sf s2s: ${S2S_HUB_DEV_ED_ORG_ID} -> ${S2S_ACME_ORG_ID}');
      expect(text).to.contain('<certificate>${S2S_HUB_DEV_ED_CERTIFICATE}</certificate>');
      expect(text).to.contain('"${S2S_HUB_DEV_ED__ACME_AUDIENCE}"');
      expect(text).to.contain('${S2S_HUB_DEV_ED_URL}/services/oauth2/callback');
      expect(text).to.contain('${S2S_ACME_URL}/services/oauth2/token');
    }
  });

  it('knows the values of this environment, as far as they are known', () => {
    const { S2S_HUB_DEV_ED_CERTIFICATE: pem, ...rest } = valuesOf(sourceOf([linked()]));
    expect(pem).to.match(/^-----BEGIN CERTIFICATE-----[^]*-----END CERTIFICATE-----$/);
    expect(rest).to.deep.equal({
      S2S_HUB_DEV_ED_ORG_ID: hubId,
      S2S_HUB_DEV_ED_URL: hubUrl,
      S2S_ACME_ORG_ID: spokeId,
      S2S_ACME_URL: spokeUrl,
      S2S_HUB_DEV_ED_CERTIFICATE_NAME: 'S2S_20261101',
      S2S_HUB_DEV_ED__ACME_CONSUMER_KEY: consumerKey,
      S2S_HUB_DEV_ED__ACME_SERVICE_USER: service.username,
      S2S_HUB_DEV_ED__ACME_AUDIENCE: 'https://test.salesforce.com',
    });
    const fresh = valuesOf(sourceOf([linkOf(freshOrgs())]));
    expect(Object.keys(fresh).filter((name) => fresh[name] === undefined)).to.deep.equal([
      'S2S_HUB_DEV_ED_CERTIFICATE',
      'S2S_HUB_DEV_ED__ACME_CONSUMER_KEY',
    ]);
  });

  it('leaves out a change that goes on, and that a sandbox may call production', () => {
    const plain = textOf(sourceOf([linked()]));
    const busy = changing(linked(), (component) => {
      if (component.type !== 'ExternalCredential') return component;
      const line = marker(hubId, spokeId, true);
      const description = withRetiring(line, { since: '2026-11-24T12:00:00.000Z', app: 'hub_dev_ed' });
      return refreshing({ ...component, body: { ...component.body, description } });
    });
    expect(textOf(sourceOf([busy]))).to.equal(plain);
  });

  it('keeps the name of a certificate that somebody has chosen', () => {
    const link = linked();
    const certificate = makeCertificate('Company');
    const hub = { ...link.hub, certificates: [certificate] };
    const choice = { ...link.plan.choice, certificate: { name: 'Company', existing: certificate } };
    const source = sourceOf([{ ...link, hub, plan: { ...link.plan, choice } }]);
    expect(textOf(source)).to.contain('<certificate>Company</certificate>');
    expect(valuesOf(source)).to.include.keys('S2S_HUB_DEV_ED__COMPANY_CERTIFICATE');
    expect(valuesOf(source)).not.to.include.keys('S2S_HUB_DEV_ED_CERTIFICATE_NAME');
  });

  it('keeps the files of several links apart, those of one hub together', () => {
    const links = ['acme', 'globex'].map((name): SourceLink => {
      const link = linkOf(freshOrgs());
      const plan = changing(link, (component) => ({
        ...component,
        fullName: component.fullName.replace('acme', name),
      })).plan;
      const spoke = { id: `00D00000000000${name.length}AAA`, url: `https://${name}.my.salesforce.com` };
      return { ...link, spoke, plan: { ...plan, choice: { ...plan.choice, name } } };
    });
    const { files, environments } = sourceOf(links);
    expect(files).to.have.lengthOf(18);
    expect(environments).to.have.lengthOf(1);
    const folders = files.map(({ path }) => path.split('/')[0]);
    expect(folders.filter((folder) => folder === 'hub_dev_ed')).to.have.lengthOf(6);
    expect(new Set(folders)).to.have.keys('hub_dev_ed', 'acme', 'globex');
    expect(sourceOf(links.toReversed())).to.deep.equal({ files, environments });
  });

  it('never leaves its folder, whatever an org calls a component', () => {
    for (const fullName of ['../../../etc/x', '..\\..\\x', '/etc/x', 'a\0b', '..', '\uD800']) {
      const { files } = sourceOf([changing(linked(), (component) => ({ ...component, fullName }))]);
      for (const { path } of files) {
        expect(path.split('/')).to.have.lengthOf(3);
        expect(path).not.to.match(/[\\\0]|(^|\/)\.\.?(\/|$)/);
      }
    }
  });

  it('tells a sandbox apart from the org of its name to which another link of the hub leads, but not from where it has led itself', () => {
    const link = linked();
    const [credential] = link.hub.credentials;
    const folderOf = (name: string): string => {
      const component = { ...credential.component, fullName: name };
      const other = {
        ...credential,
        name,
        component,
        tokenUrl: 'https://acme.my.salesforce.com/services/oauth2/token',
      };
      const { files } = sourceOf([{ ...link, hub: { ...link.hub, credentials: [other] } }]);
      return files.map(({ path }) => path.split('/')[0]).find((folder) => folder.startsWith('acme'))!;
    };
    expect(folderOf('other')).to.equal('acme--uat');
    expect(folderOf('ACME')).to.equal('acme');
  });

  it('knows the value of the certificate that the link signs with, among those of the hub', () => {
    const link = linked();
    const hub = { ...link.hub, certificates: [makeCertificate('S2S_20200101'), ...link.hub.certificates] };
    expect(valuesOf(sourceOf([{ ...link, hub }]))).to.deep.equal(valuesOf(sourceOf([link])));
  });
});
