import { expect } from 'chai';
import { checksumOf, render, replyDocument, requestDocument, seal } from '../../src/handover/document.ts';
import { makeReply, makeRequest } from './documents.ts';

/** A copy in which the value at a path is another. */
const withValue = (document: object, path: string, value: unknown): unknown => {
  const copy = structuredClone(document) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop()!;
  const holder = names.reduce((inner, name) => inner[name] as Record<string, unknown>, copy);
  holder[last] = value;
  // What is undefined has no place in a file.
  return JSON.parse(JSON.stringify(copy)) as unknown;
};

describe('the files that two admins exchange', () => {
  it('are read as they are written, in the order of their schema', () => {
    for (const [schema, document] of [
      [requestDocument, makeRequest()],
      [replyDocument, makeReply()],
    ] as const) {
      const text = render(document);
      expect(text)
        .to.match(/^\{\n {2}"kind"/)
        .and.match(/\n\}\n$/);
      const read = schema.parse(JSON.parse(text));
      expect(render(read)).to.equal(text);
      expect(checksumOf(read)).to.equal(document.checksum);
      const reordered = Object.fromEntries(Object.entries(document).reverse());
      expect(render(schema.parse(reordered))).to.equal(text);
    }
  });

  it('have a checksum over everything but itself', () => {
    const { checksum, ...rest } = makeRequest();
    expect(checksum).to.match(/^[0-9a-f]{64}$/);
    expect(seal(rest).checksum).to.equal(checksum);
    expect(checksumOf({ ...rest, checksum: 'other' } as typeof rest)).to.equal(checksum);
    expect(seal({ ...rest, spokeUrl: 'https://acme2.my.salesforce.com' }).checksum).not.to.equal(checksum);
  });

  const wrong: [path: string, ...values: unknown[]][] = [
    ['kind', 's2s-reply', undefined, 1],
    ['version', 0, 2, '1', undefined, 1.5],
    ['hub.orgId', '00D000000000001', '005000000000001AAA', `00D000000000001AA'`, null, ''],
    [
      'hub.url',
      'http://hub.my.salesforce.com',
      'https://login.salesforce.com',
      'https://hub.my.salesforce.com/',
      'https://hub.my.salesforce.com/x',
      'https://evil.example',
      'https://hub.my.salesforce.com@evil.example',
      'javascript:alert(1)',
      '',
    ],
    ['hub.name', '', 'a'.repeat(256), 'a\u001b[31m', 'a\nb', 'a\u0085b'],
    ['hub.isSandbox', 'true', 0, undefined],
    ['hub.more', true],
    ['spokeUrl', 'acme', 'https://acme.example', undefined],
    ['certificate.name', '1a', 'a b', '../a', 'a__b', '', 'a'.repeat(81), undefined],
    ['certificate.pem', 1, 'x'.repeat(8193), undefined],
    ['certificate.fingerprint', 'ab:cd', '', makeRequest().certificate.fingerprint.toLowerCase()],
    ['certificate.expires', '2028', 'tomorrow', undefined],
    ['certificate.more', ''],
    ['checksum', '', 'F'.repeat(64), undefined],
    ['more', null],
  ];
  for (const [path, ...values] of wrong)
    for (const value of values)
      it(`a request has no ${path} ${JSON.stringify(value)?.slice(0, 60)}`, () => {
        const { success, error } = requestDocument.safeParse(withValue(makeRequest(), path, value));
        expect(success).to.equal(false);
        // Where it is wrong, and not what stands there.
        expect(error?.issues[0].path.join('.') || path).to.satisfy((place: string) => path.startsWith(place));
      });

  const wrongReply: [path: string, ...values: unknown[]][] = [
    ['request', undefined, {}, null],
    ['request.more', 1],
    ['request.hub.orgId', 'x'],
    ['spoke.orgId', '', 1],
    ['spoke.url', 'https://evil.example'],
    ['spoke.name', 'a\rb'],
    ['spoke.isProduction', 'no', undefined],
    ['app.kind', 'package', undefined],
    ['app.name', 'a-b', 'a'.repeat(81)],
    [
      'app.consumerKey',
      '',
      'a\nb',
      'a'.repeat(7),
      'x'.repeat(513),
      '{!$User.Username}',
      '3MVG9 with space',
      '3MVG9"quoted',
      undefined,
    ],
    ['app.secret', 'x'],
    [
      'serviceUser',
      '',
      'a\u0000',
      'service',
      'a b@spoke.example',
      '{!$User.Username}',
      '{!$User.Username}@spoke.example',
      `${'a'.repeat(70)}@spoke.example`,
      undefined,
    ],
    [
      'audience',
      'https://{!$User.Alias}',
      'login',
      '',
      'ftp://login.salesforce.com',
      'javascript:alert(1)',
      'https://a b',
      undefined,
    ],
    ['token', 'x'],
  ];
  for (const [path, ...values] of wrongReply)
    for (const value of values)
      it(`a reply has no ${path} ${JSON.stringify(value)?.slice(0, 60)}`, () => {
        expect(replyDocument.safeParse(withValue(makeReply(), path, value)).success).to.equal(false);
      });
});
