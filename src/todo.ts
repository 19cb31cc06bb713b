import type { X509Certificate } from 'node:crypto';
import { actionsFor, type Command, say, type Values } from './text/messages.ts';
import { fingerprint } from './metadata/certificate.ts';
import { hasScopes, settingsOf } from './observe/app.ts';
import { asFileName } from './names.ts';
import { heldGrant, preAuthorisingSet, type SpokeState } from './observe/spoke.ts';
import type { LinkResult } from './result.ts';

/** What an app can lack that a link needs. */
export type Missing =
  'enabled' | 'certificate' | 'scopes' | 'policy' | 'newPermissionSet' | 'permissionSet' | 'assignment';
export type Todo = LinkResult['todo'][number];

/** Those that the app's own settings hold. */
export const settingsMissing: Missing[] = ['enabled', 'certificate', 'scopes', 'policy'];

/** The rung that looks at something that can be missing. */
export const rungOf = ({ id }: Todo): 'app' | 'pre-authorisation' =>
  ['enabled', 'certificate', 'scopes'].includes(id) ? 'app' : 'pre-authorisation';

/**
 * Pure: what is missing on an app, of either kind, for a hub to use it.
 * @param certificate with which the hub signs; undefined when it is yet to be made
 */
export const missingOn = (spoke: SpokeState, certificate: X509Certificate | undefined): Missing[] => {
  if (!spoke.app) return [];
  const settings = settingsOf(spoke.app);
  const trusted = settings.certificate === undefined ? undefined : fingerprint(settings.certificate);
  const isGranted = heldGrant(spoke) !== undefined;
  const hasSet = preAuthorisingSet(spoke) !== undefined;
  const holdsOwn = spoke.permissionSetId !== undefined && spoke.held.includes(spoke.permissionSetId);
  const missing: [Missing, boolean][] = [
    ['enabled', !settings.enabled],
    ['certificate', trusted === undefined || trusted !== certificate?.fingerprint256],
    ['scopes', !hasScopes(settings)],
    ['policy', !settings.adminApproved],
    ['newPermissionSet', !isGranted && !hasSet && spoke.permissionSetId === undefined],
    ['permissionSet', !isGranted && !hasSet && spoke.permissionSetId !== undefined],
    ['assignment', !isGranted && (hasSet || !holdsOwn)],
  ];
  return missing.flatMap(([what, isMissing]) => (isMissing ? [what] : []));
};

/** What a person has to do about it, because the app is somebody else's. */
export const todosFor = (missing: Missing[], values: Values): Todo[] =>
  missing.map((id) => ({
    id,
    message: say('checks', `todo.${id}`, values),
    actions: actionsFor('checks', `todo.${id}`, values),
  }));

/** Name of the file that holds a certificate's public part, for Setup to take. */
export const certificateFile = (certificate: string): string => `${asFileName(certificate)}.crt`;

/**
 * The command that writes the certificate of a link to a file, and that file.
 * @param link the command that makes the link
 */
export const certificateWords = (
  link: Command,
  certificate: string | undefined,
  directory = 's2s'
): { fetch: Command; file: string } => ({
  fetch: { command: `${link.command} --dry-run --output-dir ${directory}` },
  file: `${directory}/${certificateFile(certificate ?? '')}`,
});
