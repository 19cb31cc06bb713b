import { randomUUID } from 'node:crypto';
import type { Connection } from '@salesforce/core';
import jwt from 'jsonwebtoken';
import { readAudience } from '../metadata/audience.ts';
import { isFormula } from '../metadata/formula.ts';
import { isSameId } from '../metadata/marker.ts';
import { isSalesforce } from '../names.ts';
import { apexText } from '../org/apex.ts';
import type { Clock } from '../org/clock.ts';
import { atOrg } from '../org/explain.ts';
import { type Probe, probesOn, type RunProbe } from '../org/probes.ts';
import { exchange } from '../org/token.ts';
import { found, passed } from './check.ts';
import { type Attempt, retry, type Wait } from './attempt.ts';
import { diagnoseSigning, diagnoseToken, type Known } from './refusal.ts';
import { isStray, type LinkView, spokeIdOf, valuesOf } from './view.ts';

/** Lifetime of the assertion in seconds; Salesforce documents 3 minutes as the longest. */
const lifetime = 180;

/**
 * Apex that signs claims with a certificate of the hub and hands the assertion back. `Auth.JWS` signs what it is given;
 * `Auth.JWT` would add claims of its own. The random jti makes each assertion good for one exchange only, so one
 * that a trace flag wrote to a debug log is spent.
 */
const signing = (claims: Record<string, unknown>, certificate: string): Probe => {
  const open = JSON.stringify({ ...claims, jti: randomUUID() }).slice(0, -1);
  return {
    statements: [
      `Long expiry = DateTime.now().getTime() / 1000 + ${lifetime};`,
      `String payload = ${apexText(`${open},"exp":`)} + String.valueOf(expiry) + '}';`,
    ],
    value: `new Auth.JWS(payload, ${apexText(certificate)}).getCompactSerialization()`,
  };
};

const isSignedBy = (assertion: string, publicKey: string): boolean => {
  try {
    jwt.verify(assertion, publicKey, { algorithms: ['RS256'], clockTolerance: Number.MAX_SAFE_INTEGER });
    return true;
  } catch {
    return false;
  }
};

/**
 * Rung 6: the hub signs, this process exchanges. No private key leaves Salesforce and the spoke's own words are seen.
 * The token is dropped, never revoked: it may be the one that the hub holds.
 */
export const tryToken = async (known: Known, probe: RunProbe): Promise<Attempt> => {
  const { view } = known;
  const { credential, certificate, spoke } = view;
  const values = valuesOf(view);
  const { iss, sub } = credential.claims;
  const aud = readAudience(credential.claims.aud);
  if (isStray(view)) return { check: found('token', 'skipped', 'copy', values) };
  if (view.hub.org.missingRights.includes('AuthorApex'))
    return { check: found('token', 'skipped', 'noRight', values) };
  if (!certificate || !credential.tokenUrl)
    return { check: found('token', 'skipped', 'nothingToSign', values) };
  // Whoever gets the assertion may go to the spoke with it, and be the service user.
  if (!isSalesforce(credential.tokenUrl))
    return { check: found('token', 'skipped', 'strangeHost', { ...values, tokenUrl: credential.tokenUrl }) };
  if (isFormula(iss) || isFormula(sub) || isFormula(aud))
    return { check: found('token', 'skipped', 'formula', values) };
  const outcome = await probe(signing({ iss, sub, aud }, certificate.name));
  if (outcome.kind !== 'value') return diagnoseSigning(outcome.message, known);
  const key = certificate.x509.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  if (!isSignedBy(outcome.value, key)) return { check: found('token', 'failed', 'otherSignature', values) };
  const answer = await exchange(credential.tokenUrl, outcome.value);
  if (!answer.granted) return diagnoseToken(answer, known);
  const seen = { ...values, orgId: answer.orgId, userId: answer.userId };
  const spokeId = spokeIdOf(view);
  if (spokeId !== undefined && !isSameId(answer.orgId, spokeId))
    return { check: found('token', 'failed', 'otherOrg', seen) };
  if (spoke?.serviceUser && !isSameId(answer.userId, spoke.serviceUser.id)) {
    return { check: found('token', 'failed', 'otherUser', seen) };
  }
  return { check: passed('token', seen), userId: answer.userId };
};

/** Tries a token exchange, of a link as it is or as it is to be, until the answer is final or the time is up. */
export const tryTokenUntil = (
  view: LinkView,
  hub: Connection,
  {
    deadline,
    clock,
    waiting,
  }: { deadline: number; clock: Clock; waiting: (link: string, wait: Wait) => void }
): Promise<Attempt> =>
  retry(() => atOrg(view.hubName, hub.instanceUrl, tryToken({ view, ground: [] }, probesOn(hub))), {
    deadline,
    clock,
    waiting: (wait) => {
      waiting(view.credential.name, wait);
    },
  });
