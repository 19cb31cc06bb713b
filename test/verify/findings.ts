import type { LinkView } from '../../src/verify/view.ts';
import type { Check } from '../../src/result.ts';
import { linkedOrgs, type Orgs, viewOf } from '../linked.ts';
import { readMessages } from '../messageFiles.ts';

const texts = readMessages('s2s.checks');

/** Whether a message was made from a text with placeholders. */
const isMadeFrom = (message: string, text: string): boolean => {
  const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(message);
};

/** What a check found, as `<status> <finding>`: the finding is read off its message and its first action. */
export const findingOf = ({ id, status, message, actions }: Check): string => {
  const known = [...texts].filter(([key]) => key.startsWith(`${id}.`) && !key.endsWith('.actions'));
  const remedyOf = (key: string): string | undefined => texts.get(`${key}.actions`)?.split('\n')[0].slice(2);
  const fits = (key: string): boolean => isMadeFrom(actions[0] ?? '', remedyOf(key) ?? '{any}');
  const fitting = known.filter(([key, text]) => isMadeFrom(message, text) && fits(key));
  // The one whose remedy is its own, then the text with the most words of its own.
  const [best] = fitting.sort(
    ([a, textA], [b, textB]) =>
      Number(texts.has(`${b}.actions`)) - Number(texts.has(`${a}.actions`)) ||
      textB.replace(/\{\w+\}/g, '').length - textA.replace(/\{\w+\}/g, '').length
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
