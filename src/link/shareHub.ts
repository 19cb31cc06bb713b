import type { Connection } from '@salesforce/core';
import { failure } from '../text/messages.ts';
import { isSameName } from '../names.ts';
import { type HubCertificate, type HubState, observeHub } from '../observe/hub.ts';
import type { Clock } from '../org/clock.ts';
import { deploy } from '../org/deploy.ts';
import { probesOn, type RunProbe } from '../org/probes.ts';
import { type GroupCommit, groupCommit } from './groupCommit.ts';
import type { LinkRequest } from './request.ts';

/** What links that are made together share of their hub. */
export type SharedHub = {
  /** What the hub holds, read not before the last change of whoever asks: those who ask meanwhile get the same answer. */
  observe: (afterChange?: number) => Promise<HubState>;
  /** Tells that the hub was changed. @returns the number of the change, for `observe` */
  changed: () => number;
  /** A certificate that is made once, whoever asks first. */
  certificate: (name: string, make: () => Promise<HubCertificate>) => Promise<HubCertificate>;
  /** Takes a name for a link. @throws SfError when this run gives it to another */
  claim: (name: string, spokeUrl: string, request: LinkRequest) => void;
  group: GroupCommit;
  probe: RunProbe;
};

/**
 * A hub for links that are made together: it is read once for all, its certificate is made once, and it gets one deploy at
 * a time.
 * @param certificates names of those that links ask for
 * @param members how many links there are
 */
export const shareHub = (
  conn: Connection,
  alias: string,
  certificates: (string | undefined)[],
  members: number,
  time: { deadline: number; clock: Clock }
): SharedHub => {
  let changes = 0;
  let latest: { change: number; state: Promise<HubState> } | undefined;
  let next: Promise<HubState> | undefined;
  const read = (): Promise<HubState> => {
    next = undefined;
    latest = { change: changes, state: observeHub(conn, alias, certificates) };
    return latest.state;
  };
  const made = new Map<string, Promise<HubCertificate>>();
  const claimed: { name: string; spokeUrl: string; request: LinkRequest }[] = [];
  return {
    observe: (afterChange = 0) => {
      if (!latest) return read();
      if (latest.change >= afterChange) return latest.state;
      return (next ??= latest.state.then(read, read));
    },
    changed: () => (changes += 1),
    certificate: (name, make) => {
      const known = made.get(name);
      if (known) return known;
      const making = make();
      made.set(name, making);
      // Whoever tries again, because the hub had too many requests, makes it anew.
      making.catch(() => made.delete(name));
      return making;
    },
    claim: (name, spokeUrl, request) => {
      const other = claimed.find((one) => isSameName(one.name, name) && one.request !== request);
      const { hub, spoke } = request;
      if (other) throw failure('nameGivenTwice', { hub, spoke, name, url: other.spokeUrl });
      claimed.push({ name, spokeUrl, request });
    },
    group: groupCommit((components) => deploy(conn, components, { checkOnly: false, ...time }), members),
    probe: probesOn(conn),
  };
};
