import { ApexException } from '../host.ts';
import { declareClass } from '../types/type.ts';
import { instance, type Definition } from './definition.ts';
import { type Call, type Instance, type Value } from '../values/value.ts';
import { javaPattern, quoted, replaceAll, replaceFirst, searching, split, withFlags } from './regex.ts';
import { listOf } from './string.ts';

type PatternState = { regex: RegExp; pattern: string };

type MatcherState = { pattern: Instance; input: string; at: number; match: RegExpExecArray | null };

const regexOf = (pattern: Instance): RegExp => (pattern.state as PatternState).regex;

const search = (self: Instance, anchored: 'whole' | 'start' | undefined): boolean => {
  const state = self.state as MatcherState;
  const { source, flags } = regexOf(state.pattern);
  const wrapped = anchored === 'whole' ? `^(?:${source})$` : anchored === 'start' ? `^(?:${source})` : source;
  const regex = new RegExp(wrapped, `${anchored ? flags.replace('m', '') : flags}g`);
  regex.lastIndex = anchored ? 0 : state.at;
  state.match = searching(regex, state.input, () => regex.exec(state.input));
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
  if (index < 0 || index >= match.length)
    throw new ApexException('System.StringException', `No group ${index}`);
  return match[index] ?? null;
};

/** Where a group begins; -1 if it took no part in the match. */
const startOf = (self: Instance, index: number): number => {
  const { pattern, input } = self.state as MatcherState;
  const text = group(self, index);
  const regex = withFlags(regexOf(pattern), 'dg');
  regex.lastIndex = found(self).index;
  return text === null ? -1 : (regex.exec(input)?.indices?.[index]?.[0] ?? -1);
};

const newMatcher = (pattern: Instance, input: string): Instance => {
  const state: MatcherState = { pattern, input, at: 0, match: null };
  return instance({ type: { class: declareClass('Matcher'), args: [] } }, state);
};

const compiled = (call: Pick<Call, 'type'>, pattern: string): Instance =>
  instance(call, { regex: javaPattern(pattern), pattern } satisfies PatternState, () => pattern);

const reset = (self: Instance, input: string): Instance => {
  self.state = { ...(self.state as MatcherState), input, at: 0, match: null };
  return self;
};

/** Pattern and Matcher (Apex Reference Guide). */
export const patterns: Definition[] = [
  {
    name: 'Pattern',
    members: {
      'static Pattern compile(String pattern)': (pattern: string, call: Call) => compiled(call, pattern),
      'static Boolean matches(String pattern, String input)': (pattern: string, input: string, call: Call) =>
        search(newMatcher(compiled(call, pattern), input), 'whole'),
      'static String quote(String value)': quoted,
      'Matcher matcher(String input)': newMatcher,
      'String pattern()': (self: Instance) => (self.state as PatternState).pattern,
      'List<String> split(String input)': (self: Instance, input: string) =>
        listOf(split(regexOf(self), input)),
      'List<String> split(String input, Integer limit)': (self: Instance, input: string, limit: number) =>
        listOf(split(regexOf(self), input, limit)),
    },
  },
  {
    name: 'Matcher',
    members: {
      'static String quoteReplacement(String text)': (text: string) => text.replace(/[\\$]/g, '\\$&'),
      'Boolean find()': (self: Instance) => search(self, undefined),
      'Boolean find(Integer from)': (self: Instance, from: number): boolean => {
        const { input } = self.state as MatcherState;
        if (from < 0 || from > input.length)
          throw new ApexException('System.StringException', 'Illegal start index');
        (reset(self, input).state as MatcherState).at = from;
        return search(self, undefined);
      },
      'Boolean matches()': (self: Instance) => search(self, 'whole'),
      'Boolean lookingAt()': (self: Instance) => search(self, 'start'),
      'String group()': (self: Instance) => group(self, 0),
      'String group(Integer index)': group,
      'Integer groupCount()': (self: Instance) =>
        (new RegExp(`${regexOf((self.state as MatcherState).pattern).source}|`, 'u').exec('')?.length ?? 1) -
        1,
      'Integer start()': (self: Instance) => found(self).index,
      'Integer start(Integer index)': startOf,
      'Integer end()': (self: Instance) => found(self).index + found(self)[0].length,
      'Integer end(Integer index)': (self: Instance, index: number): number => {
        const start = startOf(self, index);
        return start < 0 ? start : start + String(group(self, index)).length;
      },
      'Pattern pattern()': (self: Instance) => (self.state as MatcherState).pattern,
      'Matcher reset()': (self: Instance) => reset(self, (self.state as MatcherState).input),
      'Matcher reset(String input)': reset,
      'String replaceAll(String replacement)': (self: Instance, replacement: string): string => {
        const { pattern, input } = self.state as MatcherState;
        return replaceAll(regexOf(pattern), input, replacement);
      },
      'String replaceFirst(String replacement)': (self: Instance, replacement: string): string => {
        const { pattern, input } = self.state as MatcherState;
        return replaceFirst(regexOf(pattern), input, replacement);
      },
    },
    lacks:
      'hasAnchoringBounds hasTransparentBounds hitEnd region regionEnd regionStart requireEnd useAnchoringBounds usePattern useTransparentBounds',
  },
];
