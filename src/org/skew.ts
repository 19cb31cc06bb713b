import { failure } from '../text/messages.ts';

/** More than an answer takes on its way, and less than what sessions and login histories are judged by. */
const most = 5 * 60_000;

let ahead = 0;

/**
 * Notes what time it is where an answer came from.
 * @param date header of the answer. Source: RFC 9110, section 6.6.1
 */
export const noteTime = (date: unknown): void => {
  const time = Date.parse(String(date));
  if (!Number.isNaN(time)) ahead = Date.now() - time;
};

/**
 * Refuses what goes by times that an org tells where this machine's clock is wrong, going by the last answer.
 * @param org how commands call it
 * @throws SfError
 */
export const guardClock = (org: string): void => {
  if (Math.abs(ahead) <= most) return;
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  throw failure(ahead > 0 ? 'clockAhead' : 'clockBehind', { org, minutes });
};
