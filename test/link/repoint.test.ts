import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { choose } from '../../src/link/choose.ts';
import { guardCopies, repointed, repointLines, withValues } from '../../src/link/repoint.ts';
import type { Plan } from '../../src/link/plan.ts';
import { marker } from '../../src/metadata/marker.ts';
import { readCredential } from '../../src/observe/credential.ts';
import { makeCertificate } from '../certificates.ts';
import { consumerKey, linkedOrgs, type Orgs, planFor } from '../linked.ts';
import { refusal } from '../refusal.ts';
import { hubId, hubOrg, now, otherHubId, otherSpokeId, request, spokeId, spokeUrl } from '../states.ts';

const production = 'https://acme.my.salesforce.com';

/** A sandbox hub that holds what a refresh copied, and the sandbox spoke that it is to be linked to. */
const refreshed = ({ mark = marker(hubId, otherSpokeId), url = production } = {}): Orgs => {
  const { hub, link, spoke } = linkedOrgs();
  const retold = JSON.parse(
    JSON.stringify([hub.externalCredentials, hub.namedCredentials, link.permissionSet])
      .replaceAll(marker(hubId, spokeId), mark)
      .replaceAll(spokeUrl, url)
      .replaceAll(consumerKey, '3MVG9.of_production')
      .replaceAll('service@spoke.example', 'svc@acme.com')
      .replaceAll('https://test.salesforce.com', 'https://login.salesforce.com')
  ) as [typeof hub.externalCredentials, typeof hub.namedCredentials, NonNullable<typeof link.permissionSet>];
  const [externalCredentials, namedCredentials, permissionSet] = retold;
  const copied = makeCertificate('S2S_20261101', { unit: otherHubId.slice(0, 15) });
  return {
    hub: {
      ...hub,
      org: { ...hubOrg, isSandbox: true },
      externalCredentials,
      namedCredentials,
      credentials: externalCredentials.flatMap((one) => readCredential(one, namedCredentials) ?? []),
      certificates: [copied],
    },
    link: { ...link, permissionSet },
    spoke,
  };
};

const actionsOf = ({ steps }: Plan): string[] =>
  steps.flatMap(({ org, type, action, reason }) =>
    org === 'hub' && type !== 'PermissionSetAssignment' ? [`${type} ${reason ?? action}`] : []
  );
const inPlace = [
  'Certificate create',
  'ExternalCredential update',
  'NamedCredential update',
  'PermissionSet update',
];

describe('link/repoint', () => {
  for (const [ids, mark] of [
    ['replaced', marker(hubId, otherSpokeId)],
    ['kept', marker(otherHubId, otherSpokeId)],
  ])
    it(`re-points what a refresh copied under its old name, with ids ${ids}`, () => {
      const plan = planFor(refreshed({ mark }));
      expect(plan.choice.name).to.equal('acme');
      expect(actionsOf(plan)).to.deep.equal(inPlace);
      for (const { type, component } of plan.steps)
        if (/Credential$/.test(type)) {
          expect(component!.body.description).to.equal(marker(hubId, spokeId));
          expect(JSON.stringify(component!.body)).not.to.match(/acme\.my|svc@acme|of_production/);
        }
    });

  it('says what led where, and where it leads now', () => {
    const plan = planFor(refreshed());
    const all = repointed(plan, spokeUrl, consumerKey);
    expect(all).to.deep.equal([
      {
        element: 'AuthProviderUrl',
        from: `${production}/services/oauth2/token`,
        to: `${spokeUrl}/services/oauth2/token`,
      },
      { element: 'Url', from: production, to: spokeUrl },
      { element: 'aud', from: 'https://login.salesforce.com', to: 'https://test.salesforce.com' },
      { element: 'sub', from: 'svc@acme.com', to: 'service@spoke.example' },
      { element: 'iss', from: '3MVG9.of_production', to: consumerKey },
      { element: 'SigningCertificate', from: 'S2S_20261101', to: 'S2S_20261124' },
    ]);
    expect(withValues(['sub', 'kid'], all)).to.deep.equal([
      'sub: svc@acme.com -> service@spoke.example',
      'kid',
    ]);
    expect(repointLines(plan, all)[0]).to.match(/^acme was a copy .* it led to https:\/\/acme\.my\./);
    expect(repointLines(plan, all)).to.have.lengthOf(7);
    expect(repointed(plan, spokeUrl, undefined)[4].to).to.equal('(known once the app is made)');
  });

  it('says nothing of a link that was none', () => {
    const plan = planFor(linkedOrgs());
    expect(repointed(plan, spokeUrl, consumerKey)).to.deep.equal([]);
    expect(repointLines(plan, [])).to.deep.equal([]);
  });

  it('leaves a copy alone that only has the name by chance, until the name is given', () => {
    for (const mark of [marker(hubId, otherSpokeId), marker(otherHubId, otherSpokeId)]) {
      const orgs = refreshed({ mark, url: 'https://other.my.salesforce.com' });
      expect(actionsOf(planFor(orgs))).to.deep.equal([
        'Certificate create',
        'ExternalCredential otherCopy',
        'NamedCredential otherCopy',
        'PermissionSet otherCopy',
      ]);
      expect(actionsOf(planFor(orgs, { name: 'acme' }))).to.deep.equal(inPlace);
    }
  });

  it('says how to tell several copies apart, and goes by the name that is given', () => {
    const orgs = refreshed();
    const [crm] = orgs.hub.credentials;
    const copies = ['crm', 'erp'].map((name) => ({ ...crm, name }));
    const guarded = (credentials: typeof copies, name?: string): SfError | undefined =>
      refusal(() => {
        const hub = { ...orgs.hub, credentials };
        const asked = request({ name });
        guardCopies(
          hub,
          orgs.spoke.org,
          choose(hub, orgs.link, orgs.spoke, asked, 'svc@acme.com', now),
          asked
        );
      });
    expect(guarded(copies)).to.include({ name: 'SeveralCopiesError' });
    expect(guarded(copies)?.message).to.contain('crm, erp');
    expect(guarded(copies)?.actions?.[0]).to.match(/ --name crm$/);
    for (const [some, name] of [
      [copies, 'erp'],
      [[crm, ...copies], undefined],
      [[copies[0]], undefined],
    ] as const)
      expect(guarded([...some], name)).to.equal(undefined);
  });

  it('leaves a real link of the sandbox alone, by whatever name', () => {
    const orgs = refreshed({ url: 'https://acme--dev.sandbox.my.salesforce.com' });
    orgs.hub.certificates = [makeCertificate('S2S_20261101')];
    for (const asked of [{}, { name: 'acme' }, { adopt: true }])
      expect(actionsOf(planFor(orgs, asked))).to.include('ExternalCredential otherSpoke');
  });

  it('says in its marker that a sandbox may call production, and in no other', () => {
    const orgs = linkedOrgs();
    const markOf = (isSandbox: boolean): unknown => {
      const toProduction = {
        ...orgs,
        hub: { ...orgs.hub, org: { ...hubOrg, isSandbox } },
        spoke: { ...orgs.spoke, org: { ...orgs.spoke.org, isSandbox: false, isProduction: true } },
      };
      const { steps } = planFor(toProduction);
      return steps.find(({ type }) => type === 'ExternalCredential')!.component!.body.description;
    };
    expect(markOf(true)).to.equal(`${marker(hubId, spokeId)}, production allowed`);
    expect(markOf(false)).to.equal(marker(hubId, spokeId));
  });
});
