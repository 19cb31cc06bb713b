import { commandFor } from '../command.ts';
import { exitCodes, say } from '../text/messages.ts';
import { asJson } from '../text/json.ts';
import { inOneLine } from '../text/printable.ts';
import { asText, type Section } from '../report/report.ts';
import type { LinkResult } from '../result.ts';
import { linksCsv } from './csv.ts';
import type { ListOutcome } from './list.ts';
import { linksMermaid } from './mermaid.ts';

/** 1 when a certificate ends too soon, otherwise 0. */
export const exitCodeOf = ({ ending }: ListOutcome): number => (ending.length > 0 ? exitCodes.failed : 0);

/** Below each other, so that a row fits into a terminal. */
const cell = (...parts: (string | null | undefined)[]): string =>
  parts.flatMap((part) => (part ? [inOneLine(part)] : [])).join('\n') || '-';

/** The address of a My Domain, without what most of them have in common. */
const domainOf = (url: string | null): string | null =>
  url && new URL(url).host.replace(/\.my\.salesforce\.com$/, '');

const timeLeft = (days: number): string =>
  days < 0 ? say('s2s', 'list.daysOver', { days: -days }) : say('s2s', 'list.daysLeft', { days });

const rowOf = (link: LinkResult): Record<string, string> => {
  const { name, spoke, serviceUser, appKind, certificate, created, state } = link;
  const days = certificate?.daysLeft ?? null;
  return {
    name,
    spoke: cell(spoke.alias, domainOf(spoke.url), spoke.orgId),
    'service user': cell(serviceUser),
    app: cell(appKind && say('s2s', `app.${appKind}`)),
    certificate: cell(certificate?.name, days === null ? null : timeLeft(days)),
    'made by': cell(created?.by, created?.date.slice(0, 10)),
    state: cell(state && say('s2s', `list.state.${state}`)),
  };
};

/** What list prints for people: a row a link, and what to do about those that are not as they should be. */
export const listReport = ({ result, remedies }: ListOutcome, hub: string): Section[] => {
  const { links } = result;
  if (links.length === 0) {
    const link = commandFor('link', { hub, spoke: 'ALIAS_OF_SPOKE' });
    return [{ lines: [say('s2s', 'list.none', { hub, link })] }];
  }
  const lines = remedies.length > 0 ? [say('s2s', 'remedies'), ...remedies.map((line) => `  ${line}`)] : [];
  return [{ title: say('s2s', 'list.title', { hub }), rows: links.map(rowOf), hasHeader: true, lines }];
};

/** The result as a document. @param sections what list prints for people */
export const listDocument = (
  format: 'human' | 'csv' | 'mermaid' | 'json',
  { result }: ListOutcome,
  sections: Section[]
): string => {
  if (format === 'json') return asJson(result);
  if (format === 'csv') return linksCsv(result);
  return format === 'mermaid' ? linksMermaid(result) : asText(sections);
};
