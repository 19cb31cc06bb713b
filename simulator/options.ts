import { z } from 'zod';
import type { CreateOrgOptions } from './create.ts';
import type { Fault } from './org.ts';

const number = z.string().regex(/^\d+$/, 'not a whole number').transform(Number);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text);
  } catch (error) {
    context.addIssue((error as Error).message);
    return z.NEVER;
  }
});

const description = z.strictObject({
  kind: z.enum(['production', 'developer', 'trial', 'sandbox', 'scratch']).optional(),
  name: z.string().optional(),
});

const settings = z.strictObject({
  latency: number.optional(),
  deployDuration: number.optional(),
  certificateDuration: number.optional(),
  failingDeploys: number.optional(),
  propagation: number.optional(),
  sessionTimeout: number.optional(),
  loginsPerHour: number.optional(),
  integrationLicenses: number.optional(),
  integrationPermissionSetLicenses: number.optional(),
  takenUsernames: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
  connectedAppCreation: flag.optional(),
  externalClientApps: flag.optional(),
  revealConsumerKey: flag.optional(),
  dependencyApi: flag.optional(),
  groupRecalculation: number.optional(),
  credentialDelete: z.enum(['drops', 'keeps', 'refuses']).optional(),
});

const fault = z.strictObject({
  org: z.enum(['hub', 'spoke']),
  kind: z.enum([
    'refuse',
    'reset',
    'hang',
    'mute',
    'delay',
    'expired',
    'tooMany',
    'unavailable',
    'html',
    'foreign',
    'blank',
    'truncate',
  ]),
  path: pattern.optional(),
  operation: pattern.optional(),
  callout: flag.optional(),
  after: number.optional(),
  times: number.optional(),
  milliseconds: number.optional(),
});

/** `KEY=VALUE` texts as an object. @throws Error for a text without `=` */
const pairs = (texts: string[]): Record<string, string> =>
  Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new Error(`"${text}" is not KEY=VALUE`);
      return [text.slice(0, at), text.slice(at + 1)];
    })
  );

const parse = <T>(schema: z.ZodType<T>, given: Record<string, string>): T => {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; '));
};

/**
 * What an org shall be, from texts such as `kind=production` and `latency=100`.
 * @throws Error that says which text is wrong
 */
export const orgOptions = (texts: string[]): CreateOrgOptions => {
  const given = Object.entries(pairs(texts));
  const isSetting = ([key]: [string, string]): boolean => !(key in description.shape);
  return {
    ...parse(description, Object.fromEntries(given.filter((entry) => !isSetting(entry)))),
    settings: parse(settings, Object.fromEntries(given.filter(isSetting))),
  };
};

/**
 * A fault, from a text such as `org=spoke,kind=unavailable,path=query,times=2`; path and operation are regular
 * expressions without commas.
 * @throws Error that says what is wrong with the text
 */
export const faultOptions = (text: string): Fault & { org: 'hub' | 'spoke' } =>
  parse(fault, pairs(text.split(',')));
