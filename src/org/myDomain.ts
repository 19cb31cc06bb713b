import type { Connection } from '@salesforce/core';
import { myDomain, myDomainBehind } from '../names.ts';

/** Source: Salesforce Help, "User Info Endpoint": `urls` are those of the org's own domain, `custom_domain` among them. */
type UserInfo = { urls?: Record<string, unknown> };

const askMyDomain = async (conn: Connection): Promise<string | undefined> => {
  try {
    const { urls } = await conn.request<UserInfo>('/services/oauth2/userinfo');
    const known = Object.values(urls ?? {}).map((url) => myDomain(String(url).replace(/\{.*$/, '')));
    return known.find((url) => url !== undefined);
  } catch {
    // Whoever needs the My Domain says that there is none; whatever is wrong with the login shows there.
    return undefined;
  }
};

/**
 * Makes a connection use the My Domain of its org. Logins of before enhanced domains, or to the address of a page, know
 * an instance (`https://na139.salesforce.com`) or a Lightning host only; the session is good for both. Asks nothing
 * where the login has the My Domain already.
 */
export const useMyDomain = async (conn: Connection): Promise<void> => {
  if (myDomain(conn.instanceUrl) !== undefined) return;
  const known = myDomainBehind(conn.instanceUrl) ?? (await askMyDomain(conn));
  if (known !== undefined) conn.instanceUrl = known;
};
