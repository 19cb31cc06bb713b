import { type Command, say } from './text/messages.ts';
import type { AppKind } from './metadata/spoke.ts';

/** A path in Setup stands in a line as it is. */
const path = (kind: AppKind, what: string, label: string): Command => ({
  command: say('s2s', `setup.${kind}.${what}`, { label }),
});

/**
 * What an app of a kind is called, and where Setup shows it.
 * @param label under which Setup lists the app
 */
export const appWords = (
  kind: AppKind,
  label: string
): Record<
  | 'appKind'
  | 'appSeen'
  | 'setupEnabled'
  | 'setupCertificate'
  | 'setupScopes'
  | 'setupPolicy'
  | 'setupPermissionSets'
  | 'setupKey',
  Command
> => ({
  appKind: { command: say('s2s', `app.${kind}`) },
  appSeen: {
    command: say('s2s', `seen.${kind}`, { enabled: say('s2s', `setup.${kind}.enabled`, { label }) }),
  },
  setupEnabled: path(kind, 'enabled', label),
  setupCertificate: path(kind, 'certificate', label),
  setupScopes: path(kind, 'scopes', label),
  setupPolicy: path(kind, 'policy', label),
  setupPermissionSets: path(kind, 'permissionSets', label),
  setupKey: path(kind, 'key', label),
});
