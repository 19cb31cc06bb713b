import { expect } from 'chai';
import fc from 'fast-check';
import { manifestDocument } from '../../src/export/document.ts';
import type { ManifestLink } from '../../src/manifest/schema.ts';
import { requestsOf } from '../manifest/reading.ts';
import { always, anyApiName, anyLine, anyText } from '../property.ts';

const anyWord = anyLine.map((text) => text.slice(0, 255)).filter((text) => text !== '');

const anyLink: fc.Arbitrary<ManifestLink> = fc.record(
  {
    spoke: anyWord,
    name: anyApiName(75),
    serviceUser: anyWord,
    assignTo: fc.array(anyWord),
    app: fc.constantFrom('external-client-app', 'connected-app'),
    appName: anyApiName(70),
    ipRelaxation: fc.constantFrom('Enforce', 'Bypass'),
    certificate: anyApiName(80),
    audience: anyLine.map((text) => `https://${text.replace(/\s/g, '').slice(0, 200)}x`),
    credentialAccess: fc.constantFrom('modify-all', 'read'),
    adopt: fc.boolean(),
    allowSelf: fc.constant(true),
    allowProduction: fc.boolean(),
  },
  { requiredKeys: ['spoke', 'allowSelf'] }
);

/** Links that can stand in one file. */
const anyLinks = fc.uniqueArray(anyLink, {
  maxLength: 5,
  comparator: (a, b) => a.spoke === b.spoke || a.name?.toLowerCase() === b.name?.toLowerCase(),
});

const nobody = { orgId: null, username: null, alias: null, url: null };

describe('the document of a manifest, whatever stands in it', () => {
  it('declares what was exported when it is read again, whatever the environment', () => {
    always(
      fc.property(anyWord, anyLinks, fc.array(anyText), (hub, links, left) => {
        const manifest = { version: 1 as const, hubs: [{ hub, links }] };
        const text = manifestDocument({ result: { hub: nobody, manifest }, left });
        const requests = requestsOf(text, { A: 'filled in' });
        expect(
          requests.map((request, i) =>
            Object.fromEntries(Object.keys(links[i]).map((key) => [key, request[key as 'hub']]))
          )
        ).to.deep.equal(links);
        for (const request of requests) expect(request.hub).to.equal(hub);
      }),
      200
    );
  });
});
