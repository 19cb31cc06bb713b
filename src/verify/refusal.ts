import {
  answerRefusals,
  calloutRefusals,
  findRefusal,
  type Refusal,
  signingRefusals,
  tokenRefusals,
} from '../diagnosis/table.ts';
import { actionsFor, say } from '../text/messages.ts';
import type { Exchange } from '../org/token.ts';
import type { Attempt } from './attempt.ts';
import type { Check } from '../result.ts';
import { found, type Rung, type Status } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';

/** What is known when an org refuses: the link, and what the rungs below found. */
export type Known = {
  view: LinkView;
  ground: Check[];
  /** Whether the spoke granted a token just before, for the same app and user. */
  granted?: boolean;
};

type Meaning = Pick<Check, 'findings' | 'actions'> & { cause: string; pending: boolean };

const keysOf = ({ id, findings }: Check): string[] => findings.map((finding) => `${id}.${finding}`);

/** Which of the causes that a refusal can have the rungs below have found. */
const causeAmong = ({ causes }: Refusal, ground: Check[]): Check | undefined =>
  causes
    .flatMap((cause) => ground.find((check) => keysOf(check).includes(cause)) ?? [])
    .find(({ status }) => status === 'failed' || status === 'warning');

/** One text has several causes: the orgs tell which, as far as they were looked at. */
const meaningOf = (refusal: Refusal, { view, ground, granted }: Known): Meaning => {
  const values = valuesOf(view);
  const culprit = causeAmong(refusal, ground);
  if (culprit) {
    const findings = [refusal.id, ...keysOf(culprit)];
    const pending = refusal.pending && culprit.status === 'warning';
    return { findings, cause: culprit.message, actions: culprit.actions, pending };
  }
  const general = {
    findings: [refusal.id],
    cause: say('diagnosis', refusal.id, values),
    actions: actionsFor('diagnosis', refusal.id, values),
    pending: refusal.pending,
  };
  const isUnseen =
    view.spoke === undefined &&
    refusal.causes.length > 1 &&
    refusal.causes.some((cause) => /^(app|pre-authorisation)\./.test(cause));
  const isSpreading = refusal.pending && !ground.some(({ status }) => status === 'failed');
  const isGranted = granted === true && refusal.id === 'sessionRefused';
  const hint = isUnseen ? 'unseen' : isSpreading ? 'spreading' : isGranted ? 'granted' : undefined;
  if (hint === undefined) return general;
  return {
    ...general,
    cause: `${general.cause} ${say('diagnosis', hint, values)}`,
    actions:
      hint === 'spreading' ? general.actions : [...actionsFor('diagnosis', hint, values), ...general.actions],
  };
};

/** A refusal in Salesforce's words, what it means, and what to type. */
const explain = (id: Rung, status: Status, text: string, refusal: Refusal, known: Known): Attempt => {
  const { cause, pending, ...meaning } = meaningOf(refusal, known);
  const message = say('checks', `${id}.refused`, {
    ...valuesOf(known.view),
    text: text.replace(/\.\s*$/, ''),
    cause,
  });
  return { check: { id, status, message, ...meaning }, pending };
};

/** What a token endpoint's refusal means. Where this process runs decides nothing: that is a warning only. */
export const diagnoseToken = (answer: Exclude<Exchange, { granted: true }>, known: Known): Attempt => {
  const values = valuesOf(known.view);
  if (answer.unreachable)
    return { check: found('token', 'warning', 'unreachable', { ...values, problem: answer.description }) };
  const text = `${answer.error}: ${answer.description}`;
  const refusal = findRefusal(tokenRefusals, text);
  if (!refusal) return { check: found('token', 'failed', 'unknownRefusal', { ...values, text }) };
  return explain('token', refusal.id === 'ipRestricted' ? 'warning' : 'failed', text, refusal, known);
};

/** Why the hub did not sign. */
export const diagnoseSigning = (problem: string, known: Known): Attempt => {
  const refusal = findRefusal(signingRefusals, problem);
  if (!refusal) return { check: found('token', 'failed', 'notSigned', { ...valuesOf(known.view), problem }) };
  const { cause, pending, ...meaning } = meaningOf(refusal, known);
  const values = { ...valuesOf(known.view), problem: `${problem}. ${cause}` };
  return { check: { ...found('token', 'failed', 'notSigned', values), ...meaning }, pending };
};

/** `Unable to complete the JWT token exchange. Error: invalid_grant. Error description: …`: the tail came in 2026. */
const tail = /Error:\s*([\w.-]+)\.\s*Error description:\s*([\s\S]*?)\.?\s*$/;

/** What an exception of a callout means; inside a failed exchange, what the token endpoint said. */
export const diagnoseException = (message: string, known: Known): Attempt => {
  const [, error, description] = tail.exec(message) ?? [];
  const inner = error ? findRefusal(tokenRefusals, `${error}: ${description}`) : undefined;
  const own = findRefusal(calloutRefusals, message);
  const refusal = own?.id === 'exchangeFailed' ? (inner ?? own) : (own ?? inner);
  if (!refusal)
    return {
      check: found('callout', 'failed', 'unknownRefusal', { ...valuesOf(known.view), text: message }),
    };
  return explain('callout', 'failed', message, refusal, known);
};

/** What an answer other than 200 means. */
export const diagnoseAnswer = (text: string, known: Known): Attempt => {
  const refusal = findRefusal(answerRefusals, text);
  if (!refusal)
    return { check: found('callout', 'failed', 'unknownRefusal', { ...valuesOf(known.view), text }) };
  return explain('callout', 'failed', text, refusal, known);
};
