import type { z } from 'zod';
import { readInput } from '../files/inputFile.ts';
import { failure } from '../text/messages.ts';
import { daysLeft, readCertificate } from '../metadata/certificate.ts';
import {
  checksumOf,
  documentVersion,
  type ReplyDocument,
  replyDocument,
  type RequestDocument,
  requestDocument,
} from './document.ts';

/** Which file is read: its kind, and the command that makes such a file. */
const kinds = {
  request: { kind: 's2s-request', schema: requestDocument },
  reply: { kind: 's2s-reply', schema: replyDocument },
} as const;
type Kind = keyof typeof kinds;

/** Largest file that is read, in bytes: a file of ours has about 4,000. */
const largest = 65_536;

const load = async (file: string): Promise<string> =>
  (
    await readInput(file, largest, (problem) =>
      'tooLarge' in problem
        ? failure('handoverNotJson', { file })
        : failure('handoverUnreadable', { file, problem: problem.unreadable })
    )
  ).toString();

const asObject = (file: string, text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // The error of JSON.parse would repeat what stands in the file.
  }
  throw failure('handoverNotJson', { file });
};

/** Refuses a private key before anything else looks at the file. */
const guardSecrets = (file: string, text: string): void => {
  if (text.includes('PRIVATE KEY')) throw failure('handoverPrivateKey', { file });
};

const guardKind = (file: string, { kind, version }: Record<string, unknown>, wanted: Kind): void => {
  const other = Object.keys(kinds).find((one) => one !== wanted && kinds[one as Kind].kind === kind);
  if (other !== undefined) throw failure(`handoverIs${other === 'reply' ? 'Reply' : 'Request'}`, { file });
  if (kind !== kinds[wanted].kind) throw failure('handoverNotJson', { file });
  if (typeof version === 'number' && version > documentVersion)
    throw failure('handoverNewer', { file, version });
};

const placeOf = ({ path, message }: z.core.$ZodIssue): string =>
  path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message;

const parse = <T extends Kind>(
  file: string,
  text: string,
  wanted: T
): z.infer<(typeof kinds)[T]['schema']> => {
  guardSecrets(file, text);
  const value = asObject(file, text);
  guardKind(file, value, wanted);
  const { success, data, error } = kinds[wanted].schema.safeParse(value);
  if (!success) throw failure('handoverInvalid', { file, problems: error.issues.map(placeOf) });
  return data as z.infer<(typeof kinds)[T]['schema']>;
};

/** Refuses what somebody changed by hand, and a certificate that is not the one it says. */
const guardUnchanged = (file: string, document: RequestDocument | ReplyDocument): void => {
  if (checksumOf(document) !== document.checksum) throw failure('handoverEdited', { file });
};

const guardCertificate = (file: string, { certificate, hub }: RequestDocument, now: Date): void => {
  const x509 = readCertificate(certificate.pem);
  const isSame =
    x509?.fingerprint256 === certificate.fingerprint &&
    x509.toString().trim() === certificate.pem &&
    new Date(x509.validTo).toISOString() === certificate.expires;
  if (!isSame) throw failure('handoverEdited', { file });
  const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw failure('handoverWeakKey', { file, certificate: certificate.name });
  if (daysLeft(x509, now) < 0)
    throw failure('handoverExpired', {
      file,
      certificate: certificate.name,
      url: hub.url,
      end: certificate.expires.slice(0, 10),
    });
};

/**
 * Reads the file by which a hub asks to be let in.
 * @throws SfError for a file that can't be read, is of another kind or version, was edited, or whose certificate has ended
 */
export const readRequest = async (file: string, now: Date): Promise<RequestDocument> => {
  const document = parse(file, await load(file), 'request');
  guardUnchanged(file, document);
  guardCertificate(file, document, now);
  return document;
};

/** Reads the file by which a spoke answers. @throws SfError like `readRequest` */
export const readReply = async (file: string, now: Date): Promise<ReplyDocument> => {
  const document = parse(file, await load(file), 'reply');
  guardUnchanged(file, document);
  guardUnchanged(file, document.request);
  guardCertificate(file, document.request, now);
  return document;
};
