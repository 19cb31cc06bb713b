import { actionsFor, say, type Values } from '../text/messages.ts';
import type { Check } from '../result.ts';

export type Rung = Check['id'];
export type Status = Check['status'];

/** A rung that stands; its message key is `<rung>.passed`. */
export const passed = (id: Rung, values: Values = {}): Check => ({
  id,
  status: 'passed',
  findings: [],
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
  findings: [finding],
  message: say('checks', `${id}.${finding}`, values),
  actions: actionsFor('checks', `${id}.${finding}`, values),
});

/** A rung that stands, with what should be looked at all the same. */
export const withWarnings = (check: Check, findings: string[], values: Values): Check => {
  if (findings.length === 0) return check;
  const warnings = findings.map((finding) => found(check.id, 'warning', finding, values));
  return {
    ...check,
    status: 'warning',
    findings,
    message: warnings.map(({ message }) => message).join(' '),
    actions: [...new Set(warnings.flatMap(({ actions }) => actions))],
  };
};
