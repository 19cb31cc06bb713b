import type { Command } from './text/messages.ts';
import { isOwnCertificate } from './names.ts';
import { asWord } from './text/shell.ts';

/**
 * The argument of `--where` that finds a user by username, as the CLI reads it: single quotes around the value, double
 * ones where the value itself holds a single one.
 */
export const whereUsername = (username: string): Command => {
  const shellSafe = username.replace(/["\\$`]/g, '\\$&');
  const quote = username.includes("'") ? '\\"' : "'";
  return { command: `"Username=${quote}${shellSafe}${quote}"` };
};

/** A command of this plugin, ready to paste. Flags that are undefined, false or empty are left out. */
export const commandFor = (
  command: string,
  flags: Record<string, string | string[] | boolean | undefined>
): Command => ({
  command: [
    `sf s2s ${command}`,
    ...Object.entries(flags).flatMap(([flag, value]) => {
      if (value === undefined || value === false) return [];
      if (value === true) return [`--${flag}`];
      return [value].flat().map((item) => `--${flag} ${asWord(item)}`);
    }),
  ].join(' '),
});

/**
 * The command that leads a link to another org under its old name, for what a sandbox refresh copied.
 * @param name without it, the one that the command would choose
 */
export const repointCommand = (hub: string, name: string | undefined): Command =>
  commandFor('link', { hub, spoke: 'ALIAS_OF_SANDBOX', name });

/** The command that replaces a certificate: by a new one of the plugin's own, or by one of the kind that somebody else made. */
export const replaceCommand = (hub: string, certificate: string | undefined): Command => {
  const isOwn = certificate === undefined || isOwnCertificate(certificate);
  return commandFor('rotate', { hub, certificate: isOwn ? undefined : 'NEW_CERTIFICATE' });
};

/** The command that gives a certificate what an authority signed for it. */
export const uploadCommand = (hub: string, certificate: string | undefined): Command =>
  commandFor('certificate upload', { hub, name: certificate, file: 'CHAIN.pem' });

/** The command by which a spoke's admin lets a hub in to which they are not logged in: the hub's admin sends the request. */
export const acceptCommand = (
  spoke: string,
  more: Record<string, string | string[] | boolean> = {}
): Command =>
  commandFor('accept', {
    spoke,
    'request-file': 'request.s2s.json',
    'output-file': 'reply.s2s.json',
    ...more,
  });
