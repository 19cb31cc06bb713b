import { ApexException } from '../host.ts';
import { claimHeap } from '../machine.ts';
import { types } from '../types/type.ts';
import { compare } from '../values/compare.ts';
import { dayText, text } from '../values/text.ts';
import { toText } from '../values/tostring.ts';
import { isKind, type Call, type ListValue, type SetValue, type Value } from '../values/value.ts';
import type { Definition } from './definition.ts';
import { formatMessage } from './message-format.ts';
import { javaPattern, replaceAll, replaceFirst, split } from './regex.ts';

export const listOf = (items: string[]): ListValue => ({
  kind: 'List',
  type: types.list(types.string),
  items,
});

const outOfBounds = (from: number, to: number): ApexException =>
  new ApexException('System.StringException', `Starting position out of bounds: ${from < 0 ? from : to}`);

const slice = (value: string, from: number, to: number): string => {
  if (from < 0 || to > value.length || from > to) {
    throw from < 0 || from > value.length
      ? outOfBounds(from, from)
      : new ApexException('System.StringException', `Ending position out of bounds: ${to}`);
  }
  return value.slice(from, to);
};

const isBlank = (value: string | null): boolean => value === null || value.trim() === '';

const padding = (value: string, length: number, pad: string): string => {
  const missing = Math.max(0, length - value.length);
  claimHeap(missing);
  return pad === '' ? '' : pad.repeat(Math.ceil(missing / pad.length)).slice(0, missing);
};

/** @throws ApexException for less than four characters; text: Apache Commons Lang, after which it is made */
const abbreviated = (value: string, length: number): string => {
  if (length < 4) throw new ApexException('System.StringException', 'Minimum abbreviation width is 4');
  return value.length <= length ? value : `${value.slice(0, length - 3)}...`;
};

const repeated = (value: string, times: number): string => {
  claimHeap(value.length * times);
  return value.repeat(Math.max(0, times));
};

const valueOf = (value: Value, { machine }: Call): Promise<string> | string | null => {
  if (value === null) return null;
  if (isKind(value, 'Date')) return dayText(value.ms);
  return toText(machine, value);
};

const join = (parts: ListValue | SetValue, separator: string): string =>
  [...parts.items.values()].map((part) => (part === null ? '' : text(part))).join(separator);

export const string: Definition = {
  name: 'String',
  members: {
    'static String valueOf(Object? value)': valueOf,
    'static String join(Iterable<Object> parts, String separator)': join,
    'static String format(String message, List<Object> values)': (message: string, values: ListValue) =>
      formatMessage(message, values.items),
    'static Boolean isBlank(String? value)': (value: string | null) => isBlank(value),
    'static Boolean isNotBlank(String? value)': (value: string | null) => !isBlank(value),
    'static Boolean isEmpty(String? value)': (value: string | null) => value === null || value === '',
    'static Boolean isNotEmpty(String? value)': (value: string | null) => value !== null && value !== '',
    'static String escapeSingleQuotes(String value)': (value: string) => value.replace(/[\\']/g, '\\$&'),
    'static String fromCharArray(List<Integer> characters)': (characters: ListValue) =>
      String.fromCharCode(...characters.items.map(Number)),
    'Integer length()': (self: string) => self.length,
    'String toLowerCase()': (self: string) => self.toLowerCase(),
    'String toUpperCase()': (self: string) => self.toUpperCase(),
    'String trim()': (self: string) => self.trim(),
    'String substring(Integer from)': (self: string, from: number) => slice(self, from, self.length),
    'String substring(Integer from, Integer to)': (self: string, from: number, to: number) =>
      slice(self, from, to),
    'String left(Integer length)': (self: string, length: number) => self.slice(0, Math.max(0, length)),
    'String right(Integer length)': (self: string, length: number) =>
      length <= 0 ? '' : self.slice(-length),
    'String mid(Integer from, Integer length)': (self: string, from: number, length: number) =>
      self.slice(Math.max(0, from), Math.max(0, from) + Math.max(0, length)),
    'Integer charAt(Integer index)': (self: string, index: number) =>
      slice(self, index, index + 1).charCodeAt(0),
    'List<Integer> getChars()': (self: string) => ({
      kind: 'List',
      type: types.list(types.integer),
      items: Array.from({ length: self.length }, (_, i) => self.charCodeAt(i)),
    }),
    'Boolean equals(Object? other)': (self: string, other: Value) => self === other,
    'Boolean equalsIgnoreCase(String? other)': (self: string, other: string | null) =>
      other !== null && compare(self, other, true) === 0,
    'Integer compareTo(String other)': (self: string, other: string) => compare(self, other),
    'String replace(String target, String replacement)': (
      self: string,
      target: string,
      replacement: string
    ) => self.replaceAll(target, () => replacement),
    'String replaceAll(String pattern, String replacement)': (self: string, pattern: string, by: string) =>
      replaceAll(javaPattern(pattern), self, by),
    'String replaceFirst(String pattern, String replacement)': (self: string, pattern: string, by: string) =>
      replaceFirst(javaPattern(pattern), self, by),
    'List<String> split(String pattern)': (self: string, pattern: string) =>
      listOf(split(javaPattern(pattern), self)),
    'List<String> split(String pattern, Integer limit)': (self: string, pattern: string, limit: number) =>
      listOf(split(javaPattern(pattern), self, limit)),
    'String remove(String part)': (self: string, part: string) => self.replaceAll(part, ''),
    'String repeat(Integer times)': (self: string, times: number) => repeated(self, times),
    'String repeat(String separator, Integer times)': (self: string, separator: string, times: number) =>
      repeated(`${self}${separator}`, times).slice(0, -separator.length || undefined),
    'String leftPad(Integer length)': (self: string, length: number) => padding(self, length, ' ') + self,
    'String leftPad(Integer length, String pad)': (self: string, length: number, pad: string) =>
      padding(self, length, pad) + self,
    'String rightPad(Integer length)': (self: string, length: number) => self + padding(self, length, ' '),
    'String rightPad(Integer length, String pad)': (self: string, length: number, pad: string) =>
      self + padding(self, length, pad),
    'String reverse()': (self: string) => Array.from(self).reverse().join(''),
    'String capitalize()': (self: string) => self.slice(0, 1).toUpperCase() + self.slice(1),
    'String uncapitalize()': (self: string) => self.slice(0, 1).toLowerCase() + self.slice(1),
    'String deleteWhitespace()': (self: string) => self.replace(/\s/g, ''),
    'String normalizeSpace()': (self: string) => self.trim().replace(/\s+/g, ' '),
    'String abbreviate(Integer length)': abbreviated,
  },
  lacks: `codePointBefore offsetByCodePoints splitByCharacterTypeWithoutSpace escapeHtml3 escapeHtml4 unescapeHtml3
    unescapeHtml4 chars`,
};
