import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isAudience } from '../metadata/audience.ts';
import { appKinds } from '../metadata/spoke.ts';
import { apiName as legalName, longestName, myDomain } from '../names.ts';
import { isUsername, longestUsername } from '../org/users.ts';

/** The version of both files that this plugin writes, and the newest that it reads. */
export const documentVersion = 1;

const orgId = z.string().regex(/^00D\w{15}$/);
const origin = z
  .string()
  .regex(/^https?:\/\/[^/\s]+$/)
  .refine((text) => myDomain(text) === text, 'not the origin of a My Domain');
const apiName = z.string().max(longestName).regex(legalName);
const line = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}]*$/u);
/** What goes into claims is what it looks like: Salesforce would work a formula out for each callout. */
const username = z.string().max(longestUsername).refine(isUsername, 'not a username');
const consumerKey = z.string().regex(/^[A-Za-z0-9._-]{8,512}$/);
const audience = line.refine(isAudience, 'not an audience');
/** SHA-256 of a certificate, `AB:CD:…`. */
const fingerprint = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
/** SHA-256 of everything else in the file, in hexadecimal digits: a file that somebody edited is noticed. */
const checksum = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What the hub's admin hands to the spoke's admin: who asks to be let in, and the public certificate by which it will be
 * known. Nothing in it is secret.
 */
export const requestDocument = z.strictObject({
  kind: z.literal('s2s-request'),
  version: z.literal(documentVersion),
  hub: z.strictObject({ orgId, url: origin, name: line, isSandbox: z.boolean() }),
  /** The My Domain of the org that is asked. */
  spokeUrl: origin,
  certificate: z.strictObject({
    name: apiName,
    /** The leaf certificate alone. */
    pem: z.string().max(8192),
    fingerprint,
    /** ISO date. */
    expires: z.iso.datetime(),
  }),
  checksum,
});

/** What the spoke's admin hands back: the app that lets the hub in, as whom, and the request that it answers. */
export const replyDocument = z.strictObject({
  kind: z.literal('s2s-reply'),
  version: z.literal(documentVersion),
  request: requestDocument,
  spoke: z.strictObject({
    orgId,
    url: origin,
    name: line,
    isSandbox: z.boolean(),
    isProduction: z.boolean(),
  }),
  app: z.strictObject({ kind: z.enum(appKinds), name: apiName, consumerKey }),
  serviceUser: username,
  audience,
  checksum,
});

export type RequestDocument = z.infer<typeof requestDocument>;
export type ReplyDocument = z.infer<typeof replyDocument>;
type Document = RequestDocument | ReplyDocument;

/** The checksum of a document, whose keys stand in the order of its schema. */
export const checksumOf = (document: Omit<Document, 'checksum'>): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...document, checksum: undefined }))
    .digest('hex');

/** A document with its checksum. @param document in the order of its schema */
export const seal = <T extends Omit<Document, 'checksum'>>(document: T): T & { checksum: string } => ({
  ...document,
  checksum: checksumOf(document),
});

/** A document as it stands in its file. */
export const render = (document: Document): string => `${JSON.stringify(document, null, 2)}\n`;
