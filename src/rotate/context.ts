import type { Connection } from '@salesforce/core';
import type { LimitFunction } from 'p-limit';
import type { Command } from '../text/messages.ts';
import type { HubCertificate } from '../observe/hub.ts';
import type { Siblings } from '../observe/siblings.ts';
import type { SpokeState } from '../observe/spoke.ts';
import type { Clock } from '../org/clock.ts';
import type { Wait } from '../verify/attempt.ts';
import type { LinkView } from '../verify/view.ts';

/** A link as rotation sees it: with a login to its spoke, and all apps that the hub has there. */
export type Rotating = LinkView & {
  spoke: SpokeState;
  spokeName: string;
  siblings: Siblings;
  conn: Connection;
};

/** What a rotation does to a link, in this order: a second app, the switch to it and its end, the old app's going. */
export type Deed = 'app' | 'credential' | 'farewell';

/** What the work on one link needs besides the link. */
export type Context = {
  hub: Connection;
  /** One deploy at a time: Salesforce queues them anyway. */
  hubTurn: LimitFunction;
  deadline: number;
  clock: Clock;
  waiting: (link: string, wait: Wait) => void;
  /** Told of each thing as soon as it is done. */
  did: (deed: Deed) => void;
  /** The command that goes on. */
  again: Command;
};

/** The certificate that a link moves to: one that is there by then. */
export type Target = HubCertificate;
