import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import type { Name } from '../simulator/metadata/der.ts';
import { selfSigned } from '../simulator/metadata/selfSigned.ts';
import type { HubCertificate } from '../src/observe/hub.ts';
import { hubId, now } from './states.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 1024 });
const day = 86_400_000;

/** A certificate as an org makes it: its subject names the org. Days count from the tests' `now`. */
export const makePem = ({
  unit = hubId.slice(0, 15),
  from = -30,
  to = 700,
}: { unit?: string | null; from?: number; to?: number } = {}): string => {
  const subject: Name = [
    ['CN', 'Certificate'],
    ...(unit === null ? [] : ([['OU', unit]] as Name)),
    ['O', 'Salesforce.com'],
  ];
  return selfSigned(subject, keys, new Date(now.getTime() + from * day), new Date(now.getTime() + to * day));
};

/** The same as a hub tells it. */
export const makeCertificate = (
  name: string,
  options: Parameters<typeof makePem>[0] = {}
): HubCertificate => {
  const pem = makePem(options);
  return { name, pem, x509: new X509Certificate(pem) };
};
