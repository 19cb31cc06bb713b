import { expect } from 'chai';
import { chooseCertificate, chooseName } from '../../src/link/choose.ts';
import type { Component } from '../../src/metadata/component.ts';
import { externalCredential, namedCredential } from '../../src/metadata/hub.ts';
import { marker } from '../../src/metadata/marker.ts';
import { copyFor, isCopied, isReclaimed, leadsToProduction } from '../../src/observe/copy.ts';
import type { HubCertificate, HubState } from '../../src/observe/hub.ts';
import { selectLinks } from '../../src/verify/select.ts';
import { makeCertificate } from '../certificates.ts';
import { linkedOrgs, type Orgs } from '../linked.ts';
import { hubSpec } from '../metadata/specs.ts';
import {
  echo,
  hubId,
  hubOrg,
  hubWith,
  now,
  otherHubId,
  otherSpokeId,
  request,
  spokeId,
  spokeUrl,
} from '../states.ts';

const production = 'https://acme.my.salesforce.com';
const ofProduction = { unit: otherHubId.slice(0, 15) };
const own = makeCertificate('S2S_20261101');
const copiedCertificate = makeCertificate('S2S_20261101', ofProduction);
const byAuthority = makeCertificate('S2S_20261101', { unit: 'IT Security' });
const uat = { ...hubOrg, isSandbox: true, url: 'https://hub--uat.sandbox.my.salesforce.com' };
const target = { id: spokeId, url: spokeUrl };

/** Both forms that the marker of a copy can have: with production's id, and with the sandbox's own in its place. */
const marksOfCopies = [marker(otherHubId, otherSpokeId), marker(hubId, otherSpokeId)];

type Link = { name?: string; mark?: string; url?: string };
const linkTo = ({ name = 'acme', mark = marksOfCopies[1], url = production }: Link = {}): Component[] => {
  const spec = hubSpec({ name, marker: mark, spokeUrl: url, certificate: own.name });
  return [externalCredential(spec), namedCredential(spec)].map((component) => echo(component));
};
const hubOf = (links: Component[][], certificate: HubCertificate, org = uat): HubState =>
  hubWith(links.flat(), { org, certificates: [certificate] });
const isCopy = (link: Link, certificate: HubCertificate, org = uat): boolean => {
  const hub = hubOf([linkTo(link)], certificate, org);
  return isCopied(hub, hub.credentials[0]);
};

describe('observe/copy: a link on the hub', () => {
  it('is a copy where its marker names another hub', () => {
    for (const org of [uat, { ...uat, isSandbox: false }])
      expect(isCopy({ mark: marksOfCopies[0], url: spokeUrl }, own, org)).to.equal(true);
  });

  it('is a copy where a sandbox signs with the certificate of another org, wherever it leads', () => {
    for (const mark of [marker(hubId, spokeId), marker(hubId, spokeId, true)]) {
      expect(isCopy({ mark, url: spokeUrl }, copiedCertificate)).to.equal(true);
      expect(isCopy({ mark, url: spokeUrl }, copiedCertificate, { ...uat, isSandbox: false })).to.equal(
        false
      );
    }
  });

  it('is a copy where a sandbox calls production and nobody allowed it, whoever made the certificate', () => {
    for (const certificate of [own, byAuthority, copiedCertificate]) {
      expect(isCopy({}, certificate)).to.equal(true);
      expect(isCopy({ mark: marker(hubId, otherSpokeId, true) }, certificate)).to.equal(
        certificate === copiedCertificate
      );
    }
  });

  it('is none where a sandbox calls a sandbox with a certificate of its own, or production calls production', () => {
    for (const certificate of [own, byAuthority])
      expect(isCopy({ mark: marker(hubId, spokeId), url: spokeUrl }, certificate)).to.equal(false);
    expect(isCopy({}, own, { ...uat, isSandbox: false })).to.equal(false);
  });

  it('is none of ours without a marker', () => {
    expect(isCopy({ mark: 'made by hand' }, copiedCertificate)).to.equal(false);
  });

  it('leads to production as the org says, or as its address looks', () => {
    const [credential] = hubOf([linkTo()], own).credentials;
    expect(leadsToProduction(credential)).to.equal(true);
    expect(leadsToProduction(credential, { url: production, isProduction: false })).to.equal(false);
    expect(leadsToProduction(credential, { url: spokeUrl, isProduction: false })).to.equal(true);
    const half = { ...credential, tokenUrl: `${spokeUrl}/services/oauth2/token` };
    expect(leadsToProduction(half)).to.equal(true);
    expect(leadsToProduction({ ...credential, tokenUrl: 'mailto:x', namedCredentials: [] })).to.equal(false);
  });
});

