import type { Check } from '../../src/verify/check.ts';
import type { LinkView } from '../../src/verify/view.ts';
import { linkedOrgs, type Orgs, viewOf } from '../linked.ts';
import { readMessages } from '../messageFiles.ts';

const texts = readMessages('s2s.checks');

/** Whether a message was made from a text with placeholders. */
const isMadeFrom = (message: string, text: string): boolean => {
  const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(message);
};

/** What a check found, as `<status> <finding>`: the finding is read off its message. */
export const findingOf = ({ id, status, message }: Check): string => {
  const fitting = [...texts].filter(
    ([key, text]) => key.startsWith(`${id}.`) && !key.endsWith('.actions') && isMadeFrom(message, text)
  );
  // The text with the most words of its own.
  const [best] = fitting.sort(
    ([, a], [, b]) => b.replace(/\{\w+\}/g, '').length - a.replace(/\{\w+\}/g, '').length
  );
  return `${status} ${best?.[0].slice(id.length + 1)}`;
};

/** What the rungs see of a linked pair in which something was broken. */
export const viewAfter = (breakIt: (orgs: Orgs) => unknown, more: Partial<LinkView> = {}): LinkView => {
  const orgs = linkedOrgs();
  breakIt(orgs);
  return viewOf(orgs, more);
};

export const nothing = (): void => undefined;
