import { asWord, type Command } from './messages.ts';

/** A text for a quoted SOQL literal inside a word in double quotes: `--where "Username='…'"`. */
export const asQuotedSoql = (text: string): Command => ({
  command: text.replace(/['"\\$`]/g, (c) => (c === "'" ? "\\\\'" : `\\${c}`)),
});

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
