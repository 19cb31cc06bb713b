import { say } from '../text/messages.ts';
import type { DeclaredHub, DeclaredLink } from './declared.ts';
import type { Problem } from './document.ts';

const problem = ({ line, column }: DeclaredLink, text: string): Problem => ({ line, column, text });

/** What can't be wanted of one link. */
const contradictions = (link: DeclaredLink): Problem[] => {
  const { hub, spoke, allowSelf, serviceUser, createServiceUser } = link.request;
  return [
    ...(hub === spoke && !allowSelf ? [problem(link, say('s2s', 'manifest.self'))] : []),
    ...(serviceUser !== undefined && createServiceUser !== undefined
      ? [problem(link, say('s2s', 'manifest.twoServiceUsers'))]
      : []),
  ];
};

/** Links that stand there twice, and two of one name; the second of each is the problem. */
const repetitions = ({ links }: DeclaredHub): Problem[] => {
  const bySpoke = new Map<string, DeclaredLink>();
  const byName = new Map<string, DeclaredLink>();
  return links.flatMap((link) => {
    const { spoke } = link.request;
    // Salesforce does not tell upper from lower case in names.
    const name = link.request.name?.toLowerCase();
    const key = JSON.stringify([spoke, name]);
    const same = bySpoke.get(key);
    const named = name === undefined ? undefined : byName.get(name);
    if (!same) bySpoke.set(key, link);
    if (name !== undefined && !named) byName.set(name, link);
    if (same) return [problem(link, say('s2s', 'manifest.sameLink', { line: same.line }))];
    return named ? [problem(link, say('s2s', 'manifest.sameName', { line: named.line }))] : [];
  });
};

/** Pure: what is wrong with links that are each well-formed. Hubs that call each other are fine. */
export const problemsOf = (hubs: DeclaredHub[]): Problem[] =>
  hubs.flatMap((hub) => [...hub.links.flatMap(contradictions), ...repetitions(hub)]);
