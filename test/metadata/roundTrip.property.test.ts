import { expect } from 'chai';
import fc from 'fast-check';
import { parseXml, type XmlElement } from '../../simulator/metadata/xml.ts';
import { caSignedCertificate } from '../../src/metadata/certificate.ts';
import { asList, type Body, type Component, type Content } from '../../src/metadata/component.ts';
import { connectedApp } from '../../src/metadata/connectedApp.ts';
import {
  externalCredential,
  hubPermissionSet,
  namedCredential,
  readOnlyPermissionSet,
} from '../../src/metadata/hub.ts';
import { compare } from '../../src/link/step.ts';
import { normalise } from '../../src/metadata/normalise.ts';
import { refreshing, signingWith, withoutRefresh } from '../../src/metadata/signing.ts';
import { externalClientAppParts, spokePermissionSet } from '../../src/metadata/spoke.ts';
import { toXml } from '../../src/metadata/xml.ts';
import { always, anyText } from '../property.ts';
import { echo } from '../states.ts';
import { connectedAppSpec, hubSpec, spokeSpec } from './specs.ts';

const texts = { label: anyText, marker: anyText, certificate: anyText };
const anyHub = fc
  .record({ ...texts, spokeUrl: anyText, consumerKey: anyText, serviceUser: anyText, audience: anyText })
  .map(hubSpec);
const anySpoke = fc.record({
  ...texts,
  permissionSetLabel: anyText,
  contactEmail: anyText,
  callbackUrl: anyText,
});

/** Every component of a link, with any text wherever one can be. */
const anyComponent: fc.Arbitrary<Component> = fc.oneof(
  ...[externalCredential, namedCredential, hubPermissionSet, readOnlyPermissionSet].map((build) =>
    anyHub.map(build)
  ),
  anySpoke.map((spec) => spokePermissionSet(spokeSpec(spec))),
  anySpoke.chain((spec) => fc.constantFrom(...externalClientAppParts(spokeSpec(spec)))),
  anySpoke.map((spec) => connectedApp(connectedAppSpec(spec))),
  anyText.map(caSignedCertificate)
);

/** Source: XML 1.0, section 2.2. */
const isInXml = (text: string): boolean =>
  !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text);

const textsIn = (content: unknown): string[] =>
  typeof content === 'object' && content !== null
    ? Object.values(content).flatMap(textsIn)
    : [String(content)];

/** An element as an org's parser gives it. */
const contentOf = ({ children, text }: XmlElement): Content => {
  if (children.length === 0) return text;
  const body: Record<string, Content[]> = {};
  for (const child of children) (body[child.name] ??= []).push(contentOf(child));
  return Object.fromEntries(
    Object.entries(body).map(([name, entries]) => [name, entries.length === 1 ? entries[0] : entries])
  );
};

/** A component as an org reads it from its file. */
const parsed = ({ type, fullName }: Component, xml: string): Component | undefined =>
  normalise(type, { fullName, ...(contentOf(parseXml(xml)) as Body) });

describe('a component', () => {
  it('is read from its file as it was, or is refused for a character that no file can hold', () => {
    always(
      fc.property(anyComponent, (component) => {
        if (textsIn(component.body).every(isInXml))
          expect(parsed(component, toXml(component))).to.deep.equal(echo(component));
        else expect(() => toXml(component)).to.throw(/not allowed in XML/);
      }),
      1000
    );
  });

  it('that an org has as it is wanted needs no change, and another text is a change', () => {
    always(
      fc.property(anyHub, anyText, (spec, other) => {
        const wanted = externalCredential(spec);
        // A description without a marker is somebody else's, to which ours is added.
        const { description: _, ...body } = wanted.body;
        const there = echo({ ...wanted, body });
        expect(compare(there, { ...wanted, body }).action).to.equal('unchanged');
        const changed = externalCredential({ ...spec, serviceUser: other });
        const { action, changes } = compare(there, {
          ...changed,
          body: { ...changed.body, description: undefined },
        });
        expect([action, ...changes]).to.deep.equal(
          other === spec.serviceUser ? ['unchanged'] : ['update', 'sub']
        );
      })
    );
  });

  it('that is an external credential keeps all else when its key changes, and when a refresh comes and goes', () => {
    always(
      fc.property(anyHub, anyText, anyText, (spec, certificate, consumerKey) => {
        const wanted = externalCredential(spec);
        const signing = { certificate, consumerKey };
        expect(signingWith(wanted, signing)).to.deep.equal(externalCredential({ ...spec, ...signing }));
        expect(withoutRefresh(refreshing(wanted))).to.deep.equal(wanted);
        expect(asList(refreshing(refreshing(wanted)).body.externalCredentialParameters)).to.have.lengthOf(
          asList(wanted.body.externalCredentialParameters).length + 1
        );
      })
    );
  });
});
