import { expect } from 'chai';
import {
  allowsProduction,
  isAdopted,
  isSameId,
  marker,
  markerPattern,
  ownerOf,
  readMarker,
  readRetiring,
  readRotated,
  withMarker,
  withoutMarker,
  withRetiring,
  withRotated,
} from '../../src/metadata/marker.ts';
import { hubId, otherHubId, otherSpokeId, spokeId } from '../states.ts';

const ours = marker(hubId, spokeId);

describe('metadata/marker', () => {
  it('is one line that names both orgs', () => {
    expect(ours).to.equal(`Managed by sf s2s: ${hubId} -> ${spokeId}`);
  });

  it('is found again wherever it stands in a description', () => {
    for (const text of [ours, `Ask Ann first.\n${ours}`, `${ours}\nAsk Ann first.`, `before ${ours} after`]) {
      expect(readMarker(text)).to.deep.equal({ hubId, spokeId });
    }
  });

  it('is not seen where there is none', () => {
    for (const text of [undefined, '', 'Managed by sf s2s', `Managed by sf s2s: ${hubId}`, { $: {} }]) {
      expect(readMarker(text)).to.equal(undefined);
    }
  });

  it('is not seen where only something like it stands', () => {
    for (const text of [
      ours.toLowerCase(),
      `Un${ours}`,
      `${ours}_old`,
      `${ours}AAA`,
      ours.replace('Managed by', 'Verwaltet von'),
      ours.replace('->', '→'),
      ours.replace('->', '-&gt;'),
      ours.replace(hubId, hubId.slice(0, 15)),
      ours.replace(spokeId, spokeId.slice(0, 15)),
      ours.replace(': ', ':\n'),
    ]) {
      expect(readMarker(text), text).to.equal(undefined);
    }
    expect(readMarker(`説明${ours}。`)).to.deep.equal({ hubId, spokeId });
  });

  it('tells our own, what another hub made and what somebody else made', () => {
    expect(ownerOf(ours, hubId)).to.equal('ours');
    expect(ownerOf(ours, hubId.slice(0, 15))).to.equal('ours');
    expect(ownerOf(marker(hubId, otherSpokeId), hubId)).to.equal('ours');
    expect(ownerOf(ours, otherHubId)).to.equal('copy');
    expect(ownerOf('made by hand', hubId)).to.equal('foreign');
    expect(ownerOf(undefined, hubId)).to.equal('foreign');
  });

  it("is added to an admin's words, says for good that the component was taken over, and can be taken away", () => {
    expect(withMarker(undefined, ours)).to.equal(`${ours} (adopted)`);
    const adopted = withMarker('Ask Ann first.', ours);
    expect(adopted).to.equal(`Ask Ann first.\n${ours} (adopted)`);
    const others = marker(otherHubId, spokeId);
    expect(withMarker(adopted, others)).to.equal(`Ask Ann first.\n${others} (adopted)`);
    expect([isAdopted(adopted), isAdopted(ours), isAdopted(undefined)]).to.deep.equal([true, false, false]);
    expect(withoutMarker(adopted)).to.equal('Ask Ann first.');
    expect(withoutMarker(`${ours} (adopted)`)).to.equal(undefined);
  });

  it("is replaced within an admin's words", () => {
    expect(withMarker(`Ask Ann\n${marker(otherHubId, spokeId)}\nfirst.`, ours)).to.equal(
      `Ask Ann\n${ours}\nfirst.`
    );
  });

  it('may say that a sandbox calls production, with and without having been taken over, and lose it again', () => {
    const allowed = marker(hubId, spokeId, true);
    expect(allowed).to.equal(`${ours}, production allowed`);
    for (const text of [allowed, withMarker('Ask Ann first.', allowed), withMarker(ours, allowed)]) {
      expect([allowsProduction(text), readMarker(text)]).to.deep.equal([true, { hubId, spokeId }]);
      expect(withMarker(text, allowed)).to.equal(text);
      expect(withMarker(text, ours)).to.equal(text.replace(', production allowed', ''));
    }
    expect(isAdopted(withMarker('x', allowed))).to.equal(true);
    expect(withoutMarker(withMarker('x', allowed))).to.equal('x');
    for (const text of [ours, undefined, `${ours}. Production allowed`, 'x, production allowed'])
      expect(allowsProduction(text)).to.equal(false);
  });

  it('does not grow when it is set again', () => {
    const once = withMarker('Ask Ann first.', ours);
    expect(withMarker(once, ours)).to.equal(once);
  });

  it('compares ids of 15 and 18 characters, and tells upper from lower case', () => {
    expect(isSameId(hubId, hubId.slice(0, 15))).to.equal(true);
    expect(isSameId(hubId, otherHubId)).to.equal(false);
    expect(isSameId('00D00000000000a', '00D00000000000A')).to.equal(false);
  });

  it('tells the app that is to be deleted, and since when', () => {
    const since = '2026-11-20T08:00:00.000Z';
    for (const text of [
      `${ours}\nRetiring since ${since}: Former_1`,
      `Retiring since ${since}: Former_1\n${ours}`,
    ])
      expect(readRetiring(text)).to.deep.equal({ since, app: 'Former_1' });
    for (const text of [undefined, ours, 'Retiring since Monday: Former', `Retiring since ${since}`])
      expect(readRetiring(text)).to.equal(undefined);
  });

  it('tells of one rotation at a time, and loses its lines with the marker', () => {
    const dates = ['2026-11-20T08:00:00.000Z', '2026-11-21T08:00:00.000Z'];
    const going = withRetiring(`Ask Ann first.\n${ours}`, { since: dates[0], app: 'Former' });
    expect(going).to.equal(`Ask Ann first.\n${ours}\nRetiring since ${dates[0]}: Former`);
    expect(readRotated(going)).to.equal(undefined);
    const ended = withRotated(going, dates[1]);
    expect(ended).to.equal(`Ask Ann first.\n${ours}\nRotated ${dates[1]}`);
    expect([readRetiring(ended), readRotated(ended)]).to.deep.equal([undefined, dates[1]]);
    expect(withRetiring(ended, { since: dates[1], app: 'Next' })).to.equal(
      `Ask Ann first.\n${ours}\nRetiring since ${dates[1]}: Next`
    );
    expect(readMarker(ended)).to.deep.equal({ hubId, spokeId });
    expect(withoutMarker(going)).to.equal('Ask Ann first.');
    expect(withMarker(ended, ours)).to.equal(ended);
  });

  it('is searched by the words that come before the spoke, which are the same for both lengths of an id', () => {
    expect(markerPattern(hubId)).to.equal("'%Managed by sf s2s: 00D000000000001%'");
  });
});
