import {
  answerRefusals,
  calloutRefusals,
  deployRefusals,
  type Refusal,
  signingRefusals,
  tokenRefusals,
} from '../src/diagnosis/table.ts';
import { appWords } from '../src/appWords.ts';
import { commandFor, whereUsername } from '../src/command.ts';
import { actionsFor, type Bundle, say, type Values } from '../src/text/messages.ts';
import { setupPaths } from './setupPaths.ts';

/** What stands for the names of a real link. */
const examples: Values = {
  hub: 'myhub',
  org: 'myspoke',
  spoke: 'myspoke',
  spokeUrl: 'https://acme.my.salesforce.com',
  name: 'acme',
  namedCredential: 'acme',
  certificate: 'S2S_20261124',
  app: 'acme_hub',
  permissionSet: 'acme_hub_Access',
  serviceUser: 'service@acme.example',
  user: 'admin@hub.example',
  where: whereUsername('service@acme.example'),
  tokenUrl: 'https://login.salesforce.com/services/oauth2/token',
  expected: 'https://acme.my.salesforce.com/services/oauth2/token',
  url: 'https://other.my.salesforce.com',
  claims: 'iss',
  end: '2026-11-24',
  choose: commandFor('link', { hub: 'myhub', spoke: 'myspoke', 'service-user': 'USERNAME' }),
  audience: '"https://login.salesforce.com"',
  accepted: 'https://test.salesforce.com, https://acme.my.salesforce.com',
  algorithm: 'RS512',
  link: commandFor('link', { hub: 'myhub', spoke: 'myspoke' }),
  again: commandFor('link', { hub: 'myhub', spoke: 'myspoke', app: 'connected-app' }),
  external: commandFor('link', { hub: 'myhub', spoke: 'myspoke', app: 'external-client-app' }),
  users: 'ann@hub.example',
  readers: 'ann@hub.example',
  raise: commandFor('link', { hub: 'myhub', spoke: 'myspoke', 'credential-access': 'modify-all' }),
  assignSelf: { command: 'sf org assign permset --name acme --target-org myhub' },
  lookFor: commandFor('verify', { hub: 'myhub', spoke: 'myspoke', 'callout-user': 'USERNAME' }),
  ...appWords('external-client-app', 'acme_hub'),
};

/** @throws Error for a value that no example is given for */
const values = new Proxy(examples, {
  get: (target, name) => {
    if (typeof name === 'string' && !(name in target)) throw new Error(`no example for {${name}}`);
    return Reflect.get(target, name) as unknown;
  },
});

const groups: [string, string, Refusal[]][] = [
  [
    'The token endpoint of the spoke',
    'In the answer of `/services/oauth2/token`, as `error_description`, with the `error` that stands beside it. `sf org login jwt` fails with the same texts, for the same reasons.',
    tokenRefusals,
  ],
  ['Signing on the hub', 'Exceptions of `Auth.JWS` and `Crypto.signWithCertificate`.', signingRefusals],
  ['Callouts', 'Exceptions of a callout to `callout:NAME`, as `System.CalloutException`.', calloutRefusals],
  ['Answers of the spoke', 'HTTP 401, 403 or 503 as the answer to a callout.', answerRefusals],
  ['Deploys', 'Problems of a component, with `sf s2s link` or `sf project deploy start`.', deployRefusals],
];

/** An action; a command stands as code. */
const action = (text: string): string => text.replace(/(sf .*|request\.\S+|"https:.*")$/, '`$1`');

const actions = (bundle: Bundle, key: string): string[] => actionsFor(bundle, key, values).map(action);

/** What stands when nothing is found, as an entry of a list. */
const otherwise = (hint: string, more: string[] = []): string[] => [
  `- ${say('diagnosis', hint, values)}`,
  '',
  ...[...actions('diagnosis', hint), ...more].flatMap((text) => [`  ${text}`, '']),
];

const paths = setupPaths(examples, 'acme_hub');

/** Where a cause is mended by hand, unless its remedies say so already. */
const byHand = (key: string, remedies: string[]): string[] => {
  const path = paths[key] ?? paths[key.replace(/\..*/, '')];
  return path === undefined || remedies.some((text) => text.includes('Setup >')) ? [] : [`By hand: ${path}`];
};

/** A cause as an entry of a list: what it is, as what verify shows it, what to do. */
const causeLines = (key: string): string[] => {
  const remedies = actions('checks', key);
  return [
    `- ${say('checks', key, values)} (\`${key.replace('.', '`: `')}\`)`,
    '',
    ...[...remedies, ...byHand(key, remedies)].flatMap((text) => [`  ${text}`, '']),
  ];
};

/** The anchor that GitHub makes of a heading. */
const anchor = (heading: string): string =>
  `#${heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')}`;

const linkTo = (heading: string): string => `[${heading}](${anchor(heading)})`;

const content = (refusal: Refusal): string[] => {
  const causes = refusal.causes.length + (refusal.pending ? 1 : 0);
  return [
    say('diagnosis', refusal.id, values),
    '',
    ...(causes > 1 ? ['Find out which: `sf s2s verify --hub myhub --spoke myspoke`', ''] : []),
    ...(refusal.causes.length > 0
      ? refusal.causes.flatMap(causeLines)
      : actions('diagnosis', refusal.id).flatMap((text) => [text, ''])),
    ...(refusal.pending ? otherwise('spreading') : []),
    ...(refusal.id === 'sessionRefused' ? otherwise('granted', actions('diagnosis', refusal.id)) : []),
  ];
};

/** A heading for each text, so that who searches for it finds it; the meaning stands under the first. */
const section = (refusal: Refusal): string[] =>
  refusal.texts.flatMap((text, i) => [
    `### ${text}`,
    '',
    ...(refusal.errors ? [`\`${refusal.errors[i]}\``, ''] : []),
    ...(i === 0 ? content(refusal) : [`The same as ${linkTo(refusal.texts[0])}.`, '']),
  ]);

const contents = groups.flatMap(([title, , refusals]) => [
  `- ${linkTo(title)}`,
  ...refusals.flatMap(({ texts }) => texts).map((text) => `  - ${linkTo(text)}`),
]);

/** docs/errors.md: every refusal that is known, under Salesforce's own words. */
export const errorsPage = (): string =>
  [
    '# Errors and what they mean',
    '',
    'What Salesforce says when a connection between two orgs by named credential and JWT bearer flow does not work, in',
    'its own words; for each, what it means, how to tell its causes apart, and what to do. The names are examples: `myhub`',
    'calls, `myspoke` is called, the link is `acme`, its app `acme_hub`.',
    '',
    '`sf s2s verify` looks at both orgs and names the cause that it is; in brackets stand its check and finding. It is a',
    'command of [sf-plugin-s2s](../README.md), a plugin for the Salesforce CLI: `sf plugins install sf-plugin-s2s@beta`',
    '',
    'A connection that was made by hand is verified too, when its spoke is named: `sf s2s verify --hub myhub --spoke myspoke`.',
    'Then fix it in Setup, or let the command do it that verify prints: `sf s2s link` with `--adopt`, since what somebody',
    'else made is not changed without.',
    '',
    ...contents,
    '',
    ...groups.flatMap(([title, where, refusals]) => [
      `## ${title}`,
      '',
      where,
      '',
      ...refusals.flatMap(section),
    ]),
  ].join('\n');
