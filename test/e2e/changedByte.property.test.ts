import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Certificate, Component, Node } from '../../simulator/org.ts';
import { fingerprint } from '../../src/metadata/certificate.ts';
import type { Check } from '../../src/result.ts';
import { alwaysInOrgs } from '../property.ts';
import { leave, parameter } from './breaking.ts';
import { startQuickPair } from './interrupted.ts';
import { link, type Pair, unwell, verify } from './pair.ts';

/** A place, and by how much what stands there is another. */
const anyChange = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 63 }));
type Change = [at: number, by: number];

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A text in which one letter or digit is another. */
const changed = (text: string, [at, by]: Change): string => {
  const places = [...text.matchAll(/[A-Za-z0-9]/g)].map(({ index }) => index);
  const place = places[at % places.length];
  const other = alphabet[(alphabet.indexOf(text[place]) + by) % alphabet.length];
  return `${text.slice(0, place)}${other}${text.slice(place + 1)}`;
};

/** A PEM in which one character between its first and last line is another. */
const changedPem = (pem: string, change: Change): string => {
  const [, head, body, end] = /^([^]*?-----\n)([^]*?)(\n-----[^]*)$/.exec(pem.replaceAll('\r', ''))!;
  return `${head}${changed(body, change)}${end}`;
};

/** A private key of which one byte is another; undefined where that makes no difference, or leaves no key. */
const changedKey = (key: KeyObject, [at, by]: Change): KeyObject | undefined => {
  const der = key.export({ format: 'der', type: 'pkcs8' });
  der[at % der.length] ^= by;
  try {
    const other = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const data = Buffer.from('claims');
    return sign('sha256', data, other).equals(sign('sha256', data, key)) ? undefined : other;
  } catch {
    return undefined;
  }
};

describe('one changed byte', () => {
  let pair: Pair;
  let components: Map<string, Component>;
  let certificate: Certificate;

  before(async () => {
    pair = await startQuickPair();
    await link(pair);
    expect(unwell(Object.values(await verify(pair)))).to.deep.equal([]);
    const all = [...pair.hub.org.components, ...pair.spoke.org.components];
    components = new Map(all.map(([key, one]) => [key, { ...one }]));
    certificate = { ...[...pair.hub.org.certificates.values()][0] };
  });
  after(() => pair.close());

  /** What verify finds first while something is changed. */
  const found = async (change: () => void): Promise<Check> => {
    change();
    const [first] = unwell(Object.values(await verify(pair)));
    for (const { org } of [pair.hub, pair.spoke])
      for (const [key, one] of org.components) one.body = components.get(key)!.body;
    Object.assign([...pair.hub.org.certificates.values()][0], certificate);
    return first;
  };
  const fails = (first: Check, ...ids: Check['id'][]): void => {
    expect(first?.status).to.equal('failed');
    expect(ids).to.include(first.id);
    expect(first.actions).to.have.length.greaterThan(0);
  };

  const settings = 'ExtlClntAppGlobalOauthSettings';
  const appSays = (name: string): string =>
    String(components.get([...components.keys()].find((key) => key.startsWith(`${settings}:`))!)!.body[name]);
  const appHas = (name: string, value: string): void => {
    leave(pair.spoke, settings, (body): Node => ({ ...body, [name]: value }));
  };

  it('in the consumer key that the hub signs for is found at the app', () =>
    alwaysInOrgs(
      fc.asyncProperty(anyChange, async (change) => {
        const key = changed(appSays('consumerKey'), change);
        fc.pre(key !== appSays('consumerKey'));
        fails(await found(() => { parameter(pair, 'iss', key); }), 'app'); // prettier-ignore
      }),
      { examples: 4 }
    ));

  it('in the consumer key of the app is found at the app', () =>
    alwaysInOrgs(
      fc.asyncProperty(anyChange, async (change) => {
        fails(await found(() => { appHas('consumerKey', changed(appSays('consumerKey'), change)); }), 'app'); // prettier-ignore
      }),
      { examples: 4 }
    ));

  it('in the certificate of the app is found at the app', () =>
    alwaysInOrgs(
      fc.asyncProperty(anyChange, async (change) => {
        const text = appSays('certificate');
        const pem = text.includes('BEGIN') ? text : Buffer.from(text, 'base64').toString();
        const other = changedPem(pem, change);
        fc.pre(fingerprint(other) !== fingerprint(pem));
        fails(await found(() => { appHas('certificate', other); }), 'app'); // prettier-ignore
      }),
      { examples: 4 }
    ));

  it('in the certificate of the hub is found there, or where the app has the other one', () =>
    alwaysInOrgs(
      fc.asyncProperty(anyChange, async (change) => {
        const pem = changedPem(certificate.pem, change);
        fc.pre(fingerprint(pem) !== fingerprint(certificate.pem));
        const first = await found(() => {
          [...pair.hub.org.certificates.values()][0].pem = pem;
        });
        fails(first, 'certificate', 'app');
      }),
      { examples: 4 }
    ));

  it('in the private key is found by the signature', () =>
    alwaysInOrgs(
      fc.asyncProperty(anyChange, async (change) => {
        const privateKey = changedKey(certificate.privateKey, change);
        fc.pre(privateKey !== undefined);
        const first = await found(() => {
          [...pair.hub.org.certificates.values()][0].privateKey = privateKey;
        });
        fails(first, 'token');
      }),
      { examples: 4 }
    ));
});
