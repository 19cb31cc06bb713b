import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ReplyDocument, render, type RequestDocument, seal } from '../../src/handover/document.ts';
import { readReply, readRequest } from '../../src/handover/read.ts';
import { makeAuthority } from '../authority.ts';
import { thrownBy } from '../e2e/pair.ts';
import { now } from '../states.ts';
import { described, makeReply, makeRequest, pemOf } from './documents.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-read-'));
const file = join(directory, 'a file.json');
const authority = makeAuthority();

const read = {
  request: (content: string | Buffer) => (writeFileSync(file, content), readRequest(file, now)),
  reply: (content: string | Buffer) => (writeFileSync(file, content), readReply(file, now)),
};
type Kind = keyof typeof read;
const texts = { request: render(makeRequest()), reply: render(makeReply()) };

/** A document with a checksum that fits what somebody has made of it. */
const resealed = <T extends RequestDocument | ReplyDocument>(document: T): T => {
  const { checksum: _checksum, ...rest } = document;
  return seal(rest) as T;
};
const withCertificate = (change: Partial<RequestDocument['certificate']>): RequestDocument => {
  const document = makeRequest();
  return resealed({ ...document, certificate: { ...document.certificate, ...change } });
};

/** Every value in a document, by its path. */
const pathsOf = (value: object, base: string[] = []): string[][] =>
  Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' && inner !== null
      ? pathsOf(inner as object, [...base, name])
      : [[...base, name]]
  );

/** Another value that the schema allows at the same place. */
const otherValue = (path: string, value: unknown): unknown => {
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  if (path.endsWith('orgId')) return '00D000000000009AAA';
  if (path.endsWith('rl')) return 'https://evil.my.salesforce.com';
  if (path.endsWith('expires')) return '2099-01-01T00:00:00.000Z';
  if (path.endsWith('audience')) return 'https://test.salesforce.com';
  if (path === 'app.kind') return 'connected-app';
  if (path.endsWith('pem')) return text.replace(/[a-z]/, 'A');
  if (path.endsWith('fingerprint')) return text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`;
  if (path.endsWith('checksum')) return text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`;
  return `${text}x`;
};

