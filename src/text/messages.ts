import { Messages, SfError } from '@salesforce/core';
import { inOneLine } from './printable.ts';
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
/** A list stands in lines of its own, indented. Any other value is one line: nothing in it passes for a line of ours. */
export type Value = string | number | undefined | Command | string[];
export type Values = Record<string, Value>;

const textOf = (value: Value, quote: (text: string) => string): string => {
  if (Array.isArray(value)) return value.map(inOneLine).join('\n  ');
  return typeof value === 'object' ? inOneLine(value.command) : quote(inOneLine(String(value ?? '')));
};

const fill = (text: string, values: Values, quote: (text: string) => string): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => textOf(values[name], quote));

/** A message with its `{placeholders}` filled in. */
export const say = (bundle: Bundle, key: string, values: Values = {}): string =>
  fill(bundles[bundle].getMessage(key), values, (value) => value);

/** What to do, a line each, ready to paste: values are quoted where a shell needs it. */
export const actionsFor = (bundle: Bundle, key: string, values: Values = {}): string[] =>
  bundles[bundle]
    .getMessages(`${key}.actions`)
    .map((action) => fill(action, values, (value) => asWord(value)));

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

/** The same error with one more thing to do; what is no error of ours is left as it is. */
export const withAction = (error: unknown, action: string): unknown => {
  if (error instanceof SfError) error.actions = [...(error.actions ?? []), action];
  return error;
};
