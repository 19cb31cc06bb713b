import { expect } from 'chai';
import { accessOf } from '../../src/observe/hubLink.ts';
import { audiences, readAudience } from '../../src/metadata/audience.ts';
import { choose, chooseName } from '../../src/link/choose.ts';
import { findCredential } from '../../src/observe/find.ts';
import { externalCredential, hubPermissionSet, namedCredential } from '../../src/metadata/hub.ts';
import type { Component } from '../../src/metadata/component.ts';
import { marker } from '../../src/metadata/marker.ts';
import { consumerKey, linkedOrgs } from '../linked.ts';
import { hubSpec } from '../metadata/specs.ts';
import {
  echo,
  hubId,
  hubWith,
  linkWith,
  now,
  otherHubId,
  otherSpokeId,
  request,
  spokeId,
  spokeUrl,
  spokeWith,
} from '../states.ts';

type Link = { name?: string; mark?: string; url?: string };
const linkTo = ({ name = 'acme', mark = marker(hubId, spokeId), url = spokeUrl }: Link): Component[] => {
  const spec = hubSpec({ name, marker: mark, spokeUrl: url });
  return [externalCredential(spec), namedCredential(spec)].map((component) => echo(component));
};
const target = { id: spokeId, url: spokeUrl };

describe('link/choose: the link', () => {
  it('is called as asked, as the link that is there, or as the spoke', () => {
    const hub = hubWith(linkTo({ name: 'prod' }));
    expect(chooseName(hub, target, { name: 'asked', adopt: false })).to.equal('asked');
    expect(chooseName(hub, target, request())).to.equal('prod');
    expect(chooseName(hubWith([]), target, request())).to.equal('acme');
  });

  it('made by hand keeps its name where it is to be adopted', () => {
    const hub = hubWith(linkTo({ name: 'by_hand', mark: 'made by hand' }));
    expect(chooseName(hub, target, request({ adopt: true }))).to.equal('by_hand');
    expect(chooseName(hub, target, request())).to.equal('acme');
  });

  it('is found by its marker even where the spoke has another My Domain now', () => {
    const hub = hubWith(linkTo({ name: 'old', url: 'https://old.my.salesforce.com' }));
    expect(findCredential(hub, target)?.name).to.equal('old');
  });

  it('is found by where it points after the spoke was refreshed, and after the hub was', () => {
    for (const mark of [marker(hubId, otherSpokeId), marker(otherHubId, spokeId)]) {
      expect(findCredential(hubWith(linkTo({ name: 'kept', mark })), target)?.name).to.equal('kept');
    }
  });

  it('is not what somebody made by hand, unless it is named', () => {
    const hub = hubWith(linkTo({ mark: 'made by hand' }));
    expect(findCredential(hub, target)).to.equal(undefined);
    expect(findCredential(hub, target, 'acme')?.name).to.equal('acme');
  });

  it('is not the link to another spoke', () => {
    const other = linkTo({ mark: marker(hubId, otherSpokeId), url: 'https://acme.my.salesforce.com' });
    expect(findCredential(hubWith(other), target)).to.equal(undefined);
  });

  it('with its marker wins over one that only points there', () => {
    const hub = hubWith([
      ...linkTo({ name: 'a_copy', mark: marker(otherHubId, spokeId) }),
      ...linkTo({ name: 'ours' }),
    ]);
    expect(findCredential(hub, target)?.name).to.equal('ours');
  });
});

describe('link/choose: audience, access and key', () => {
  const decide = (
    { hub, link, spoke } = linkedOrgs(),
    asked: Parameters<typeof request>[0] = {}
  ): ReturnType<typeof choose> => choose(hub, link, spoke, request(asked), 'service@spoke.example', now);

  it('follows from what the spoke is', () => {
    const url = 'https://acme.my.salesforce.com';
    expect(audiences({ isSandbox: true, url: spokeUrl })).to.deep.equal([
      'https://test.salesforce.com',
      spokeUrl,
    ]);
    expect(audiences({ isSandbox: false, url })).to.deep.equal(['https://login.salesforce.com', url]);
    for (const own of ['https://agency.my.salesforce.mil', 'https://acme.my.sfcrmproducts.cn']) {
      expect(audiences({ isSandbox: false, url: own })[0]).to.equal(own);
    }
  });

  it('reads an audience that is JSON text, and no other', () => {
    expect(readAudience('"https://test.salesforce.com"')).to.equal('https://test.salesforce.com');
    for (const claim of [undefined, '', 'https://test.salesforce.com', '["a"]', '1', '"']) {
      expect(readAudience(claim)).to.equal(undefined);
    }
  });

  it('keeps an audience that the spoke takes, and mends one that it does not', () => {
    expect(decide(linkedOrgs({ audience: spokeUrl })).audience).to.equal(spokeUrl);
    expect(decide(linkedOrgs({ audience: 'https://login.salesforce.com' })).audience).to.equal(
      'https://test.salesforce.com'
    );
    expect(decide(undefined, { audience: 'https://site.my.site.com' }).audience).to.equal(
      'https://site.my.site.com'
    );
  });

  it('keeps the rights that a link has, unless others are asked for', () => {
    expect(decide({ ...linkedOrgs(), link: linkWith() }).credentialAccess).to.equal('modify-all');
    const orgs = linkedOrgs({ credentialAccess: 'read' });
    expect(accessOf(orgs.link)).to.equal('read');
    expect(decide(orgs).credentialAccess).to.equal('read');
    expect(decide(orgs, { credentialAccess: 'modify-all' }).credentialAccess).to.equal('modify-all');
    expect(accessOf(linkWith({ permissionSet: echo(hubPermissionSet(hubSpec())) }))).to.equal('modify-all');
    expect(accessOf(linkWith())).to.equal(undefined);
  });

  it("takes the spoke's consumer key, else the given one, else what the spoke will tell", () => {
    expect(decide(undefined, { consumerKey: 'given' }).consumerKey).to.equal(consumerKey);
    const orgs = linkedOrgs();
    delete orgs.spoke.app?.globalOauthSettings?.body.consumerKey;
    expect(decide(orgs, { consumerKey: 'given' }).consumerKey).to.equal('given');
    expect(decide({ ...orgs, spoke: spokeWith() }).consumerKey).to.deep.equal({ later: 'consumerKey' });
  });

  it("trusts the hub's own consumer key only for the app of this very link", () => {
    const decided = (mark: string): unknown => {
      const orgs = linkedOrgs();
      delete orgs.spoke.app?.globalOauthSettings?.body.consumerKey;
      orgs.hub.credentials[0].component.body.description = mark;
      return decide(orgs).consumerKey;
    };
    expect(decided(marker(hubId, spokeId))).to.equal(consumerKey);
    for (const mark of [marker(otherHubId, spokeId), marker(hubId, otherSpokeId), 'made by hand']) {
      expect(decided(mark)).to.deep.equal({ later: 'consumerKey' });
    }
  });

  it('keeps the principal that a credential has', () => {
    expect(decide().principal).to.equal('NamedPrincipal');
    const hub = hubWith([echo(externalCredential(hubSpec({ principal: 'Integration' })))]);
    expect(decide({ ...linkedOrgs(), hub }).principal).to.equal('Integration');
  });
});
