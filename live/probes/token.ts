import { randomUUID } from 'node:crypto';
import { audiences, readAudience } from '../../src/metadata/audience.ts';
import { tokenUrl } from '../../src/metadata/hub.ts';
import { apexText, handBack, runApex } from '../../src/org/apex.ts';
import { field, queries, soqlText, told } from '../../src/org/query.ts';
import { exchange } from '../../src/org/token.ts';
import { names } from '../names.ts';
import { linkCredential, type Live, type Probe, quoted } from '../probe.ts';

const now = (): number => Math.floor(Date.now() / 1000);

/**
 * Has the hub sign an assertion of the link, with some claims changed or left out, and exchanges it. The token is dropped.
 * @param changed claims; `undefined` leaves one out
 */
const ask = async (live: Live, changed: Record<string, unknown>): Promise<string> => {
  const { claims, certificate } = await linkCredential(live);
  const { iss, sub } = claims;
  const all = {
    iss,
    sub,
    aud: readAudience(claims.aud),
    exp: now() + 180,
    jti: randomUUID(),
    ...changed,
  };
  const payload = apexText(JSON.stringify(all));
  const script = handBack(`new Auth.JWS(${payload}, ${apexText(certificate)}).getCompactSerialization()`);
  const signed = await runApex(live.hub.conn, script);
  if (signed.kind !== 'value') throw new Error(signed.message);
  const answer = await exchange(tokenUrl(live.spoke.facts.url), signed.value);
  return answer.granted ? 'granted' : `refused: ${quoted(`${answer.error}: ${answer.description}`)}`;
};

/** A user who may not use the app. @throws Error when there is none */
const otherUser = async ({ spoke }: Live): Promise<string> => {
  const holders = `SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Name LIKE ${soqlText(`${names.link}%`)}`;
  const { users } = await queries(spoke.conn, {
    users: `SELECT Username FROM User WHERE IsActive = true AND UserType = 'Standard' AND Id NOT IN (${holders}) LIMIT 1`,
  });
  const [user] = told(users);
  if (!user) throw new Error('the spoke has no other active user');
  return String(field(user, 'Username'));
};

const asked = 'an assertion that the hub signs, posted to the token endpoint';

const expiry: Probe = {
  doubts: [{ question: 'How long after its `exp` is an assertion still taken?', how: asked }],
  look: async (live) => {
    const seen = [];
    for (const seconds of [60, 170, 290, 600])
      seen.push(`${seconds} s: ${await ask(live, { exp: now() - seconds })}`);
    return [seen.join('; ')];
  },
};

const missingClaims: Probe = {
  doubts: [
    { question: 'What is said to an assertion without `exp`, `iss` or `sub`?', how: `${asked}; one each` },
  ],
  look: async (live) => {
    const seen = [];
    for (const claim of ['exp', 'iss', 'sub'])
      seen.push(`\`${claim}\`: ${await ask(live, { [claim]: undefined })}`);
    return [seen.join('; ')];
  },
};

const unknownUser: Probe = {
  doubts: [{ question: 'What is said to a `sub` that nobody has?', how: asked }],
  look: async (live) => [await ask(live, { sub: `nobody-${randomUUID()}@s2s.invalid` })],
};

const otherAudience: Probe = {
  doubts: [
    {
      question:
        'Does a My Domain take the audience of the other kind of org: a sandbox `login.salesforce.com`, a production org `test.salesforce.com`?',
      how: asked,
    },
  ],
  look: async (live) => {
    const { url, isSandbox } = live.spoke.facts;
    const [other] = audiences({ isSandbox: !isSandbox, url });
    return [`${other}: ${await ask(live, { aud: other })}`];
  },
};

const notApproved: Probe = {
  doubts: [
    {
      question:
        "What is said to a user whom nobody pre-authorised: `invalid_app_access` or `user hasn't approved this consumer`?",
      how: `${asked}, for another user of the spoke, whose login history shows it`,
    },
  ],
  look: async (live) => [await ask(live, { sub: await otherUser(live) })],
};

export const tokenProbes = [expiry, missingClaims, unknownUser, otherAudience, notApproved];
