import {
  answerRefusals,
  calloutRefusals,
  findRefusal,
  type Refusal,
  tokenRefusals,
} from '../diagnosis/table.ts';
import { actionsFor, say, type Values } from '../messages.ts';
import type { Exchange } from '../org/token.ts';
import type { Attempt } from './attempt.ts';
import { found, type Rung, type Status } from './check.ts';

/** A refusal in Salesforce's words, what it means, and what to type. */
const explain = (id: Rung, status: Status, text: string, refusal: Refusal, values: Values): Attempt => ({
  check: {
    id,
    status,
    findings: [refusal.id],
    message: say('checks', `${id}.refused`, { ...values, text, cause: say('diagnosis', refusal.id, values) }),
    actions: actionsFor('diagnosis', refusal.id, values),
  },
  pending: refusal.pending,
});

/** What a token endpoint's refusal means. Where this process runs decides nothing: that is a warning only. */
export const diagnoseToken = (answer: Exclude<Exchange, { granted: true }>, values: Values): Attempt => {
  if (answer.unreachable)
    return { check: found('token', 'warning', 'unreachable', { ...values, problem: answer.description }) };
  const text = `${answer.error}: ${answer.description}`;
  const refusal = findRefusal(tokenRefusals, text);
  if (!refusal) return { check: found('token', 'failed', 'unknownRefusal', { ...values, text }) };
  return explain('token', refusal.id === 'ipRestricted' ? 'warning' : 'failed', text, refusal, values);
};

/** `Unable to complete the JWT token exchange. Error: invalid_grant. Error description: …`: the tail came in 2026. */
const tail = /Error:\s*([\w.-]+)\.\s*Error description:\s*([\s\S]*?)\.?\s*$/;

/** What an exception of a callout means; inside a failed exchange, what the token endpoint said. */
export const diagnoseException = (message: string, values: Values): Attempt => {
  const [, error, description] = tail.exec(message) ?? [];
  const inner = error ? findRefusal(tokenRefusals, `${error}: ${description}`) : undefined;
  const refusal = inner ?? findRefusal(calloutRefusals, message);
  if (!refusal) return { check: found('callout', 'failed', 'unknownRefusal', { ...values, text: message }) };
  return explain('callout', 'failed', message, refusal, values);
};

/** What an answer other than 200 means. */
export const diagnoseAnswer = (text: string, values: Values): Attempt => {
  const refusal = findRefusal(answerRefusals, text);
  if (!refusal) return { check: found('callout', 'failed', 'unknownRefusal', { ...values, text }) };
  return explain('callout', 'failed', text, refusal, values);
};
