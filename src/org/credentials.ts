import type { Connection } from '@salesforce/core';
import { asked } from './asked.ts';

export type Principal = { id: string; name: string };

type ExternalCredentialAnswer = { principals?: { id?: string; principalName?: string }[] };

const isNotTold = (error: unknown): boolean => {
  const { name, errorCode } = error as { name?: string; errorCode?: string };
  return /NOT_FOUND|404|INSUFFICIENT|FUNCTIONALITY|API_DISABLED|FORBIDDEN|403/.test(
    `${String(name)} ${String(errorCode)}`
  );
};

/**
 * Principals of an external credential with their ids, under which permission sets name them.
 * Source: Connect REST API, named-credentials/external-credentials/{name} (since v56).
 * @param namespace of the org, with which a credential's name may have to be given
 * @returns undefined when the org does not tell: some orgs answer 404, and users without View Setup see less
 */
export const readPrincipals = async (
  conn: Connection,
  name: string,
  namespace?: string
): Promise<Principal[] | undefined> => {
  const url = `/services/data/v${conn.getApiVersion()}/named-credentials/external-credentials/${encodeURIComponent(name)}`;
  try {
    const answer = await asked(() => conn.request<ExternalCredentialAnswer | undefined>(url));
    const known = answer?.principals?.flatMap(({ id, principalName }) =>
      typeof id === 'string' && typeof principalName === 'string' ? [{ id, name: principalName }] : []
    );
    // Principals without ids are what somebody sees who may not look at Setup.
    return known?.length === 0 && answer?.principals?.length !== 0 ? undefined : known;
  } catch (error) {
    if (!isNotTold(error)) throw error;
    return namespace === undefined || name.startsWith(`${namespace}__`)
      ? undefined
      : readPrincipals(conn, `${namespace}__${name}`);
  }
};
