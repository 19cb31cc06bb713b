import { ApexException } from '../host.ts';
import { declareClass } from '../types/type.ts';
import { instance, type Definition } from './definition.ts';
import { type Call, type Instance, type Value } from '../values/value.ts';

/** A regular expression of Java, whose flags may stand at its beginning: `(?i)abc`. @throws ApexException if malformed */
export const javaPattern = (pattern: string): RegExp => {
  const [, flags, source] = /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  try {
    return new RegExp(
      source.replace(/([*+?}])\+/g, '$1').replace(/\(\?<(\w+)>/g, '(?<$1>'),
      `${flags ?? ''}u`
    );
  } catch {
    try {
      return new RegExp(source, flags ?? '');
    } catch {
      throw new ApexException('System.StringException', `Invalid regex: ${pattern}`);
    }
  }
};

/** A replacement of Java: `$1` is a group, a backslash protects. */
export const javaReplacement =
  (replacement: string) =>
  (whole: string, ...groups: (string | number | undefined)[]): string =>
    replacement.replace(
      /\\(.)|\$(\d)/g,
      (...[, literal, group]: (string | undefined)[]) =>
        literal ?? (group === '0' ? whole : String(groups[Number(group) - 1] ?? ''))
    );

type MatcherState = { pattern: RegExp; input: string; at: number; match: RegExpExecArray | null };

const search = (self: Instance, anchored: 'whole' | 'start' | undefined): boolean => {
  const state = self.state as MatcherState;
  const { source, flags } = state.pattern;
  const wrapped = anchored === 'whole' ? `^(?:${source})$` : anchored === 'start' ? `^(?:${source})` : source;
  const regex = new RegExp(wrapped, `${flags.replace('m', anchored ? '' : 'm')}g`);
  regex.lastIndex = anchored ? 0 : state.at;
  state.match = regex.exec(state.input);
  if (state.match) state.at = state.match[0] === '' ? regex.lastIndex + 1 : regex.lastIndex;
  return state.match !== null;
};

const found = (self: Instance): RegExpExecArray => {
  const { match } = self.state as MatcherState;
  if (!match) throw new ApexException('System.StringException', 'No match found');
  return match;
};

const group = (self: Instance, index: number): Value => {
  const match = found(self);
  if (index >= match.length) throw new ApexException('System.StringException', `No group ${index}`);
  return match[index] ?? null;
};

const newMatcher = (pattern: RegExp, input: string): Instance => {
  const state: MatcherState = { pattern, input, at: 0, match: null };
  return instance({ type: { class: declareClass('Matcher'), args: [] } }, state);
};

export const patterns: Definition[] = [
  {
    name: 'Pattern',
    members: {
      'static Pattern compile(String pattern)': (pattern: string, call: Call) =>
        instance(call, { regex: javaPattern(pattern), pattern }),
      'static Boolean matches(String pattern, String input)': (pattern: string, input: string) =>
        search(newMatcher(javaPattern(pattern), input), 'whole'),
      'static String quote(String value)': (value: string) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
      'Matcher matcher(String input)': (self: Instance, input: string) =>
        newMatcher((self.state as { regex: RegExp }).regex, input),
      'String pattern()': (self: Instance) => (self.state as { pattern: string }).pattern,
    },
    lacks: 'split',
  },
  {
    name: 'Matcher',
    members: {
      'Boolean find()': (self: Instance) => search(self, undefined),
      'Boolean matches()': (self: Instance) => search(self, 'whole'),
      'Boolean lookingAt()': (self: Instance) => search(self, 'start'),
      'String group()': (self: Instance) => group(self, 0),
      'String group(Integer index)': (self: Instance, index: number) => group(self, index),
      'Integer groupCount()': (self: Instance) =>
        (new RegExp(`${(self.state as MatcherState).pattern.source}|`).exec('')?.length ?? 1) - 1,
      'Integer start()': (self: Instance) => found(self).index,
      'Integer end()': (self: Instance) => found(self).index + found(self)[0].length,
      'String replaceAll(String replacement)': (self: Instance, replacement: string): string => {
        const { pattern, input } = self.state as MatcherState;
        return input.replace(new RegExp(pattern.source, `${pattern.flags}g`), javaReplacement(replacement));
      },
    },
    lacks:
      'hasAnchoringBounds hasTransparentBounds hitEnd pattern quoteReplacement region regionEnd regionStart replaceFirst requireEnd reset useAnchoringBounds usePattern useTransparentBounds',
  },
];
