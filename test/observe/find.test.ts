import { expect } from 'chai';
import { marker } from '../../src/metadata/marker.ts';
import {
  credentialNamed,
  findCredential,
  inOrderOfNames,
  linksOf,
  nameToGive,
  pointsTo,
  presentCredential,
} from '../../src/observe/find.ts';
import type { Credential } from '../../src/observe/credential.ts';
import { linkedOrgs } from '../linked.ts';
import { refusal } from '../refusal.ts';
import { hubId, hubWith, otherHubId, otherSpokeId, spokeId, spokeUrl } from '../states.ts';

const [credential] = linkedOrgs().hub.credentials;
const otherUrl = 'https://other.my.salesforce.com';

/** A credential under another name, for another spoke, with another description. */
const like = (
  name: string,
  { url = spokeUrl, description = marker(hubId, spokeId) }: { url?: string; description?: string } = {}
): Credential => ({
  ...credential,
  name,
  tokenUrl: `${url}/services/oauth2/token`,
  namedCredentials: credential.namedCredentials.map((one) => ({ ...one, url })),
  component: {
    ...credential.component,
    fullName: name,
    body: { ...credential.component.body, description },
  },
});
const holding = (...credentials: Credential[]) => hubWith([], { credentials });
const names = (credentials: Credential[]): string[] => credentials.map(({ name }) => name);

describe('observe/find', () => {
  it('knows where a credential points by either of its addresses', () => {
    const [callout] = credential.namedCredentials;
    expect(pointsTo(credential, spokeUrl)).to.equal(true);
    expect(pointsTo(credential, otherUrl)).to.equal(false);
    expect(pointsTo({ ...credential, tokenUrl: undefined }, spokeUrl)).to.equal(true);
    const elsewhere = { ...credential, namedCredentials: [{ ...callout, url: otherUrl }] };
    for (const url of [spokeUrl, otherUrl]) expect(pointsTo(elsewhere, url), url).to.equal(true);
    const unset = { ...credential, tokenUrl: 'garbage', namedCredentials: [{ ...callout, url: undefined }] };
    expect(pointsTo(unset, spokeUrl)).to.equal(false);
  });

  it('orders links by name, and takes what a refresh copied for links, but nothing made by hand', () => {
    const hub = holding(
      like('zeta'),
      like('Alpha', { description: marker(otherHubId, spokeId) }),
      like('Hand', { description: 'by hand' }),
      like('beta')
    );
    expect(names(linksOf(hub))).to.deep.equal(['Alpha', 'beta', 'zeta']);
    expect(names(inOrderOfNames(hub.credentials))).to.deep.equal(['Alpha', 'beta', 'Hand', 'zeta']);
  });

  it('finds the link to a spoke by name, by its marker, or by where it points', () => {
    const [marked, pointing] = [
      like('marked', { url: otherUrl }),
      like('pointing', { description: marker(hubId, otherSpokeId) }),
    ];
    const spoke = { id: spokeId, url: spokeUrl };
    const found = (hub: ReturnType<typeof holding>, name?: string) => findCredential(hub, spoke, name)?.name;
    expect(found(holding(pointing, marked))).to.equal('marked');
    expect(found(holding(pointing))).to.equal('pointing');
    expect(found(holding(like('Hand', { description: 'by hand' })))).to.equal(undefined);
    expect(found(holding(marked, pointing), 'POINTING')).to.equal('pointing');
    expect(found(holding(marked), 'none')).to.equal(undefined);
    expect(credentialNamed(holding(marked), 'Marked')?.name).to.equal('marked');
  });

  it('has a link named in commands only where they would not choose it themselves', () => {
    const [usual, second] = [like('acme'), like('second')];
    expect(nameToGive(holding(usual, like('other', { url: otherUrl })), usual, spokeUrl)).to.equal(undefined);
    expect(nameToGive(holding(usual, second), usual, spokeUrl)).to.equal('acme');
    expect(nameToGive(holding(second), second, spokeUrl)).to.equal('second');
    expect(nameToGive(holding(usual), usual, undefined)).to.equal('acme');
  });

  it('says that a link is gone which somebody else has taken away meanwhile', () => {
    expect(presentCredential(holding(like('acme')), 'ACME', 'myhub').name).to.equal('acme');
    const error = refusal(() => void presentCredential(holding(), 'acme', 'myhub'));
    expect(error).to.include({ name: 'LinkGoneError' });
    expect(error?.message).to.contain('acme').and.contain('myhub');
    expect(error?.actions?.[0]).to.contain('--hub myhub --spoke ALIAS_OF_SPOKE --name acme');
  });
});
