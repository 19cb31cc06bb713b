import { myDomain } from '../names.ts';
import { isFormula } from './formula.ts';

/** Clouds of their own, which log in elsewhere than at salesforce.com. */
const ownCloud = /\.(mil|cn)$/;

/**
 * Audiences that a token endpoint takes, the usual one first: test.salesforce.com for sandboxes and scratch orgs,
 * login.salesforce.com for the others, or the org's My Domain, which stands first where salesforce.com is another cloud.
 * Source: Salesforce Help, remoteaccess_oauth_jwt_flow; Salesforce DX Setup Guide, `SF_AUDIENCE_URL`.
 */
export const audiences = ({ isSandbox, url }: { isSandbox: boolean; url: string }): string[] => {
  const usual = isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
  return ownCloud.test(new URL(url).hostname) ? [url, usual] : [usual, url];
};

/** Experience Cloud sites are audiences too. Source: Salesforce Help, remoteaccess_oauth_jwt_flow. */
export const isSite = (audience: string): boolean =>
  /^https:\/\/[^/]+\.(my\.site\.com|force\.com)(\/|$)/.test(audience);

/** Whether a text can be an audience at all: an https address, or the origin of an org; no formula. */
export const isAudience = (text: string): boolean =>
  !isFormula(text) && (/^https:\/\/\S+$/.test(text) || myDomain(text) === text);

/** The audience of a claim, which is JSON: `"https://login.salesforce.com"`, quotes included. */
export const readAudience = (claim: string | undefined): string | undefined => {
  try {
    const value: unknown = JSON.parse(claim ?? '');
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
};
