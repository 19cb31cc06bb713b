import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { marked, type Token } from 'marked';

export const root = join(import.meta.dirname, '..', '..');

/** Files of the repository in a directory with some ending, as paths from the root. */
export const filesIn = (directory: string, ending: string): string[] =>
  readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(directory, file));

/** Every page for people, as a path from the root. */
export const pages = ['README.md', 'CONTRIBUTING.md', 'simulator/README.md', ...filesIn('docs', '.md')];

export type Page = {
  /** Code blocks and code in sentences. */
  code: string[];
  /** What is in no code. */
  prose: string[];
  /** Where links and images lead. */
  links: string[];
  /** What a link to a heading of the page ends with, after the `#`. */
  anchors: string[];
};

/** A page as GitHub renders it. */
export const readPage = (path: string): Page => {
  const page: Page = { code: [], prose: [], links: [], anchors: [] };
  const slugger = new GithubSlugger();
  const note = (token: Token): void => {
    if (token.type === 'code' || token.type === 'codespan') page.code.push(token.text);
    if (token.type === 'text' && !token.tokens) page.prose.push(token.text);
    if (token.type === 'link' || token.type === 'image') page.links.push(token.href);
    if (token.type === 'heading') page.anchors.push(slugger.slug(token.text.replaceAll('`', '')));
  };
  void marked.walkTokens(marked.lexer(readFileSync(join(root, path), 'utf8')), note);
  return page;
};
