import { say } from './messages.ts';
import type { LinkResult } from './result.ts';

/** A part of what a command prints: a table, lines, or both. */
export type Section = { title?: string; rows?: Record<string, string>[]; lines: string[] };

/** What was or would be done, where. */
export const stepSection = ({ steps }: LinkResult): Section => ({
  title: say('s2s', 'table.steps'),
  rows: steps.map(({ org, type, name, action, changes }) => ({
    org,
    type,
    name,
    action: changes.length > 0 ? `${action}: ${changes.join(', ')}` : action,
  })),
  lines: [],
});

const signs = { passed: '✔', failed: '✘', warning: '!', skipped: '-' };

/** What the rungs found, and what to do about it: by rung, nothing twice. */
export const checkSection = ({ name, spoke, checks }: LinkResult): Section => {
  const remedies = checks.flatMap(({ id, status, actions }) =>
    status === 'passed' ? [] : actions.map((action) => `  ${id}: ${action}`)
  );
  return {
    title: say('s2s', 'table.checks', { name, spoke: spoke.alias ?? spoke.username ?? spoke.url ?? '' }),
    rows: checks.map(({ id, status, message }) => ({
      rung: id,
      status: `${signs[status]} ${status}`,
      finding: message,
    })),
    lines: remedies.length > 0 ? [say('s2s', 'remedies'), ...new Set(remedies)] : [],
  };
};
