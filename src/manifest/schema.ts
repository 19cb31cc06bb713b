import { z } from 'zod';
import type { CredentialAccess } from '../metadata/hub.ts';
import { appKinds, ipRelaxations } from '../metadata/spoke.ts';
import { apiName, longestAppName, longestLinkName, longestName } from '../names.ts';

/** The version of the manifest that this plugin writes, and the newest that it reads. */
export const manifestVersion = 1;

/** Where the published schema of a manifest is found, for editors. */
export const manifestSchemaUrl = 'https://unpkg.com/sf-plugin-s2s/schemas/manifest.schema.json';

const credentialAccesses = ['modify-all', 'read'] as const satisfies readonly CredentialAccess[];

// The second argument of a pattern is the name of the problem, as in the messages.
// What is too long is not matched with patterns, which can take the square of its length.
const text = z.string().min(1).max(255, { abort: true });
const line = text.regex(/^[^\p{Cc}]*$/u, 'oneLine');
const address = text.regex(/^[^\s\p{Cc}@]+@[^\s\p{Cc}@]+\.[^\s\p{Cc}@]+$/u, 'address');
const url = text.regex(/^https?:\/\/[^\s\p{Cc}]+$/u, 'url');
const nameOf = (longest: number): z.ZodString =>
  z.string().min(1).max(longest, { abort: true }).regex(apiName, 'apiName');

/** What may be said for one link, for all links of a hub, and for all links of a file. */
const settings = {
  app: z.enum(appKinds),
  appName: nameOf(longestAppName),
  serviceUserEmail: address,
  serviceUserPermsets: z.array(line),
  assignTo: z.array(line),
  credentialAccess: z.enum(credentialAccesses),
  ipRelaxation: z.enum(ipRelaxations),
  certificate: nameOf(longestName),
  audience: url,
  adopt: z.boolean(),
  allowSelf: z.boolean(),
  allowProduction: z.boolean(),
};

/** What can only be said for one link, because it belongs to one spoke. */
const ofOne = {
  name: nameOf(longestLinkName),
  serviceUser: line,
  createServiceUser: address,
  consumerKey: line,
};

const defaults = z.strictObject(settings).partial();
const wayBack = z.strictObject({ ...settings, ...ofOne }).partial();
const link = z.strictObject({
  spoke: line,
  ...wayBack.shape,
  bidirectional: z.union([z.boolean(), wayBack]).optional(),
});
const hub = z.strictObject({ hub: line, defaults: defaults.optional(), links: z.array(link) });

/** Links of one hub or several, as a file declares them. Keys are called like the flags of `link`. */
export const manifest = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(manifestVersion),
  defaults: defaults.optional(),
  hubs: z.array(hub).min(1),
});

export type Manifest = z.infer<typeof manifest>;
export type ManifestHub = z.infer<typeof hub>;
export type ManifestLink = z.infer<typeof link>;
export type WayBack = z.infer<typeof wayBack>;
