import { expect } from 'chai';
import fc from 'fast-check';
import {
  allowsProduction,
  inAnyOrg,
  isAdopted,
  marker,
  ownerOf,
  readMarker,
  readRetiring,
  readRotated,
  withMarker,
  withoutMarker,
  withRetiring,
  withRotated,
} from '../../src/metadata/marker.ts';
import { always, anyApiName, anyOrgId, anyText } from '../property.ts';

/** What an admin wrote: anything but a marker. */
const anyWords = anyText.filter((text) => readMarker(text) === undefined);
const anyDate = fc
  .date({ min: new Date('2020'), max: new Date('2100'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('a marker, whatever stands around it', () => {
  it('is read as it was written', () => {
    always(
      fc.property(anyOrgId, anyOrgId, fc.boolean(), (hubId, spokeId, production) => {
        const line = marker(hubId, spokeId, production);
        expect(readMarker(line)).to.deep.equal({ hubId, spokeId });
        expect(allowsProduction(line)).to.equal(production);
        expect(isAdopted(line)).to.equal(false);
        expect(ownerOf(line, hubId.slice(0, 15))).to.equal('ours');
      })
    );
  });

  it('is added to the words of an admin and taken away again without a trace', () => {
    always(
      fc.property(anyWords, anyOrgId, anyOrgId, (words, hubId, spokeId) => {
        const description = withMarker(words, marker(hubId, spokeId));
        expect(readMarker(description)).to.deep.equal({ hubId, spokeId });
        expect(isAdopted(description)).to.equal(true);
        expect(withoutMarker(description)).to.equal(words.trim() || undefined);
      }),
      1000
    );
  });

  it('is there once, however often it changes', () => {
    always(
      fc.property(anyWords, fc.array(fc.tuple(anyOrgId, anyOrgId), { minLength: 1 }), (words, links) => {
        const lines = links.map(([hubId, spokeId]) => marker(hubId, spokeId));
        const description = lines.reduce<string>(withMarker, words);
        expect(description).to.equal(withMarker(words, lines.at(-1)!));
        expect(withMarker(description, lines.at(-1)!)).to.equal(description);
      })
    );
  });

  it('goes on saying how far a rotation has come, until it has ended', () => {
    always(
      fc.property(anyWords, anyOrgId, anyDate, anyApiName(80), anyDate, (words, id, since, app, end) => {
        const before = withMarker(words, marker(id, id));
        const during = withRetiring(before, { since, app });
        expect(readRetiring(during)).to.deep.equal({ since, app });
        expect(withRetiring(during, { since, app })).to.equal(during);
        const after = withRotated(during, end);
        expect(readRetiring(after)).to.equal(undefined);
        expect(readRotated(after)).to.equal(end);
        expect(readMarker(after)).to.deep.equal({ hubId: id, spokeId: id });
        expect(withoutMarker(after)).to.equal(words.trim() || undefined);
      })
    );
  });

  it('says the same in every environment, but for the ids', () => {
    always(
      fc.property(anyWords, anyOrgId, anyOrgId, anyDate, (words, hubId, spokeId, date) => {
        const there = withRotated(withMarker(words, marker(hubId, spokeId, true)), date);
        const here = withMarker(words, marker(spokeId, hubId));
        expect(inAnyOrg(there, '${HUB}', '$&')).to.equal(inAnyOrg(here, '${HUB}', '$&'));
      })
    );
  });
});
