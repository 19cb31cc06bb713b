import { say } from './messages.ts';
import type { LinkResult } from './result.ts';

/** A part of what a command prints: a table, lines, or both. */
export type Section = { title?: string; rows?: Record<string, string>[]; lines: string[] };

/** What was done, or would be, where. */
export const stepSection = ({ steps }: LinkResult, isPlan: boolean): Section => ({
  title: say('s2s', isPlan ? 'table.plan' : 'table.steps'),
  rows: steps.map(({ org, type, name, action, changes }) => {
    const what = isPlan || action === 'conflict' ? action : say('s2s', `done.${action}`);
    return { org, type, name, action: changes.length > 0 ? `${what}: ${changes.join(', ')}` : what };
  }),
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
