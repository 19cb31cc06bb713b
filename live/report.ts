import { asMarkdown } from '../bench/tables.ts';
import type { Ended } from './command.ts';
import type { Row } from './doubts.ts';
import type { LiveOrg } from './orgs.ts';
import { redact } from './redact.ts';

const kindOf = ({ facts }: LiveOrg): string => {
  const kind = facts.isProduction
    ? 'production'
    : facts.isSandbox
      ? 'sandbox or scratch org'
      : 'Developer Edition or trial';
  return `${kind}, API v${facts.apiVersion}`;
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** What a run did and saw, as Markdown for an issue. Texts of the orgs are in it without what tells whose they are. */
export const report = (
  { hub, spoke }: { hub: LiveOrg; spoke: LiveOrg },
  version: string,
  commands: Ended[],
  rows: Row[]
): string => {
  const public_ = (text: string): string => oneLine(redact(text, [hub, spoke]));
  return [
    `sf-plugin-s2s ${version}. Hub: ${kindOf(hub)}. Spoke: ${kindOf(spoke)}.`,
    '',
    asMarkdown([
      ['command', 'exit code', 'seconds'],
      ...commands.map(({ name, code, seconds }) => [name, String(code), seconds.toFixed(1)]),
    ]),
    '',
    asMarkdown([
      ['doubt', 'what this run saw', 'how'],
      ...rows.map(([question, saw, how]) => [question, public_(saw), how]),
    ]),
  ].join('\n');
};
