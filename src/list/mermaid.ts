import { say } from '../text/messages.ts';
import type { LinkResult, LinksResult } from '../result.ts';

/**
 * Text inside the double quotes of a Mermaid label. Letters, digits, spaces, hyphens and underscores within words stay;
 * everything else becomes a character code, so that neither Mermaid, nor the Markdown that it takes labels for, nor HTML
 * finds anything in it. Source: Mermaid, "Flowchart syntax", entity codes to escape characters.
 */
export const asLabelText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\s]+/gu, ' ')
    .trim()
    .replace(/(?<=[\p{L}\p{N}])[-_]+(?=[\p{L}\p{N}])|([^\p{L}\p{N}\p{M} ])/gu, (kept, other?: string) =>
      other === undefined ? kept : `#${other.codePointAt(0)};`
    );

const label = (...lines: (string | null | undefined)[]): string =>
  `"${lines.flatMap((line) => (line ? [asLabelText(line)] : [])).join('<br/>')}"`;

const hostOf = (url: string | null): string | null => (url === null ? null : new URL(url).host);
const nodeOf = ({ alias, username, url, orgId }: LinksResult['hub']): string =>
  `[${label(alias ?? username ?? (url === null && orgId === null ? '?' : null), hostOf(url), orgId)}]`;

/** Links to one org id, or where it is not known to one address, lead to one node. */
const keyOf = ({ name, spoke: { orgId, url } }: LinkResult): string => orgId ?? url ?? name;

const edgeOf = ({ name, serviceUser, certificate, state }: LinkResult): string => {
  const isSound = state === 'linked';
  const end = certificate?.expires?.slice(0, 10);
  const lines = [
    name,
    serviceUser,
    end ? say('s2s', 'list.until', { end }) : null,
    state === null || isSound ? null : say('s2s', `list.state.${state}`),
  ];
  return `${isSound ? '-->' : '-.->'}|${label(...lines)}|`;
};

const colours: Record<string, string> = {
  retiring: '#b8860b',
  incomplete: '#d2691e',
  pending: '#cc0000',
  expired: '#cc0000',
  copied: '#cc0000',
};

const diagram = (hub: LinksResult['hub'], links: LinkResult[]): string => {
  const keys = [...new Set(links.map(keyOf))];
  const spokes = keys.map(
    (key, i) => `  s${i + 1}${nodeOf(links.find((link) => keyOf(link) === key)!.spoke)}`
  );
  const edges = links.map((link) => `  hub ${edgeOf(link)} s${keys.indexOf(keyOf(link)) + 1}`);
  const styles = links.flatMap(({ state }, i) => {
    const colour = colours[state ?? ''];
    return colour ? [`  linkStyle ${i} stroke:${colour},color:${colour}`] : [];
  });
  return [
    '```mermaid',
    'flowchart LR',
    `  hub${nodeOf(hub)}`,
    ...spokes,
    ...edges,
    ...styles,
    '```',
    '',
  ].join('\n');
};

/** Mermaid draws no more than 50000 characters and 500 edges at once, and on web pages nobody can raise that. */
const perDiagram = 50;

/**
 * Pure: links as flowcharts for a Markdown file, more than one where they are many. A link that is not as it should be is
 * a dashed line in a colour, with its state in words.
 */
export const linksMermaid = ({ hub, links }: LinksResult): string =>
  Array.from({ length: Math.max(1, Math.ceil(links.length / perDiagram)) }, (_, i) =>
    diagram(hub, links.slice(i * perDiagram, (i + 1) * perDiagram))
  ).join('\n');
