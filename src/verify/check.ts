import { actionsFor, say, type Values } from '../messages.ts';

export const rungs = [
  'certificate',
  'app',
  'pre-authorisation',
  'credential',
  'access',
  'token',
  'callout',
] as const;
export type Rung = (typeof rungs)[number];
export type Status = 'passed' | 'failed' | 'warning' | 'skipped';

/** What one rung found. */
export type Check = { id: Rung; status: Status; message: string; actions: string[] };

/** A rung that stands; its message key is `<rung>.passed`. */
export const passed = (id: Rung, values: Values = {}): Check => ({
  id,
  status: 'passed',
  message: say('checks', `${id}.passed`, values),
  actions: [],
});

/** A rung that does not, or could not be looked at: the message and its `.actions` stand under `<rung>.<finding>`. */
export const found = (
  id: Rung,
  status: Exclude<Status, 'passed'>,
  finding: string,
  values: Values
): Check => ({
  id,
  status,
  message: say('checks', `${id}.${finding}`, values),
  actions: actionsFor('checks', `${id}.${finding}`, values),
});
