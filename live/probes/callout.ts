import { randomUUID } from 'node:crypto';
import { readAudience } from '../../src/metadata/audience.ts';
import { tokenUrl } from '../../src/metadata/hub.ts';
import { apexText, type ApexOutcome, handBack, runApex } from '../../src/org/apex.ts';
import { command } from '../command.ts';
import { names } from '../names.ts';
import { linkWords, unlinkWords } from '../story.ts';
import { linkCredential, type Live, type Probe, quoted } from '../probe.ts';

const valueOf = (outcome: ApexOutcome): string => {
  if (outcome.kind === 'value') return outcome.value;
  throw new Error(outcome.message);
};

/** Anonymous Apex that tries something and hands back how it ended. */
const attempt = async ({ hub }: Live, statement: string): Promise<string> => {
  const script = [
    "String seen = 'no exception';",
    `try { ${statement} } catch (Exception e) { seen = e.getTypeName() + ': ' + e.getMessage(); }`,
    handBack('seen'),
  ];
  const seen = valueOf(await runApex(hub.conn, script.join('\n')));
  return seen === 'no exception' ? seen : quoted(seen);
};

const refusedCallout = [
  'HttpRequest request = new HttpRequest();',
  `request.setEndpoint('callout:${names.refused}/services/data');`,
  "request.setMethod('GET');",
  'new Http().send(request);',
].join(' ');

/** A second link to the spoke, with an audience that no org has. It is refused, which is what it is made for. */
const whileRefused = async <T>(live: Live, work: () => Promise<T>): Promise<T> => {
  const wrong = ['--audience', 'https://s2s.invalid', '--wait', '0'];
  try {
    await command([...linkWords(live, names.refused), ...wrong], live.tell);
    return await work();
  } finally {
    await command(unlinkWords(live, names.refused), live.tell);
  }
};

const refusedExchange: Probe = {
  doubts: [
    {
      question: 'What does Apex see when the token exchange of a named credential is refused?',
      how: 'a callout through a second link, whose audience no org has',
    },
  ],
  look: (live) => whileRefused(live, async () => [await attempt(live, refusedCallout)]),
};

const remoteSite: Probe = {
  doubts: [
    {
      question: 'Does `Auth.JWTBearerTokenExchange` need a remote site for the token endpoint?',
      how: 'anonymous Apex that asks for a token and drops it',
    },
  ],
  look: async (live) => {
    const { claims, certificate } = await linkCredential(live);
    const { iss, sub } = claims;
    const exp = Math.floor(Date.now() / 1000) + 180;
    const payload = JSON.stringify({ iss, sub, aud: readAudience(claims.aud), exp, jti: randomUUID() });
    const jws = `new Auth.JWS(${apexText(payload)}, ${apexText(certificate)})`;
    const url = apexText(tokenUrl(live.spoke.facts.url));
    const seen = await attempt(live, `new Auth.JWTBearerTokenExchange(${url}, ${jws}).getAccessToken();`);
    return [seen === 'no exception' ? 'no: a token was granted' : seen];
  },
};

const longMessage: Probe = {
  doubts: [
    {
      question: 'How long a message does `executeAnonymous` hand back?',
      how: 'anonymous Apex that ends with an exception of 100,000 characters',
    },
  ],
  look: async ({ hub }) => {
    const text = valueOf(await runApex(hub.conn, handBack("'x'.repeat(100000)")));
    return [`${text.length} of 100000 characters`];
  },
};

export const calloutProbes = [refusedExchange, remoteSite, longMessage];
