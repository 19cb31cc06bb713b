import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pages.ts';

type Flag = { name: string; char?: string; options?: string[] };
type Command = { flags: Record<string, Flag> };

const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, Command>;
};

/** The words behind each `sf s2s` in a text, up to the end of the command; a backslash at the end of a line goes on. */
export const s2sCommands = (text: string): string[][] =>
  [...text.replaceAll(/\\\n\s*/g, ' ').matchAll(/\bsf s2s ([^\n|;&#`]*)/g)].map(([, words]) =>
    words.trim().split(/\s+/)
  );

const problemOf = (flags: Flag[], word: string, value: string): string[] => {
  const [name, given = value] = word.split('=');
  const flag = flags.find((known) => name === `--${known.name}` || name === `-${known.char}`);
  if (!flag) return name === '--help' ? [] : [`has no flag ${name}`];
  return flag.options && !flag.options.includes(given) ? [`${name} can't be ${given}`] : [];
};

/** What is wrong with a command, given its words: no such command, no such flag, no such value. */
export const problemsOf = (words: string[]): string[] => {
  const id = [words.slice(0, 2), words.slice(0, 1)]
    .map((first) => `s2s:${first.join(':')}`)
    .find((known) => known in commands);
  if (!id) return [`no command: sf s2s ${words.join(' ')}`];
  const flags = Object.values(commands[id].flags);
  return words.flatMap((word, i) =>
    word.startsWith('-') ? problemOf(flags, word, words[i + 1]).map((problem) => `${id} ${problem}`) : []
  );
};
