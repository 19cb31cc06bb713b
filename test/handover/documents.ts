import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { selfSigned } from '../../simulator/metadata/selfSigned.ts';
import { type ReplyDocument, type RequestDocument, seal } from '../../src/handover/document.ts';
import { hubId, now, spokeId } from '../states.ts';

const day = 86_400_000;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A certificate as a hub makes it. Days count from the tests' `now`. */
export const pemOf = ({ to = 700, keyPair = keys }: { to?: number; keyPair?: typeof keys } = {}): string =>
  selfSigned(
    [
      ['CN', 'S2S_20261124'],
      ['OU', hubId.slice(0, 15)],
    ],
    keyPair,
    new Date(now.getTime() - 30 * day),
    new Date(now.getTime() + to * day)
  ).trim();

/** How a request names a certificate. */
export const described = (pem: string): RequestDocument['certificate'] => {
  const x509 = new X509Certificate(pem);
  return {
    name: 'S2S_20261124',
    pem,
    fingerprint: x509.fingerprint256,
    expires: new Date(x509.validTo).toISOString(),
  };
};

const standard = described(pemOf());

const request = {
  kind: 's2s-request' as const,
  version: 1 as const,
  hub: {
    orgId: hubId,
    url: 'https://hub-dev-ed.develop.my.salesforce.com',
    name: 'Hub Inc.',
    isSandbox: false,
  },
  spokeUrl: 'https://acme.my.salesforce.com',
};

/** A request, in order unless told otherwise. */
export const makeRequest = (certificate = standard): RequestDocument => seal({ ...request, certificate });

/** What answers it. */
export const makeReply = (document = makeRequest()): ReplyDocument =>
  seal({
    kind: 's2s-reply' as const,
    version: 1 as const,
    request: document,
    spoke: {
      orgId: spokeId,
      url: document.spokeUrl,
      name: 'Acme',
      isSandbox: false,
      isProduction: true,
    },
    app: { kind: 'external-client-app' as const, name: 'hub_dev_ed', consumerKey: '3MVG9.consumer_key' },
    serviceUser: 'service@spoke.example',
    audience: 'https://login.salesforce.com',
  });
