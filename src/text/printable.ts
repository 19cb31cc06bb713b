import { stripVTControlCharacters } from 'node:util';

/**
 * Characters that nobody sees and that change what is seen: they steer terminals, turn the direction of writing (which
 * makes `gpj.exe` of `exe.jpg`), end lines, or hide text. Tabs and line feeds are left to those who ask.
 */
const hidden = /[^\P{Cc}\n\t]|[\p{Bidi_Control}\u2028\u2029\uFEFF\u{E0000}-\u{E007F}]/gu;

/** A text without what could rewrite the terminal, or show something else than it says. Lines stay. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(hidden, '');

export const isPrintable = (text: string): boolean => text.search(hidden) < 0;

/** The same in one line, for what must not look like lines of ours: a name of an org, an org's own words. */
export const inOneLine = (text: string): string => printable(text).replace(/\s*[\n\t]\s*/g, ' ');

/** JSON, or YAML where such characters stand in double quotes, with such characters as escapes: to programs it says the same. */
export const escapeHidden = (json: string): string =>
  json.replace(hidden, (characters) =>
    // Escapes are of UTF-16 code units.
    Array.from({ length: characters.length }, (_, i) => characters.charCodeAt(i))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join('')
  );