describe('reading the files that two admins exchange', () => {
  it('gives what was written, with or without a mark of its encoding, and whatever its spaces', async () => {
    for (const change of [
      (text: string) => text,
      (text: string) => `\uFEFF${text}`,
      (text: string) => text.replaceAll('\n', '\r\n'),
      (text: string) => JSON.stringify(JSON.parse(text)),
    ]) {
      expect(await read.request(change(texts.request))).to.deep.equal(makeRequest());
      expect(await read.reply(change(texts.reply))).to.deep.equal(makeReply());
    }
  });

  const refusals: [what: string, name: string, content: (kind: Kind) => string | Buffer][] = [
    ['nothing', 'HandoverNotJson', () => ''],
    ['no JSON', 'HandoverNotJson', (kind) => texts[kind].slice(0, -3)],
    ['a list', 'HandoverNotJson', () => '[]'],
    ['a text', 'HandoverNotJson', () => '"s2s-request"'],
    ['null', 'HandoverNotJson', () => 'null'],
    ['binary data', 'HandoverNotJson', () => Buffer.from([0, 255, 254, 1])],
    ['another program’s JSON', 'HandoverNotJson', () => '{"kind":"other"}'],
    ['more than a file of ours has', 'HandoverNotJson', (kind) => texts[kind] + ' '.repeat(70_000)],
    ['a newer version', 'HandoverNewer', (kind) => texts[kind].replace('"version": 1', '"version": 2')],
    [
      'a version of another kind',
      'HandoverInvalid',
      (kind) => texts[kind].replace('"version": 1', '"version": "1"'),
    ],
    ['an unknown key', 'HandoverInvalid', (kind) => texts[kind].replace('{', '{ "more": 1,')],
    [
      'a key that objects have',
      'HandoverInvalid',
      (kind) => texts[kind].replace('{', '{ "constructor": {},'),
    ],
    [
      'a private key',
      'HandoverPrivateKey',
      (kind) => texts[kind].replace('{', `{ "key": ${JSON.stringify(authority.privateKey)},`),
    ],
    ['a private key and nothing else', 'HandoverPrivateKey', () => authority.privateKey],
  ];
  for (const [what, name, content] of refusals)
    for (const kind of ['request', 'reply'] as const)
      it(`refuses a ${kind} that holds ${what}`, async () => {
        const error = await thrownBy(read[kind](content(kind)));
        expect(error.name).to.equal(`${name}Error`);
        expect(error.message).to.include(file);
        expect(error.actions).to.have.length.greaterThan(0);
        expect(`${error.message} ${error.actions?.join()}`).not.to.match(/\{\w+\}|undefined|PRIVATE KEY-/);
      });

  it('refuses the one kind for the other, and says whose it is', async () => {
    const reply = await thrownBy(read.request(texts.reply));
    expect(reply).to.include({ name: 'HandoverIsReplyError' });
    expect(reply.actions?.[0]).to.include(`sf s2s link --hub ALIAS_OF_HUB --reply-file '${file}'`);
    const request = await thrownBy(read.reply(texts.request));
    expect(request).to.include({ name: 'HandoverIsRequestError' });
    expect(request.actions?.[0]).to.include(`sf s2s accept --spoke ALIAS_OF_SPOKE --request-file '${file}'`);
  });

  it('refuses what is not there, and a directory', async () => {
    const place = join(directory, 'directory');
    mkdirSync(place);
    for (const path of [join(directory, 'none.json'), place])
      for (const reading of [readRequest, readReply]) {
        const error = await thrownBy(reading(path, now));
        expect(error).to.include({ name: 'HandoverUnreadableError', exitCode: 1 });
        expect(error.message).to.include(path);
      }
  });

  for (const kind of ['request', 'reply'] as const) {
    const whole = JSON.parse(texts[kind]) as Record<string, unknown>;
    for (const path of pathsOf(whole).filter(([name]) => !['kind', 'version'].includes(name)))
      if (!/request\.(kind|version)$/.test(path.join('.')))
        it(`refuses a ${kind} in which somebody changed ${path.join('.')}`, async () => {
          const copy = structuredClone(whole);
          const last = path.at(-1)!;
          const holder = path
            .slice(0, -1)
            .reduce((inner, name) => inner[name] as Record<string, unknown>, copy);
          holder[last] = otherValue(path.join('.'), holder[last]);
          const error = await thrownBy(read[kind](JSON.stringify(copy)));
          expect(error.name).to.equal('HandoverEditedError');
        });
  }

  const own = makeRequest().certificate.pem;
  const otherPem = pemOf({ keyPair: generateKeyPairSync('rsa', { modulusLength: 2048 }) });
  const forgeries: [what: string, document: () => RequestDocument, name?: string][] = [
    ['another certificate than the fingerprint says', () => withCertificate({ pem: otherPem })],
    ['another fingerprint', () => withCertificate({ fingerprint: described(otherPem).fingerprint })],
    ['another end', () => withCertificate({ expires: '2099-01-01T00:00:00.000Z' })],
    ['a chain', () => withCertificate({ pem: `${own}\n${authority.intermediate.trim()}` })],
    ['something before the certificate', () => withCertificate({ pem: `Bag Attributes\n${own}` })],
    ['no certificate', () => withCertificate({ pem: 'x' })],
    ['a line end more', () => withCertificate({ pem: `${own}\n` })],
    [
      'a key that is too weak',
      () => makeRequest(described(pemOf({ keyPair: generateKeyPairSync('rsa', { modulusLength: 1024 }) }))),
      'HandoverWeakKey',
    ],
    [
      'a key of another kind',
      () => makeRequest(described(pemOf({ keyPair: generateKeyPairSync('ec', { namedCurve: 'P-256' }) }))),
      'HandoverWeakKey',
    ],
    ['a certificate that has ended', () => makeRequest(described(pemOf({ to: -1 }))), 'HandoverExpired'],
  ];
  for (const [what, document, name = 'HandoverEdited'] of forgeries)
    it(`refuses both with ${what}, though the checksum fits`, async () => {
      expect((await thrownBy(read.request(render(document())))).name).to.equal(`${name}Error`);
      expect((await thrownBy(read.reply(render(makeReply(document()))))).name).to.equal(`${name}Error`);
    });

  it('refuses a reply whose request was changed, though its own checksum fits', async () => {
    const reply = makeReply();
    const changed = { ...reply.request, spokeUrl: 'https://evil.my.salesforce.com' };
    const error = await thrownBy(read.reply(render(makeReply(changed))));
    expect(error.name).to.equal('HandoverEditedError');
  });

  it('takes the leaf that an authority has signed, until its last day', async () => {
    const leaf = authority.other(2048).trim();
    expect(await read.request(render(makeRequest(described(leaf))))).to.have.nested.property(
      'certificate.pem',
      leaf
    );
    const last = makeRequest(described(pemOf({ to: 0.5 })));
    expect(await read.request(render(last))).to.deep.equal(last);
  });

  it('names the place of what is wrong, and not what stands there', async () => {
    const text = texts.request.replace('"isSandbox": false', '"isSandbox": "eyJhbGciOi.secret"');
    const error = await thrownBy(read.request(text));
    expect(error.message).to.include('hub.isSandbox').and.not.include('secret');
  });
});
