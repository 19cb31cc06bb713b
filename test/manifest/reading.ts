import type { SfError } from '@salesforce/core';
import { refusal } from '../refusal.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import { readManifest } from '../../src/manifest/read.ts';

type Env = Record<string, string>;

/** What a manifest declares. */
export const read = (text: string, env: Env = {}): ReturnType<typeof readManifest> =>
  readManifest(text, { file: 's2s.yaml', env });

/** The requests of a manifest, in order. */
export const requestsOf = (text: string, env: Env = {}): LinkRequest[] =>
  read(text, env).hubs.flatMap(({ links }) => links.map(({ request }) => request));

/** The error that a manifest ends with. */
export const refused = (text: string, env: Env = {}): SfError => refusal(() => read(text, env))!;

/** What is wrong with a manifest, each as `line:column: text`. */
export const problemsOf = (text: string, env: Env = {}): string[] =>
  refused(text, env)
    .message.split('\n')
    .slice(1)
    .map((line) => line.trim().replace(/^s2s\.yaml:/, ''));

/** A manifest of one hub, with links in YAML that begin in line 5, column 9. */
export const linksOf = (...links: string[]): string =>
  ['version: 1', 'hubs:', '  - hub: myhub', '    links:', ...links.map((link) => `      - ${link}`), ''].join(
    '\n'
  );
