import type { OrgAuthorization } from '@salesforce/core';
import pLimit from 'p-limit';
import { type AppOfKey, findAppsOfKeys } from '../observe/appsOfKeys.ts';
import type { Credential } from '../observe/credential.ts';
import { connectLogin } from '../observe/spokeLogin.ts';
import { withDeadline } from '../org/http.ts';
import { oldestVersion } from '../org/version.ts';

/** A link, and the login to its spoke where this machine has one. */
export type LinkWithLogin = { credential: Credential; login?: OrgAuthorization };

/** Milliseconds that one spoke may take to answer, and all of them together. */
export type Patience = { each: number; all: number };

const usualPatience: Patience = { each: 10_000, all: 30_000 };

/** So many spokes are asked at once. Each is an org of its own. */
const mostAtOnce = 20;

/**
 * The apps of links, asked of all spokes side by side. Never fails because of a spoke: one that can't be asked, refuses
 * or does not answer in time leaves its links without an app.
 * @returns the app by link, where it is known
 */
export const findApps = async (
  links: LinkWithLogin[],
  hubId: string,
  // Enough for the few questions: no spoke has to be asked for its newest version.
  apiVersion = oldestVersion,
  { each, all }: Patience = usualPatience
): Promise<Map<Credential, AppOfKey>> => {
  const end = Date.now() + all;
  const inTurn = pLimit(mostAtOnce);
  const logins = links.flatMap(({ login, credential }) =>
    login && credential.claims.iss ? [{ login, credential, key: credential.claims.iss }] : []
  );
  const usernames = [...new Set(logins.map(({ login }) => login.username))];
  const answers = usernames.map((username) =>
    inTurn(async () => {
      const ofSpoke = logins.filter(({ login }) => login.username === username);
      const [{ login }] = ofSpoke;
      const keys = ofSpoke.map(({ key }) => key);
      const deadline = Math.min(Date.now() + each, end);
      const ask = async (): Promise<Map<string, AppOfKey>> => {
        const { conn } = await connectLogin(login, apiVersion);
        return findAppsOfKeys(conn, keys, { hubId, spokeId: login.orgId });
      };
      const apps = await withDeadline(deadline, ask).catch(() => undefined);
      return ofSpoke.flatMap(({ credential, key }) => {
        const app = apps?.get(key);
        return app ? [[credential, app] as const] : [];
      });
    })
  );
  return new Map((await Promise.all(answers)).flat());
};
