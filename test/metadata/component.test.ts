import { expect } from 'chai';
import { type Component, fill, isLater, registry, textOf } from '../../src/metadata/component.ts';
import { waitsFor } from '../waitsFor.ts';
import { externalCredential } from '../../src/metadata/hub.ts';
import { globalOauthSettings } from '../../src/metadata/spoke.ts';
import { toXml } from '../../src/metadata/xml.ts';
import { hubSpec, spokeSpec } from './specs.ts';

describe('metadata/component', () => {
  it('fills in what only a later step knows, at every depth', () => {
    const credential = externalCredential(hubSpec({ consumerKey: { later: 'consumerKey' } }));
    const filled = fill(credential, ({ later }) => `<${later}>`);
    expect(filled).to.deep.equal(externalCredential(hubSpec({ consumerKey: '<consumerKey>' })));
    expect(waitsFor(credential), 'the original is left alone').to.deep.equal(['consumerKey']);
  });

  it('says what a component still waits for', () => {
    expect(waitsFor(externalCredential(hubSpec()))).to.deep.equal([]);
    expect(
      waitsFor(globalOauthSettings(spokeSpec({ certificate: { later: 'certificatePem' } })))
    ).to.deep.equal(['certificatePem']);
  });

  it('keeps flags, numbers and absent elements as they are', () => {
    const component: Component = {
      type: 'PermissionSet',
      fullName: 'x',
      body: { a: false, b: 1, c: undefined, d: ['e', { f: true }] },
    };
    expect(fill(component, () => '')).to.deep.equal(component);
  });

  it('tells a reference from content', () => {
    expect(isLater({ later: 'consumerKey' })).to.equal(true);
    for (const content of ['later', undefined, [], { label: 'x' }]) expect(isLater(content)).to.equal(false);
  });

  it('gives text for what is text-like, and nothing for the rest', () => {
    expect(['a', 1, false].map(textOf)).to.deep.equal(['a', '1', 'false']);
    expect([undefined, null, {}, []].map(textOf)).to.deep.equal(['', '', '', '']);
  });

  it('knows every element that the templates repeat', () => {
    const repeated = (component: Component): string[] =>
      Object.entries(component.body).flatMap(([name, content]) => (Array.isArray(content) ? [name] : []));
    const credential = externalCredential(hubSpec());
    expect(registry.ExternalCredential.lists).to.deep.equal(repeated(credential));
    expect(toXml(credential).match(/<externalCredentialParameters>/g)).to.have.lengthOf(13);
  });
});
