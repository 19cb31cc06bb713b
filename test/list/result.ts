import type { LinkResult, LinksResult } from '../../src/result.ts';

/** A link as list tells it, sound unless told otherwise. */
export const listed = (name: string, more: Partial<LinkResult> = {}): LinkResult => ({
  name,
  spoke: {
    orgId: '00D000000000003AAA',
    username: 'admin@spoke.example',
    alias: 'myspoke',
    url: 'https://acme.my.salesforce.com',
  },
  app: 'hub',
  appKind: 'external-client-app',
  serviceUser: 'service@spoke.example',
  certificate: { name: 'S2S_20261124', expires: '2028-11-24T00:00:00.000Z', daysLeft: 730 },
  created: { by: 'Ann', date: '2026-11-24T12:00:00.000Z' },
  state: 'linked',
  changed: false,
  steps: [],
  checks: [],
  todo: [],
  problem: null,
  ...more,
});

export const resultOf = (...links: LinkResult[]): LinksResult => ({
  hub: {
    orgId: '00D000000000001AAA',
    username: 'ann@hub.example',
    alias: 'myhub',
    url: 'https://hub.my.salesforce.com',
  },
  links,
});

/** Texts that mean something to somebody: to Mermaid, Markdown, HTML, a spreadsheet or a terminal. */
export const nasty = [
  'end',
  '"quoted" [brackets] {braces} (parens)',
  'a|b --> c; %% comment',
  '`markdown` **bold** _it_ 1. list',
  '<b>&amp;</b> #35; style: a#1;',
  'www.example.com ann@example.com https://example.com',
  'Zoë 名前 🚀 👩‍🚀',
  '=1+1',
  'line\r\nbreak\u001b[31m',
  '```',
];
