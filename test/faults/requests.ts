import type { LogEntry } from '../../simulator/org.ts';
import type { Scene } from './scene.ts';

/** A request of a run, by its place among those of its kind that an org gets: runs ask some things side by side. */
export type Asked = {
  /** Index of the org. */
  org: number;
  path: RegExp;
  operation: RegExp;
  /** Whether it is one of the hub's callouts. */
  callout: boolean;
  after: number;
  /** Whether it changed something. */
  changes: boolean;
  says: string;
};

const idForm = /\b0[A-Za-z0-9]{14}(?:[A-Za-z0-9]{3})?\b/g;
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What requests of a kind have in common: a path without the ids that differ from run to run, and an operation. */
const kindOf = ({ path, operation }: LogEntry): { path: string; operation: string } => ({
  path: path.replace(/\?.*$/s, '').replaceAll(idForm, 'ID'),
  operation,
});

/** The requests of a run, from what the orgs of its scene have logged. */
export const requestsOf = ({ orgs }: Scene): Asked[] =>
  orgs.flatMap(({ log, org: { alias } }, org) => {
    const counts = new Map<string, number>();
    return log.map((entry) => {
      const { path, operation } = kindOf(entry);
      const callout = entry.callout === true;
      const kind = `${path} ${operation}${callout ? ' (callout)' : ''}`.trim();
      const after = counts.get(kind) ?? 0;
      counts.set(kind, after + 1);
      return {
        org,
        path: new RegExp(`^${escaped(path).replaceAll('ID', String.raw`\w{15,18}`)}$`),
        operation: new RegExp(`^${operation}$`),
        callout,
        after,
        changes: entry.changes.length > 0,
        says: `${kind} of ${alias}, number ${after + 1}`,
      };
    });
  });
