import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { type ReplyDocument, render, type RequestDocument, seal } from '../../src/handover/document.ts';
import { readReply, readRequest } from '../../src/handover/read.ts';
import { alwaysInOrgs, anyApiName, anyOrgId, anyOrigin, anyText } from '../property.ts';
import { now } from '../states.ts';
import { makeReply, makeRequest } from './documents.ts';

const file = join(mkdtempSync(join(tmpdir(), 's2s-document-')), 'document.json');

const read = <T>(reader: (path: string, now: Date) => Promise<T>, text: string): Promise<T> => {
  writeFileSync(file, text);
  return reader(file, now);
};

/** What may stand as the name of an org. */
const anyName = anyText
  .map((text) => text.replace(/\p{Cc}/gu, '').slice(0, 255))
  .filter((text) => text !== '');
const unsealed = <T extends { checksum: string }>({ checksum: _, ...rest }: T): Omit<T, 'checksum'> => rest;

const anyRequest: fc.Arbitrary<RequestDocument> = fc
  .record({ orgId: anyOrgId, url: anyOrigin, name: anyName, isSandbox: fc.boolean() })
  .chain((hub) =>
    fc.tuple(anyOrigin, anyApiName(80)).map(([spokeUrl, name]) => {
      const document = unsealed(makeRequest());
      return seal({ ...document, hub, spokeUrl, certificate: { ...document.certificate, name } });
    })
  );

const anyReply: fc.Arbitrary<ReplyDocument> = fc
  .record({
    request: anyRequest,
    orgId: anyOrgId,
    name: anyName,
    isProduction: fc.boolean(),
    key: fc.stringMatching(/^[A-Za-z0-9._-]{8,100}$/),
    user: fc.emailAddress().filter((address) => address.length <= 80),
  })
  .map(({ request, orgId, name, isProduction, key, user }) => {
    const reply = unsealed(makeReply(request));
    return seal({
      ...reply,
      spoke: { ...reply.spoke, orgId, name, isProduction },
      app: { ...reply.app, consumerKey: key },
      serviceUser: user,
    });
  });

describe('a file that two admins exchange', () => {
  it('is read as it was written, whatever the orgs are called', () =>
    alwaysInOrgs(
      fc.asyncProperty(anyRequest, anyReply, async (request, reply) => {
        expect(await read(readRequest, render(request))).to.deep.equal(request);
        expect(await read(readReply, render(reply))).to.deep.equal(reply);
      }),
      { examples: 50 }
    ));

  it('is refused when one of its characters is another, unless it says the same', () =>
    alwaysInOrgs(
      fc.asyncProperty(
        anyReply,
        fc.nat(),
        fc.string({ unit: 'binary', maxLength: 1 }),
        async (reply, at, other) => {
          const text = render(reply);
          const place = at % text.length;
          const changed = `${text.slice(0, place)}${other}${text.slice(place + 1)}`;
          const answer = await read(readReply, changed).catch((error: unknown) => error as Error);
          if (answer instanceof Error) expect(answer.name).to.match(/^Handover\w+Error$/);
          else expect(answer).to.deep.equal(reply);
        }
      ),
      { examples: 200 }
    ));
});
