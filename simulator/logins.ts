import type { SimulatedOrg } from './server.ts';

/**
 * Environment of a process that shall see the logins of a home directory and nothing else: no keychain of the desktop, no
 * telemetry, no update that stays behind, no proxy (jsforce ignores NO_PROXY).
 */
export const homeEnvironment = (home: string): Record<string, string> => ({
  HOME: home,
  USERPROFILE: home,
  XDG_CONFIG_HOME: `${home}/.config`,
  XDG_CACHE_HOME: `${home}/.cache`,
  XDG_DATA_HOME: `${home}/.local/share`,
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  SF_DISABLE_AUTOUPDATE: 'true',
  SF_AUTOUPDATE_DISABLE: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_DISABLE_TELEMETRY: 'true',
  HTTP_PROXY: '',
  HTTPS_PROXY: '',
  http_proxy: '',
  https_proxy: '',
});

/**
 * Writes logins and aliases of orgs where the CLI looks for them, in the home directory of this process, encrypted as
 * the CLI does it. Set the environment before `@salesforce/core` is loaded for the first time. Not to be run by two
 * processes on one home at once: the CLI's own key file does not stand that.
 */
export const saveLogins = async (orgs: SimulatedOrg[]): Promise<void> => {
  const { StateAggregator } = await import('@salesforce/core');
  const state = await StateAggregator.getInstance();
  for (const { org, url, username, accessToken } of orgs) {
    const [organization] = org.tables.get('Organization')?.values() ?? [];
    state.orgs.set(username, {
      accessToken,
      instanceUrl: url,
      loginUrl: url,
      orgId: org.id,
      userId: org.adminId,
      username,
      name: org.name,
      instanceName: String(organization?.InstanceName),
      namespacePrefix: null,
      orgEdition: String(organization?.OrganizationType),
      isDevHub: false,
      isSandbox: org.kind === 'sandbox',
      isScratch: org.kind === 'scratch',
      tracksSource: false,
      instanceApiVersion: org.apiVersions.at(-1),
      instanceApiVersionLastRetrieved: new Date().toLocaleString(),
    });
    await state.orgs.write(username);
    await state.aliases.setAndSave(org.alias, username);
  }
};

/** Takes such logins away again. */
export const forgetLogins = async (orgs: SimulatedOrg[]): Promise<void> => {
  const { StateAggregator } = await import('@salesforce/core');
  const state = await StateAggregator.getInstance();
  for (const { org, username } of orgs) {
    await state.aliases.unsetAndSave(org.alias);
    await state.orgs.remove(username);
  }
};
