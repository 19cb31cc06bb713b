/** Audiences that a token endpoint takes, the usual one first. Source: Salesforce Help, remoteaccess_oauth_jwt_flow. */
export const audiences = ({ isSandbox, url }: { isSandbox: boolean; url: string }): string[] => [
  isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com',
  url,
];

/** Experience Cloud sites are audiences too. Source: Salesforce Help, remoteaccess_oauth_jwt_flow. */
export const isSite = (audience: string): boolean =>
  /^https:\/\/[^/]+\.(my\.site\.com|force\.com)(\/|$)/.test(audience);

/** The audience of a claim, which is JSON: `"https://login.salesforce.com"`, quotes included. */
export const readAudience = (claim: string | undefined): string | undefined => {
  try {
    const value: unknown = JSON.parse(claim ?? '');
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
};
