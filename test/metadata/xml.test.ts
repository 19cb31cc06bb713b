import { XMLParser } from 'fast-xml-parser';
import { expect } from 'chai';
import { externalCredential } from '../../src/metadata/hub.ts';
import { inOrder, packagePath, packageXml, sourcePath, toXml } from '../../src/metadata/xml.ts';
import { hubSpec } from './specs.ts';

const labelOf = (xml: string): unknown =>
  (
    new XMLParser({ trimValues: false, processEntities: true }).parse(xml) as Record<
      string,
      { label: string }
    >
  ).ExternalCredential.label;

describe('metadata/xml', () => {
  it('writes elements in alphabetical order at every depth, whatever the order of the object', () => {
    const xml = toXml({
      type: 'NamedCredential',
      fullName: 'acme',
      body: {
        label: 'b',
        calloutStatus: 'Enabled',
        namedCredentialParameters: [{ z: 1, a: { d: 2, c: 3 } }],
      },
    });
    expect([...xml.matchAll(/<(\w+)/g)].slice(1).map(([, name]) => name)).to.deep.equal([
      'calloutStatus',
      'label',
      'namedCredentialParameters',
      'a',
      'c',
      'd',
      'z',
    ]);
  });

  it('keeps the order of repeated elements', () => {
    const xml = toXml({ type: 'PermissionSet', fullName: 'x', body: { list: ['b', 'a'] } });
    expect(xml).to.match(/<list>b<\/list>\s*<list>a<\/list>/);
  });

  it('leaves out what is undefined, at every depth', () => {
    const xml = toXml({
      type: 'PermissionSet',
      fullName: 'x',
      body: { a: undefined, b: { c: undefined, d: 1 } },
    });
    expect(xml)
      .to.contain('<d>1</d>')
      .and.not.to.match(/<[ac]\b/);
  });

  for (const label of ['a & b', '<b>"x"</b>', "o'neil", 'Müller Söhne', '😀', ']]>', '&amp;', '{!x}']) {
    it(`carries ${label} unharmed`, () => {
      const xml = toXml(externalCredential(hubSpec({ label })));
      expect(labelOf(xml)).to.equal(label);
    });
  }

  for (const [what, text] of [
    ['a control character', 'a\u0007'],
    ['half a character', 'a\uD83D'],
    ['U+FFFE', '\uFFFE'],
  ]) {
    it(`refuses ${what}, which XML 1.0 cannot carry`, () => {
      expect(() => toXml(externalCredential(hubSpec({ label: text })))).to.throw(/not allowed in XML/);
    });
  }

  it('puts components where packages and projects have them', () => {
    const component = externalCredential(hubSpec());
    expect(packagePath(component)).to.equal('externalCredentials/acme.externalCredential');
    expect(sourcePath(component)).to.equal('externalCredentials/acme.externalCredential-meta.xml');
  });

  it('lists components by type in the manifest, its version last', () => {
    const component = externalCredential(hubSpec());
    const set = { type: 'PermissionSet', body: {} } as const;
    expect(packageXml([{ ...set, fullName: 'b' }, component, { ...set, fullName: 'a' }], '66.0')).to
      .equal(`<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types>
        <members>acme</members>
        <name>ExternalCredential</name>
    </types>
    <types>
        <members>b</members>
        <members>a</members>
        <name>PermissionSet</name>
    </types>
    <version>66.0</version>
</Package>
`);
  });

  it('orders a body for an API that takes an object', () => {
    expect(Object.keys(inOrder({ masterLabel: 'x', caSigned: false, keySize: undefined }))).to.deep.equal([
      'caSigned',
      'masterLabel',
    ]);
  });
});
