import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readInput } from '../files/inputFile.ts';
import { type Command, failure } from '../text/messages.ts';
import { containerIn } from './asn1.ts';

/** Larger than any chain; in bytes. */
const largest = 64 * 1024;

const block = /-----BEGIN ([^\n]*?)-----([\s\S]*?)-----END \1-----/g;

const read = (file: string): Promise<Buffer> =>
  readInput(file, largest, (problem) =>
    'tooLarge' in problem
      ? failure('chainFileTooLarge', { file, largest: largest / 1024 })
      : failure('chainFile', { file, problem: problem.unreadable })
  );

const isUtf16 = (content: Buffer): boolean => content[0] === 0xff && content[1] === 0xfe;

const asCertificate = (content: Buffer): X509Certificate | undefined => {
  try {
    return new X509Certificate(content);
  } catch {
    return undefined;
  }
};

const isPrivateKey = (der: Buffer): boolean =>
  (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      return createPrivateKey({ key: der, format: 'der', type }).type === 'private';
    } catch {
      return false;
    }
  });

type Again = (file: string) => Command;

/** Why a file is refused that holds no PEM at all. */
const withoutPem = (file: string, content: Buffer, againWith: Again): Error => {
  const pem = `${file}.pem`;
  const values = { file, pem, again: againWith(pem) };
  const container = containerIn(content);
  if (container === 'pkcs12' || isPrivateKey(content)) return failure('privateKeyInFile', values);
  if (container === 'pkcs7') return failure('chainPkcs7', { ...values, form: 'DER' });
  return failure(asCertificate(content) ? 'chainDer' : 'chainNotPem', values);
};

/**
 * Reads a chain of certificates from a file in PEM, in its order. Words around the blocks, a byte order mark and Windows
 * line ends don't matter.
 * @param againWith the command for another file, once this one is converted
 * @throws SfError for a file that can't be read, holds something else, or a private key
 */
export const readChainFile = async (file: string, againWith: Again): Promise<X509Certificate[]> => {
  const converted = `${file}.pem`;
  const content = await read(file);
  const text = content.toString(isUtf16(content) ? 'utf16le' : 'utf8');
  if (text.trim() === '') throw failure('chainFileEmpty', { file });
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(text)) throw failure('privateKeyInFile', { file });
  const blocks = [...text.matchAll(block)];
  if (!text.includes('-----BEGIN ')) throw withoutPem(file, content, againWith);
  if (text.split('-----BEGIN ').length - 1 !== blocks.length)
    throw failure('chainBlockBroken', { file, number: blocks.length + 1 });
  return blocks.map(([, label, base64], i) => {
    const der = Buffer.from(base64, 'base64');
    // Some authorities put PKCS #7 under the label of a certificate; OpenSSL takes it so.
    if (/PKCS ?#?7/.test(label) || containerIn(der) === 'pkcs7')
      throw failure('chainPkcs7', { file, pem: converted, again: againWith(converted), form: 'PEM' });
    if (label.includes('REQUEST')) throw failure('chainIsRequest', { file });
    if (label !== 'CERTIFICATE') throw failure('chainBlock', { file, label, number: i + 1 });
    const certificate = asCertificate(der);
    if (!certificate) throw failure('chainBlockBroken', { file, number: i + 1 });
    return certificate;
  });
};
