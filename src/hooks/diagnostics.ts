import { AuthInfo, ConfigAggregator, Lifecycle, OrgConfigProperties } from '@salesforce/core';
import { diagnose, type Login } from '../doctor.ts';

const plugin = 'sf-plugin-s2s';

/** What `sf doctor` hands to the hooks of plugins. */
type Doctor = { addSuggestion: (suggestion: string) => void };

const readLogins = async (): Promise<Login[] | undefined> => {
  try {
    return (await AuthInfo.listAllAuthorizations()).map(
      ({ username, aliases, instanceUrl, isExpired, error }) => ({
        username,
        aliases: aliases ?? [],
        url: instanceUrl,
        expired: isExpired === true,
        error: error !== undefined,
      })
    );
  } catch {
    return undefined;
  }
};

/** The diagnostics of this plugin for `sf doctor`. Looks at this machine only; asks no org. */
export default async ({ doctor }: { doctor: Doctor }): Promise<void> => {
  const config = await ConfigAggregator.create();
  const setting = (name: string): string | undefined => config.getPropertyValue<string>(name) ?? undefined;
  const diagnostics = diagnose({
    node: process.versions.node,
    env: process.env,
    logins: await readLogins(),
    defaultOrg: setting(OrgConfigProperties.TARGET_ORG),
    apiVersion: setting(OrgConfigProperties.ORG_API_VERSION),
  });
  for (const { testName, status, suggestion } of diagnostics) {
    if (suggestion !== undefined) doctor.addSuggestion(`[${plugin}] ${suggestion}`);
    await Lifecycle.getInstance().emit('Doctor:diagnostic', { testName: `[${plugin}] ${testName}`, status });
  }
};
