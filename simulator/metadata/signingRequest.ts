import type { KeyObject } from 'node:crypto';
import { hex, sequence, signedPem, tagged, writeName } from './der.ts';
import type { Name } from './der.ts';

/** A certificate signing request in PEM, without attributes (RFC 2986, section 4). */
export const signingRequest = (
  subject: Name,
  keys: { privateKey: KeyObject; publicKey: KeyObject }
): string => {
  const version1 = hex('020100');
  const key = keys.publicKey.export({ format: 'der', type: 'spki' });
  const content = sequence(version1, writeName(subject), key, tagged(0xa0));
  return signedPem('CERTIFICATE REQUEST', content, keys.privateKey);
};
