import { expect } from 'chai';
import { marker } from '../../src/metadata/marker.ts';
import type { HubState } from '../../src/observe/hub.ts';
import { guardHubId, selectLinks } from '../../src/verify/select.ts';
import { externalTo, linkedOrgs } from '../linked.ts';
import { refusal } from '../refusal.ts';
import { hubId, hubWith, otherHubId, otherSpokeId, spokeId, spokeUrl } from '../states.ts';

const { hub } = linkedOrgs();
const otherUrl = 'https://other.my.salesforce.com';
const myspoke = { name: 'myspoke', id: spokeId, url: spokeUrl };
const other = { name: 'other', id: otherSpokeId, url: otherUrl };

const ours = marker(hubId, spokeId);
const chosen = (state: HubState, spokes: (typeof myspoke)[] = []): string[] =>
  selectLinks(state, 'myhub', spokes).map(
    ({ credential, spoke }) => `${credential.name} ${spoke?.name ?? '-'}`
  );

describe('verify/select: the links to verify', () => {
  it('are all of the hub, by name, where no spoke is asked for', () => {
    const state = hubWith([
      externalTo(otherUrl, 'zeta', ours),
      externalTo(otherUrl, 'Beta', ours),
      externalTo(spokeUrl, 'acme', ours),
      externalTo(spokeUrl, 'Hand', 'by hand'),
    ]);
    expect(chosen(state)).to.deep.equal(['acme -', 'Beta -', 'zeta -']);
  });

  it('are those of the spokes that are asked for, in that order, and none twice', () => {
    const state = hubWith([
      externalTo(otherUrl, 'other', marker(hubId, otherSpokeId)),
      externalTo(spokeUrl, 'second', ours),
      externalTo(spokeUrl, 'acme', ours),
    ]);
    expect(chosen(state, [other, myspoke, other])).to.deep.equal([
      'other other',
      'acme myspoke',
      'second myspoke',
    ]);
  });

  it('belong to a spoke by the marker or by where they point; ours go before what was made by hand', () => {
    const moved = externalTo(otherUrl, 'Moved', ours);
    const refreshed = externalTo(spokeUrl, 'Refreshed', marker(hubId, otherSpokeId));
    const byHand = externalTo(spokeUrl, 'Hand', undefined);
    expect(chosen(hubWith([moved, refreshed, byHand]), [myspoke])).to.deep.equal([
      'Moved myspoke',
      'Refreshed myspoke',
    ]);
    expect(chosen(hubWith([byHand]), [myspoke])).to.deep.equal(['Hand myspoke']);
  });

  it('are what a sandbox refresh copied, which still points at the spoke of production', () => {
    const org = { ...hub.org, isSandbox: true, url: 'https://hub--uat.sandbox.my.salesforce.com' };
    const copy = externalTo('https://acme.my.salesforce.com', 'acme', marker(otherHubId, otherSpokeId));
    expect(chosen(hubWith([copy], { org }), [myspoke])).to.deep.equal(['acme myspoke']);
    const elsewhere = { ...copy, fullName: 'else' };
    expect(() => chosen(hubWith([elsewhere], { org }), [{ ...myspoke, url: otherUrl }])).to.throw();
  });

  it('are missing where a spoke has none: each is told how to be linked', () => {
    const error = refusal(() => chosen(hubWith([]), [myspoke, other]));
    expect(error).to.include({ name: 'NotLinkedError', message: 'myhub holds no link to myspoke, other.' });
    expect(error?.actions).to.deep.equal([
      'Link them: sf s2s link --hub myhub --spoke myspoke',
      'Link them: sf s2s link --hub myhub --spoke other',
    ]);
    expect(refusal(() => chosen(hub, [myspoke, other]))?.message).to.equal('myhub holds no link to other.');
  });

  it('are missing where the hub itself was meant as the spoke by mistake', () => {
    const itself = { name: 'same', id: hubId.slice(0, 15), url: hub.org.url };
    const error = refusal(() => chosen(hubWith([]), [myspoke, itself]));
    expect(error).to.include({
      name: 'SelfNotLinkedError',
      message: '--spoke names myhub, the hub itself, which holds no link to itself.',
    });
    expect(error?.actions?.at(-1)).to.include(': sf s2s link --hub myhub --spoke same --allow-self');
  });

  it('are missing where the hub has none', () => {
    const error = refusal(() => chosen(hubWith([externalTo(spokeUrl, 'Hand', undefined)])));
    expect(error).to.include({
      name: 'NoLinksError',
      message: 'myhub holds no link that sf s2s made.',
    });
    expect(error?.actions).to.deep.equal([
      'Make one: sf s2s link --hub myhub --spoke ALIAS_OF_SPOKE',
      'A link that was made by hand is found when its spoke is named: --spoke ALIAS_OF_SPOKE',
    ]);
  });
});

describe('verify/select: the id of a hub', () => {
  it('has 15 or 18 characters and begins with 00D', () => {
    for (const id of [hubId, hubId.slice(0, 15)])
      expect(
        refusal(() => {
          guardHubId(id);
        }),
        id
      ).to.equal(undefined);
    for (const id of [
      '',
      'myhub',
      hubId.slice(0, 14),
      hubId.slice(0, 17),
      `${hubId}A`,
      ` ${hubId}`,
      `005${hubId.slice(3)}`,
      `${hubId.slice(0, 14)}-`,
    ])
      expect(
        refusal(() => {
          guardHubId(id);
        }),
        id
      ).to.include({ name: 'IllegalHubIdError' });
  });
});
