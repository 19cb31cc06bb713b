import { type Command, exitCodes, say } from '../text/messages.ts';
import { checkSection, type Section, stepSection } from '../report/report.ts';
import { certificateName } from '../metadata/certificate.ts';
import { acceptCommand, commandFor } from '../command.ts';
import type { Accepting } from './acceptRequest.ts';
import type { AcceptOutcome } from './accept.ts';
import type { ReplyDocument, RequestDocument } from './document.ts';
import type { Asking, AskingOutcome } from './request.ts';

/** What the certificate of a request is known by: both admins compare it over another channel. */
const fingerprintLines = ({ certificate }: RequestDocument): string[] => [
  say('s2s', 'handover.certificate', {
    certificate: certificate.name,
    end: certificate.expires.slice(0, 10),
  }),
  `  ${certificate.fingerprint}`,
];

/** What the two admins do with a request; a link that is there has its service user, and a former app. */
const requestNext = ({ outputFile: file, hub, rotate }: Asking, url: string): string[] => {
  const accept = (more: Parameters<typeof acceptCommand>[1]): Command =>
    acceptCommand('ALIAS_OF_SPOKE', { 'request-file': file, ...more });
  const link = commandFor('link', { hub, 'reply-file': 'reply.s2s.json' });
  if (!rotate)
    return [
      say('s2s', 'request.next', { url, link, accept: accept({ 'service-user': 'INTEGRATION_USER' }) }),
    ];
  return [
    say('s2s', 'request.next', { url, link, accept: accept({}) }),
    say('s2s', 'request.thenRetire', { accept: accept({ 'retire-now': true }) }),
  ];
};

/** What `request` prints: the certificate, and what the two admins do next. */
export const requestReport = (
  { result, document }: AskingOutcome,
  asking: Asking,
  dryRun: boolean
): Section[] => {
  const [link] = result.links;
  const values = { file: asking.outputFile, hub: asking.hub, url: link.spoke.url ?? '' };
  const next = document
    ? [
        say('s2s', dryRun ? 'request.wouldWrite' : 'request.wrote', values),
        ...fingerprintLines(document),
        ...(dryRun ? [] : requestNext(asking, values.url)),
      ]
    : [say('s2s', 'plan.nothingChanged')];
  const section = stepSection(link, dryRun);
  return [{ ...section, lines: [...section.lines, ...next] }];
};

/** That a hub comes with another certificate than so far: somebody else might ask in its name. */
const knownLines = ({ known }: AcceptOutcome['plan']): string[] =>
  known.map((x509) =>
    say('s2s', 'accept.known', {
      certificate: certificateName(x509),
      fingerprint: x509.fingerprint256,
    })
  );

/** What has to be known of the user as whom the hub would call, before anybody says yes. */
const adminLines = ({ spoke, choice }: AcceptOutcome['plan']): string[] => {
  const isAdmin = spoke.serviceUserRights?.some((right) => !right.startsWith('Api')) === true;
  return isAdmin ? [say('s2s', 'accept.admin', { user: choice.serviceUser })] : [];
};

/** Whom a request lets in, and as whom. */
const whoLines = (document: RequestDocument, { plan }: AcceptOutcome, { spoke }: Accepting): string[] => [
  say('s2s', 'accept.who', {
    hub: document.hub.url,
    name: document.hub.name,
    hubId: document.hub.orgId,
    spoke,
    serviceUser: plan.choice.serviceUser,
    app: plan.app.app,
  }),
  ...fingerprintLines(document),
  ...knownLines(plan),
  ...adminLines(plan),
];

/** What `accept` asks about before it changes anything. */
export const acceptQuestion = (
  document: RequestDocument,
  outcome: AcceptOutcome,
  accepting: Accepting
): Section[] => [
  { lines: whoLines(document, outcome, accepting) },
  stepSection(outcome.result.links[0], true),
];

/** What the hub's admin is to do with a reply: nothing, where they have used it already and a former app has gone. */
const nextLines = (
  { checksum, request }: ReplyDocument,
  { ending }: AcceptOutcome['plan'],
  { outputFile: file, spoke }: Accepting
): string[] => [
  say('s2s', 'accept.wrote', { file, checksum }),
  ending.length > 0
    ? say('s2s', 'accept.rotated')
    : say('s2s', 'accept.next', {
        link: commandFor('link', { hub: 'ALIAS_OF_HUB', 'reply-file': file }),
        unlink: commandFor('unlink', { spoke, 'hub-id': request.hub.orgId }),
      }),
];

/** What `accept` prints: who is let in, what was done, what the spoke shows of it, and what comes next. */
export const acceptReport = (
  document: RequestDocument,
  outcome: AcceptOutcome,
  accepting: Accepting,
  dryRun: boolean
): Section[] => {
  const { reply, result } = outcome;
  const [link] = result.links;
  if (!reply)
    return [
      ...acceptQuestion(document, outcome, accepting),
      { lines: dryRun ? [say('s2s', 'plan.nothingChanged')] : [] },
    ];
  return [
    { lines: whoLines(document, outcome, accepting) },
    stepSection(link, false),
    checkSection(link),
    { lines: nextLines(reply, outcome.plan, accepting) },
  ];
};

/** 0 when the hub is let in, or was only to be planned; 1 when the answer was no, or a check of the spoke failed. */
export const acceptExitCode = ({ reply, result }: AcceptOutcome, dryRun: boolean): number => {
  if (dryRun) return 0;
  const isFailed = result.links[0].checks.some(({ status }) => status === 'failed');
  return reply && !isFailed ? 0 : exitCodes.failed;
};
