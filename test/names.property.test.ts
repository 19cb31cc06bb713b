import { expect } from 'chai';
import fc from 'fast-check';
import { newAppNames } from '../src/metadata/spoke.ts';
import { readOnlyName } from '../src/metadata/hub.ts';
import {
  asFileName,
  asLabel,
  isLegalName,
  longestAppName,
  longestLinkName,
  myDomain,
  nameOfOrg,
  nextCertificateName,
  sandboxOf,
} from '../src/names.ts';
import { foldersOf } from '../src/source/folders.ts';
import { always, anyApiName, anyOrigin, anyText } from './property.ts';

/** Salesforce's rule, in words of its own: begins with a letter, letters, digits and underscores, no two and none at the end. */
const isTaken = (name: string): boolean =>
  name.length <= 80 && /^[a-z]\w*$/i.test(name) && !name.includes('__') && !name.endsWith('_');

describe('names, whatever orgs are called', () => {
  it('of orgs are legal for a link and for an app, and their own again', () => {
    always(
      fc.property(anyOrigin, (origin) => {
        expect(myDomain(origin)).to.equal(origin);
        const name = nameOfOrg(origin);
        expect(isTaken(name), name).to.equal(true);
        expect(isLegalName(name, longestAppName), name).to.equal(true);
        expect(nameOfOrg(`${origin}/services/data`)).to.equal(name);
      }),
      1000
    );
  });

  it('of a sandbox are those of its production org', () => {
    always(
      fc.property(anyOrigin, fc.stringMatching(/^[a-z0-9]{1,10}$/), (origin, sandbox) => {
        fc.pre(origin.endsWith('.my.salesforce.com') && sandboxOf(origin) === undefined);
        const copy = origin.replace(/\.(develop\.)?my\./, `--${sandbox}.sandbox.my.`);
        expect(nameOfOrg(copy)).to.equal(nameOfOrg(origin));
        expect(sandboxOf(copy)).to.equal(sandbox);
      })
    );
  });

  it('are legal exactly where Salesforce says so', () => {
    always(
      fc.property(fc.oneof(anyText, anyApiName(90), fc.stringMatching(/^\w{0,90}$/)), (name) => {
        expect(isLegalName(name)).to.equal(isTaken(name));
      }),
      1000
    );
  });

  it('that are legal for a link or an app leave room for what is added to them', () => {
    always(
      fc.property(anyApiName(longestLinkName), anyApiName(longestAppName), (link, app) => {
        expect(isTaken(readOnlyName(link))).to.equal(true);
        const { kind: _, ...names } = newAppNames(app);
        expect(Object.values(names).filter((name) => !isTaken(name))).to.deep.equal([]);
      })
    );
  });

  it('of new certificates are legal, and not those of others', () => {
    always(
      fc.property(
        fc.date({ min: new Date('2000'), max: new Date('2999'), noInvalidDate: true }),
        fc.array(fc.oneof(fc.integer({ min: 2, max: 9 }), fc.constant(0))),
        (now, counters) => {
          const first = nextCertificateName(now, []);
          const taken = counters.map((counter) => (counter === 0 ? first : `${first}_${counter}`));
          const next = nextCertificateName(now, taken);
          expect(taken).not.to.include(next);
          expect(isTaken(next)).to.equal(true);
        }
      )
    );
  });

  it('as labels fit, are text that XML can carry, and do not change again', () => {
    always(
      fc.property(anyText, fc.integer({ min: 1, max: 80 }), (text, longest) => {
        const label = asLabel(text, longest);
        expect(label.length).to.be.at.most(longest);
        expect(label).to.not.match(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u);
        expect(asLabel(label, longest)).to.equal(label);
      }),
      1000
    );
  });

  it('as names of files are one name, below the directory that they are written to', () => {
    always(
      fc.property(anyText, (name) => {
        expect(asFileName(name)).to.not.match(/[/\\:\p{Cc}]/u);
      }),
      1000
    );
    always(
      fc.property(anyApiName(80), (name) => {
        expect(asFileName(name)).to.equal(name);
      })
    );
  });

  it('of folders are one for each org', () => {
    always(
      fc.property(fc.uniqueArray(anyOrigin, { maxLength: 8 }), (origins) => {
        const folders = [...foldersOf(origins).values()];
        expect(folders).to.have.lengthOf(origins.length);
        expect(new Set(folders.map((folder) => folder.toLowerCase())).size).to.equal(origins.length);
        for (const folder of folders) expect(folder).to.match(/^[\w-][\w.-]*$/);
      }),
      500
    );
  });
});
