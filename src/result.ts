import { z } from 'zod';
import { appKinds } from './metadata/spoke.ts';

/** One end of a link. What is not known (a spoke without a local login has no username here) is null. */
export const end = z.object({
  orgId: z.string().nullable(),
  username: z.string().nullable(),
  alias: z.string().nullable(),
  url: z.string().nullable(),
});

const step = z.object({
  org: z.enum(['hub', 'spoke']),
  type: z.string(),
  name: z.string(),
  /**
   * `manual`: on an app that somebody else made; see `todo`. `release`: what was taken over goes back to its maker, by
   * losing the marker. `keep`: it stays, for the reason that is given. `deactivate`: a user, who can't be deleted.
   */
  action: z.enum([
    'create',
    'update',
    'unchanged',
    'conflict',
    'manual',
    'delete',
    'release',
    'keep',
    'deactivate',
  ]),
  changes: z.array(z.string()),
  reason: z.string().nullable(),
});

/** The rungs of verify, in order. */
const rungs = [
  'certificate',
  'app',
  'pre-authorisation',
  'credential',
  'access',
  'token',
  'callout',
] as const;

const check = z.object({
  id: z.enum(rungs),
  status: z.enum(['passed', 'failed', 'warning', 'skipped']),
  /** Stable names of what was found; empty where all is as it should be. */
  findings: z.array(z.string()),
  message: z.string(),
  actions: z.array(z.string()),
});

/** What a person has to do, because the app is somebody else's. */
const todo = z.object({
  /** Stable name of what is missing. */
  id: z.string(),
  message: z.string(),
  actions: z.array(z.string()),
});

/**
 * `copied`: a sandbox refresh brought it here, and it still leads where the original does. `expired`: its certificate has
 * ended, or is another org's. `pending`: an authority has not signed its certificate yet. `incomplete`: a part is missing on the hub. `retiring`: rotated, and its former app is
 * still to be deleted.
 */
export const linkStates = ['linked', 'retiring', 'incomplete', 'pending', 'expired', 'copied'] as const;

const link = z.object({
  name: z.string(),
  spoke: end,
  app: z.string().nullable(),
  appKind: z.enum(appKinds).nullable(),
  serviceUser: z.string().nullable(),
  certificate: z
    .object({
      name: z.string(),
      expires: z.string().nullable(),
      /** Whole days until it ends, negative after that. */
      daysLeft: z.int().nullable(),
    })
    .nullable(),
  /** Who made the link, and when. */
  created: z.object({ by: z.string(), date: z.string() }).nullable(),
  /** As far as the hub tells; null for what is planned only, and for what is not a link of ours. */
  state: z.enum(linkStates).nullable(),
  /** Whether anything was written to an org. */
  changed: z.boolean(),
  steps: z.array(step),
  checks: z.array(check),
  todo: z.array(todo),
  /** What kept this link from being worked on, where others were. */
  problem: z.object({ name: z.string(), message: z.string(), actions: z.array(z.string()) }).nullable(),
});

/** The one JSON shape of every command about links, whatever its flags. */
export const linksResult = z.object({ hub: end, links: z.array(link) });

/** The JSON shape of `apply`: what became of each hub of the file, links that were pruned included. */
export const hubsResult = z.object({ hubs: z.array(linksResult) });

export type HubsResult = z.infer<typeof hubsResult>;
export type LinksResult = z.infer<typeof linksResult>;
export type LinkResult = z.infer<typeof link>;
export type StepResult = z.infer<typeof step>;
export type LinkState = (typeof linkStates)[number];
/** What one rung of verify found. */
export type Check = LinkResult['checks'][number];
