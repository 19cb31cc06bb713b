import { readFileSync } from 'node:fs';

/** The texts of a message file by their keys. */
export const readMessages = (file: string): Map<string, string> => {
  const text = readFileSync(new URL(`../messages/${file}.md`, import.meta.url), 'utf8');
  return new Map(
    text
      .split(/^# /m)
      .slice(1)
      .map((part): [string, string] => {
        const [key, ...lines] = part.split('\n');
        return [key.trim(), lines.join('\n').trim()];
      })
  );
};

/** The names of the placeholders in a text. */
export const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
