import { instantText } from '../values/text.ts';
import { isKind, type ListValue, type Value } from '../values/value.ts';
import type { Definition } from './definition.ts';
import { listOf } from './string.ts';

/** As Java's String.hashCode. */
export const hashOf = (value: string): number => {
  let hash = 0;
  for (let i = 0; i < value.length; i += 1) hash = (Math.imul(31, hash) + value.charCodeAt(i)) | 0;
  return hash;
};

const commonPrefix = (values: string[]): string => {
  const [first = '', ...others] = values;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
};

const levenshtein = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + cost));
    }
    row = next;
  }
  return row[b.length];
};

const centered = (value: string, size: number, pad: string): string => {
  const missing = size - value.length;
  if (missing <= 0 || pad === '') return value;
  const before = value.length + Math.floor(missing / 2);
  return value.padStart(before, pad).padEnd(size, pad);
};

const swapped = (value: string): string =>
  value.replace(/\p{L}/gu, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()
  );

const byType = (value: string): string[] => value.match(/\p{Lu}+|\p{Ll}+|\d+|\s+|[^\p{L}\d\s]+/gu) ?? [];
const byCamelCase = (value: string): string[] =>
  value.match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\d+|\s+|[^\p{L}\d\s]+/gu) ?? [];

const firstOf = (value: string, fits: (character: string) => boolean): number =>
  value.split('').findIndex(fits);

const javaEscapes: Record<string, string> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
};

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

const escapeUnicode = (value: string): string => value.replace(/[^\x20-\x7e]/g, unicodeEscape);
const unescapeUnicode = (value: string): string =>
  value.replace(/\\u+([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

const escapeJava = (value: string): string =>
  value.replace(/["\\]|[^\x20-\x7e]/g, (character) =>
    '"\\'.includes(character) ? `\\${character}` : (javaEscapes[character] ?? unicodeEscape(character))
  );

const unescapeJava = (value: string): string =>
  unescapeUnicode(
    value.replace(
      /\\([bntfr"'\\])/g,
      (whole, letter: string) => Object.keys(javaEscapes).find((key) => javaEscapes[key] === whole) ?? letter
    )
  );

const overlaid = (value: string, by: string, from: number, to: number): string => {
  const [start, end] = [from, to].map((at) => Math.min(Math.max(at, 0), value.length)).sort((a, b) => a - b);
  return value.slice(0, start) + by + value.slice(end);
};

/** Methods of String after Apache Commons Lang, which the Apex Reference Guide ("String Class") takes over. */
export const stringMore: Definition = {
  name: 'String',
  members: {
    'static String valueOfGmt(Datetime value)': (value: Value) =>
      isKind(value, 'Datetime') ? instantText(value.ms) : null,
    'static String getCommonPrefix(List<String> values)': (values: ListValue) =>
      commonPrefix(values.items.map(String)),
    'Integer hashCode()': (self: string) => hashOf(self),
    'Integer codePointAt(Integer index)': (self: string, index: number) => self.codePointAt(index) ?? null,
    'Integer codePointCount(Integer from, Integer to)': (self: string, from: number, to: number) =>
      Array.from(self.slice(from, to)).length,
    'String difference(String other)': (self: string, other: string) =>
      self === other ? '' : other.slice(commonPrefix([self, other]).length),
    'Integer indexOfDifference(String other)': (self: string, other: string) =>
      self === other ? -1 : commonPrefix([self, other]).length,
    'Integer getLevenshteinDistance(String other)': (self: string, other: string) => levenshtein(self, other),
    'Integer getLevenshteinDistance(String other, Integer most)': (
      self: string,
      other: string,
      most: number
    ) => (levenshtein(self, other) > most ? -1 : levenshtein(self, other)),
    'String center(Integer size)': (self: string, size: number) => centered(self, size, ' '),
    'String center(Integer size, String pad)': (self: string, size: number, pad: string) =>
      centered(self, size, pad),
    'Boolean containsNone(String characters)': (self: string, characters: string) =>
      !Array.from(characters).some((each) => self.includes(each)),
    'Boolean containsOnly(String characters)': (self: string, characters: string) =>
      Array.from(self).every((each) => characters.includes(each)),
    'Integer indexOfAny(String characters)': (self: string, characters: string) =>
      firstOf(self, (each) => characters.includes(each)),
    'Integer indexOfAnyBut(String characters)': (self: string, characters: string) =>
      firstOf(self, (each) => !characters.includes(each)),
    'Integer indexOfChar(Integer character)': (self: string, character: number) =>
      self.indexOf(String.fromCodePoint(character)),
    'Integer indexOfChar(Integer character, Integer from)': (self: string, character: number, from: number) =>
      self.indexOf(String.fromCodePoint(character), from),
    'Integer lastIndexOfChar(Integer character)': (self: string, character: number) =>
      self.lastIndexOf(String.fromCodePoint(character)),
    'Integer lastIndexOfChar(Integer character, Integer from)': (
      self: string,
      character: number,
      from: number
    ) => self.lastIndexOf(String.fromCodePoint(character), from),
    'Integer indexOfIgnoreCase(String part)': (self: string, part: string) =>
      self.toLowerCase().indexOf(part.toLowerCase()),
    'Integer indexOfIgnoreCase(String part, Integer from)': (self: string, part: string, from: number) =>
      self.toLowerCase().indexOf(part.toLowerCase(), from),
    'Integer lastIndexOfIgnoreCase(String part)': (self: string, part: string) =>
      self.toLowerCase().lastIndexOf(part.toLowerCase()),
    'Integer lastIndexOfIgnoreCase(String part, Integer from)': (self: string, part: string, from: number) =>
      self.toLowerCase().lastIndexOf(part.toLowerCase(), from),
    'List<String> splitByCharacterType()': (self: string) => listOf(byType(self)),
    'List<String> splitByCharacterTypeCamelCase()': (self: string) => listOf(byCamelCase(self)),
    'String swapCase()': (self: string) => swapped(self),
    'String escapeCsv()': (self: string) =>
      /[",\r\n]/.test(self) ? `"${self.replaceAll('"', '""')}"` : self,
    'String unescapeCsv()': (self: string) =>
      /^".*[",\r\n].*"$/s.test(self) ? self.slice(1, -1).replaceAll('""', '"') : self,
    'String escapeJava()': (self: string) => escapeJava(self),
    'String unescapeJava()': (self: string) => unescapeJava(self),
    'String escapeUnicode()': (self: string) => escapeUnicode(self),
    'String unescapeUnicode()': (self: string) => unescapeUnicode(self),
    'String stripHtmlTags()': (self: string) => self.replace(/<[^>]*>/g, ''),
    'String overlay(String by, Integer from, Integer to)': (
      self: string,
      by: string,
      from: number,
      to: number
    ) => overlaid(self, by, from, to),
    'Boolean isAsciiPrintable()': (self: string) => /^[\x20-\x7e]*$/.test(self),
    'Boolean isNumericSpace()': (self: string) => /^[\d ]*$/.test(self),
    'Boolean isAlphaSpace()': (self: string) => /^[\p{L} ]*$/u.test(self),
    'Boolean isAlphanumericSpace()': (self: string) => /^[\p{L}\d ]*$/u.test(self),
    'Boolean isWhitespace()': (self: string) => /^\s*$/.test(self),
    'String toLowerCase(String locale)': (self: string, locale: string) =>
      self.toLocaleLowerCase(locale.replace('_', '-')),
    'String toUpperCase(String locale)': (self: string, locale: string) =>
      self.toLocaleUpperCase(locale.replace('_', '-')),
  },
};