describe('observe/copy: the copy that becomes the link to a sandbox', () => {
  const other = 'https://other.my.salesforce.com';
  const nameFor = (...links: Link[]): string | undefined =>
    copyFor(hubOf(links.map(linkTo), copiedCertificate), spokeUrl)?.name;

  it('is the one that led to the production org of that sandbox, in both forms of its marker', () => {
    for (const mark of marksOfCopies) {
      expect(nameFor({ mark })).to.equal('acme');
      expect(nameFor({ mark, name: 'crm' }, { mark, name: 'other', url: other })).to.equal('crm');
      expect(nameFor({ mark, name: 'crm' }, { mark, name: 'acme' })).to.equal('acme');
    }
  });

  it('is none where several could be meant, or where the name only happens to be the same', () => {
    expect(nameFor({ name: 'crm' }, { name: 'erp' })).to.equal(undefined);
    expect(nameFor({ url: other })).to.equal(undefined);
  });

  it('is never a real link of the sandbox', () => {
    const real = linkTo({
      mark: marker(hubId, otherSpokeId),
      url: 'https://acme--dev.sandbox.my.salesforce.com',
    });
    const allowed = linkTo({ mark: marker(hubId, otherSpokeId, true) });
    for (const link of [real, allowed]) expect(copyFor(hubOf([link], own), spokeUrl)).to.equal(undefined);
  });

  it('keeps its name, but for a link that leads there already or one that is asked for', () => {
    const crm = linkTo({ name: 'crm' });
    const hub = hubOf([crm], own);
    expect(chooseName(hub, target, request())).to.equal('crm');
    expect(chooseName(hub, target, request({ name: 'crm2' }))).to.equal('crm2');
    const there = linkTo({ name: 'there', mark: marker(hubId, spokeId), url: spokeUrl });
    expect(chooseName(hubOf([crm, there], own), target, request())).to.equal('there');
  });

  it('is what verify looks at for that sandbox', () => {
    const chosen = selectLinks(hubOf([linkTo({ name: 'crm' })], own), 'myhub', [{ ...target, name: 'uat' }]);
    expect(chosen.map(({ credential }) => credential.name)).to.deep.equal(['crm']);
  });

  it('signs with a certificate that this very sandbox made, and with no other', () => {
    for (const certificate of [copiedCertificate, byAuthority]) {
      const hub = hubOf([linkTo()], certificate);
      expect(chooseCertificate(hub, hub.credentials[0], undefined, now).existing).to.equal(undefined);
    }
    const hub = hubOf([linkTo()], own);
    expect(chooseCertificate(hub, hub.credentials[0], undefined, now).existing).to.equal(own);
  });
});

describe("observe/copy: what a spoke holds under another hub's marker", () => {
  /** A copied hub and a spoke with an app, whose parts were changed. */
  const isReclaimedAfter = (
    change: (orgs: Orgs, credential: HubState['credentials'][number]) => void,
    mark = marksOfCopies[1]
  ): boolean => {
    const orgs = linkedOrgs();
    const hub = hubOf([linkTo({ mark })], copiedCertificate);
    orgs.spoke.app!.component.body.description = marker(otherHubId, spokeId);
    orgs.spoke.permissionSet!.body.description = marker(otherHubId, spokeId);
    change(orgs, hub.credentials[0]);
    return isReclaimed(hub, hub.credentials[0], orgs.spoke);
  };
  const isOtherEnd = ({ spoke }: Orgs): void => {
    spoke.app!.globalOauthSettings!.body.certificate = copiedCertificate.pem;
  };

  it('is a copy where it names another spoke', () => {
    for (const pick of ['app', 'permissionSet'] as const)
      expect(
        isReclaimedAfter(({ spoke }) => {
          if (pick === 'permissionSet') spoke.app = undefined;
          const part = pick === 'app' ? spoke.app!.component : spoke.permissionSet!;
          part.body.description = marker(otherHubId, otherSpokeId);
        })
      ).to.equal(true);
  });

  it('is a copy where it is the other end of what the hub holds: by key, by certificate, or by the hub it was made for', () => {
    expect(isReclaimedAfter(isOtherEnd)).to.equal(true);
    expect(isReclaimedAfter(isOtherEnd, marksOfCopies[0])).to.equal(true);
    expect(
      isReclaimedAfter(({ spoke }, { claims }) => {
        spoke.app!.globalOauthSettings!.body.consumerKey = claims.iss;
      })
    ).to.equal(true);
    const madeFor = (url: string): boolean =>
      isReclaimedAfter(({ spoke }) => {
        spoke.app!.globalOauthSettings!.body.callbackUrl = `${url}/services/oauth2/callback`;
      });
    expect(madeFor('https://hub.my.salesforce.com')).to.equal(true);
    expect(madeFor('https://hub--dev.sandbox.my.salesforce.com')).to.equal(false);
    expect(madeFor('https://else.my.salesforce.com')).to.equal(false);
  });

  it('is of the time before the hub was refreshed where it was made for the same My Domain, on production too', () => {
    const reclaimed = (isSandbox: boolean, more = ''): boolean =>
      isReclaimedAfter(
        ({ spoke }) => {
          spoke.org = { ...spoke.org, isSandbox };
          spoke.app!.component.body.description = `${marker(otherHubId, spokeId)}${more}`;
          spoke.app!.globalOauthSettings!.body.callbackUrl = `${uat.url}/services/oauth2/callback`;
        },
        marker(hubId, spokeId)
      );
    for (const isSandbox of [true, false]) expect(reclaimed(isSandbox)).to.equal(true);
    expect(reclaimed(true, ' (adopted)')).to.equal(false);
  });

  it("is that hub's where nothing joins the two, and where production calls this very sandbox", () => {
    expect(isReclaimedAfter(() => undefined)).to.equal(false);
    expect(
      isReclaimedAfter((orgs, credential) => {
        isOtherEnd(orgs);
        credential.tokenUrl = `${spokeUrl}/services/oauth2/token`;
      })
    ).to.equal(false);
    for (const mark of [marker(otherHubId, spokeId), marker(hubId, spokeId)])
      expect(isReclaimedAfter(isOtherEnd, mark)).to.equal(false);
  });

  it('is never taken for a copy on production, nor what this hub or somebody else made', () => {
    const alike = (change: (orgs: Orgs) => void): boolean =>
      isReclaimedAfter((orgs) => {
        isOtherEnd(orgs);
        change(orgs);
      });
    expect(alike(({ spoke }) => (spoke.org = { ...spoke.org, isSandbox: false }))).to.equal(false);
    for (const description of [marker(hubId, otherSpokeId), 'made by hand'])
      expect(alike(({ spoke }) => (spoke.app!.component.body.description = description))).to.equal(false);
  });
});
