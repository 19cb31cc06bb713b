import type { Connection } from '@salesforce/core';

export type Principal = { id: string; name: string };

type ExternalCredentialAnswer = { principals?: { id?: string; principalName?: string }[] };

/**
 * Principals of an external credential with their ids, under which permission sets name them.
 * Source: Connect REST API, named-credentials/external-credentials/{name} (since v56).
 * @returns undefined when the org does not tell: some orgs answer 404, and users without View Setup see less
 */
export const readPrincipals = async (conn: Connection, name: string): Promise<Principal[] | undefined> => {
  const url = `/services/data/v${conn.getApiVersion()}/named-credentials/external-credentials/${encodeURIComponent(name)}`;
  try {
    const { principals } = await conn.request<ExternalCredentialAnswer>(url);
    return principals?.map(({ id, principalName }) => ({ id: String(id), name: String(principalName) }));
  } catch (error) {
    if (
      /NOT_FOUND|404|INSUFFICIENT|FUNCTIONALITY/.test(
        `${(error as Error).name} ${(error as { errorCode?: string }).errorCode}`
      )
    ) {
      return undefined;
    }
    throw error;
  }
};
