import type { Definition } from './definition.ts';

const before = (value: string, at: number): string => (at < 0 ? value : value.slice(0, at));
const after = (value: string, at: number, length: number): string => (at < 0 ? '' : value.slice(at + length));

const between = (value: string, open: string, close: string): string | null => {
  const from = value.indexOf(open);
  const to = from < 0 ? -1 : value.indexOf(close, from + open.length);
  return to < 0 ? null : value.slice(from + open.length, to);
};

const xml: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const unescapeXml = (value: string): string =>
  value.replace(/&(?:#(\d+)|\w+);/g, (whole, code: string | undefined) =>
    code === undefined
      ? (Object.keys(xml).find((character) => xml[character] === whole) ?? whole)
      : String.fromCodePoint(Number(code))
  );

/** Methods of String that look for something in it, or tell what it is made of. */
export const stringSearch: Definition = {
  name: 'String',
  members: {
    'Integer indexOf(String part)': (self: string, part: string) => self.indexOf(part),
    'Integer indexOf(String part, Integer from)': (self: string, part: string, from: number) =>
      self.indexOf(part, from),
    'Integer lastIndexOf(String part)': (self: string, part: string) => self.lastIndexOf(part),
    'Integer lastIndexOf(String part, Integer from)': (self: string, part: string, from: number) =>
      self.lastIndexOf(part, from),
    'Boolean contains(String part)': (self: string, part: string) => self.includes(part),
    'Boolean containsIgnoreCase(String part)': (self: string, part: string) =>
      self.toLowerCase().includes(part.toLowerCase()),
    'Boolean containsAny(String characters)': (self: string, characters: string) =>
      Array.from(characters).some((character) => self.includes(character)),
    'Boolean containsWhitespace()': (self: string) => /\s/.test(self),
    'Boolean startsWith(String part)': (self: string, part: string) => self.startsWith(part),
    'Boolean startsWithIgnoreCase(String part)': (self: string, part: string) =>
      self.toLowerCase().startsWith(part.toLowerCase()),
    'Boolean endsWith(String part)': (self: string, part: string) => self.endsWith(part),
    'Boolean endsWithIgnoreCase(String part)': (self: string, part: string) =>
      self.toLowerCase().endsWith(part.toLowerCase()),
    'Integer countMatches(String part)': (self: string, part: string) =>
      part === '' ? 0 : self.split(part).length - 1,
    'String substringBefore(String part)': (self: string, part: string) => before(self, self.indexOf(part)),
    'String substringBeforeLast(String part)': (self: string, part: string) =>
      before(self, self.lastIndexOf(part)),
    'String substringAfter(String part)': (self: string, part: string) =>
      after(self, self.indexOf(part), part.length),
    'String substringAfterLast(String part)': (self: string, part: string) =>
      after(self, self.lastIndexOf(part), part.length),
    'String substringBetween(String tag)': (self: string, tag: string) => between(self, tag, tag),
    'String substringBetween(String open, String close)': (self: string, open: string, close: string) =>
      between(self, open, close),
    'String removeStart(String part)': (self: string, part: string) =>
      self.startsWith(part) ? self.slice(part.length) : self,
    'String removeStartIgnoreCase(String part)': (self: string, part: string) =>
      self.toLowerCase().startsWith(part.toLowerCase()) ? self.slice(part.length) : self,
    'String removeEnd(String part)': (self: string, part: string) =>
      self.endsWith(part) ? self.slice(0, self.length - part.length) : self,
    'String removeEndIgnoreCase(String part)': (self: string, part: string) =>
      self.toLowerCase().endsWith(part.toLowerCase()) ? self.slice(0, self.length - part.length) : self,
    'Boolean isNumeric()': (self: string) => /^\d+$/.test(self),
    'Boolean isAlpha()': (self: string) => /^\p{L}+$/u.test(self),
    'Boolean isAlphanumeric()': (self: string) => /^[\p{L}\d]+$/u.test(self),
    'Boolean isAllLowerCase()': (self: string) => /^\p{Ll}+$/u.test(self),
    'Boolean isAllUpperCase()': (self: string) => /^\p{Lu}+$/u.test(self),
    'String escapeXml()': (self: string) => self.replace(/[&<>"']/g, (character) => xml[character]),
    'String unescapeXml()': (self: string) => unescapeXml(self),
    'String escapeEcmaScript()': (self: string) => JSON.stringify(self).slice(1, -1).replace(/['/]/g, '\\$&'),
  },
};
