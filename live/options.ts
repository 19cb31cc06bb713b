/** Which two orgs a run takes. */
export type LiveOptions = { hub: string; spoke: string; allowProduction: boolean };

export const usage = `Usage: S2S_LIVE_HUB=ALIAS S2S_LIVE_SPOKE=ALIAS npm run test:live

Links two real orgs that you are logged in to, under names of its own, verifies, lists, rotates and unlinks; then prints
what it saw of the questions that Salesforce's documents leave open, as Markdown for an issue.

  S2S_LIVE_HUB               alias or username of the hub
  S2S_LIVE_SPOKE             alias or username of the spoke, another org
  S2S_LIVE_ALLOW_PRODUCTION  true: production orgs may be used, too`;

/** @throws Error for a variable that is missing or means nothing */
export const readOptions = (env: Record<string, string | undefined>): LiveOptions => {
  const named = (variable: string): string => {
    const value = env[variable];
    if (value) return value;
    throw new Error(`${variable} is not set: no org to run on.`);
  };
  const allowed = env.S2S_LIVE_ALLOW_PRODUCTION ?? '';
  if (!['', 'true', 'false'].includes(allowed))
    throw new Error(`S2S_LIVE_ALLOW_PRODUCTION is "${allowed}"; it can be true or false.`);
  return {
    hub: named('S2S_LIVE_HUB'),
    spoke: named('S2S_LIVE_SPOKE'),
    allowProduction: allowed === 'true',
  };
};
