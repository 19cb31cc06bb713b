import { Messages, SfError } from '@salesforce/core';
import { asWord } from './shell.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);

/** One file a subject: errors and lines of a run, words of the rungs, causes of refusals. */
const bundles = {
  s2s: Messages.loadMessages('sf-plugin-s2s', 's2s'),
  checks: Messages.loadMessages('sf-plugin-s2s', 's2s.checks'),
  diagnosis: Messages.loadMessages('sf-plugin-s2s', 's2s.diagnosis'),
};
export type Bundle = keyof typeof bundles;
/** A value that is a command already: it is not quoted again. */
export type Command = { command: string };
export type Value = string | number | undefined | Command;
export type Values = Record<string, Value>;

/** What comes from an org is shown without control characters: it could rewrite the terminal. */
export const printable = (value: string | number | undefined): string =>
  String(value ?? '').replace(/[^\P{Cc}\n\t]/gu, '');

const fill = (text: string, values: Values, quote: (value: string) => string): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === 'object' ? printable(value.command) : quote(printable(value));
  });

/** A message with its `{placeholders}` filled in. */
export const say = (bundle: Bundle, key: string, values: Values = {}): string =>
  fill(bundles[bundle].getMessage(key), values, (value) => value);

/** What to do, a line each, ready to paste: values are quoted where a shell needs it. */
export const actionsFor = (bundle: Bundle, key: string, values: Values = {}): string[] =>
  bundles[bundle].getMessages(`${key}.actions`).map((action) => fill(action, values, asWord));

/** Exit codes beside 1 (failed) and 2 (flags): one org changed and the other not; not finished within the time given. */
export const exitCodes = { failed: 1, partial: 68, unfinished: 69 } as const;

/**
 * An error of the message file: what happened and why, what to do next.
 * @param key without `error.`, e.g. `sameOrg` gives a SameOrgError
 */
export const failure = (key: string, values: Values = {}, exitCode: number = exitCodes.failed): SfError =>
  new SfError(
    say('s2s', `error.${key}`, values),
    `${key[0].toUpperCase()}${key.slice(1)}Error`,
    actionsFor('s2s', `error.${key}`, values),
    exitCode
  );

/** An error after something was changed: where it would say 1, it says that one org is as it should be and the other not. */
export const asPartial = (error: unknown): unknown => {
  if (error instanceof SfError && error.exitCode === exitCodes.failed) error.exitCode = exitCodes.partial;
  return error;
};
