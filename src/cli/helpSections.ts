import { EnvironmentVariable, Messages } from '@salesforce/core';
import { toHelpSection } from '@salesforce/sf-plugins-core';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.help');

/** Environment variables that every command heeds, as a section of its help. @param own what this command heeds besides */
export const environmentSection = (...own: EnvironmentVariable[]): ReturnType<typeof toHelpSection> =>
  toHelpSection('ENVIRONMENT VARIABLES', ...own, {
    // The library's own text speaks of the Dev Hub.
    SF_ORG_API_VERSION: messages.getMessage('environment.SF_ORG_API_VERSION'),
    HTTPS_PROXY: messages.getMessage('environment.HTTPS_PROXY'),
    HTTP_PROXY: messages.getMessage('environment.HTTP_PROXY'),
    NO_PROXY: messages.getMessage('environment.NO_PROXY'),
  });

/** The same for commands that take the default org as the hub. */
export const environmentWithDefaultOrg = environmentSection(EnvironmentVariable.SF_TARGET_ORG);
