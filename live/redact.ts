import { secretForms } from '../test/e2e/spawned.ts';
import type { LiveOrg } from './orgs.ts';

/** Who logs in where is no secret: these hosts are everybody's. */
const host = /https?:\/\/(?!(?:login|test)\.salesforce\.com\b)[\w.:-]+/g;

const forms: [RegExp, string][] = [
  ...secretForms.map((form): [RegExp, string] => [new RegExp(form, 'g'), '(secret)']),
  [host, '(host)'],
  [/\b3MVG9[\w.]+/g, '(consumer key)'],
  [/[^\s'"`:;,()]+@[\w.-]+/g, '(user)'],
  // Ids of these orgs have 15 or 18 characters, a digit first.
  [/\b\d[a-zA-Z0-9]{14}(?:[a-zA-Z0-9]{3})?\b/g, '(id)'],
];

/**
 * A text without what tells whose orgs these are, so that it can be published: their My Domains, users, ids and consumer keys. Tokens
 * and assertions should never be in it; if they were, they are taken out as well.
 */
export const redact = (text: string, orgs: LiveOrg[]): string => {
  const known = orgs.flatMap(({ facts }): [string, string][] => [
    [facts.user.username, '(user)'],
    [new URL(facts.url).host, '(host)'],
  ]);
  const plain = known.reduce((rest, [value, instead]) => rest.replaceAll(value, instead), text);
  return forms.reduce((rest, [form, instead]) => rest.replace(form, instead), plain);
};
