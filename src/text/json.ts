import { type Config, ux } from '@oclif/core';
import { escapeHidden } from './printable.ts';

/** An error as JSON without stack and cause, which the base command adds: they are for developers, not for pipelines. */
const withoutStack = (json: unknown): unknown => {
  if (typeof json !== 'object' || json === null || !('stack' in json)) return json;
  const { stack, cause, ...rest } = json as Record<string, unknown>;
  return rest;
};

/** JSON for people and programs: nothing in it steers a terminal. */
const asText = (value: unknown): string => escapeHidden(JSON.stringify(value, null, 2));

/** A result as document. */
export const asJson = (result: unknown): string => `${asText(result)}\n`;

/** Prints the envelope of `--json`, in the colours of the CLI where it has some. */
export const printJson = (json: unknown, theme: NonNullable<Config['theme']>['json']): void => {
  ux.stdout(ux.colorizeJson(asText(withoutStack(json)), { pretty: false, theme }));
};
