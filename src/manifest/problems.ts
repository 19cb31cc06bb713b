import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { say } from '../text/messages.ts';
import { type Path, type Place, placeOf, placeOfKey, type Problem, type Source } from './document.ts';
import { manifest, manifestVersion } from './schema.ts';

type Issue = z.core.$ZodIssue;

/** The keys that may stand beside an unknown one: those of the schema at that path. */
const keysAt = (path: Path): string[] => {
  const [, hub, ofHub, , ofLink] = path;
  const { shape } = manifest;
  const hubs = shape.hubs.element;
  if (path.length === 0) return Object.keys(shape);
  if (path[0] === 'defaults' || ofHub === 'defaults') return Object.keys(shape.defaults.unwrap().shape);
  if (hub !== undefined && ofHub === undefined) return Object.keys(hubs.shape);
  const link = hubs.shape.links.element;
  return Object.keys(
    ofLink === 'bidirectional' ? link.shape.bidirectional.unwrap().options[1].shape : link.shape
  );
};

/** The known key that somebody may have meant; undefined where none is near. */
export const nearestKey = (key: string, known: string[]): string | undefined => {
  const plain = (text: string): string => text.replaceAll(/[-_\s]/g, '').toLowerCase();
  const ranked = known
    .map((one) => ({ one, far: distance(plain(key), plain(one)) }))
    .sort((a, b) => a.far - b.far);
  const [best] = ranked;
  return best && best.far <= Math.ceil(best.one.length / 3) ? best.one : undefined;
};

const unknownKey = (key: string, path: Path): string => {
  const known = keysAt(path);
  const near = nearestKey(key, known);
  return near === undefined
    ? say('s2s', 'manifest.unknownKey', { key, known: known.join(', ') })
    : say('s2s', 'manifest.unknownKeyNear', { key, near });
};

/** What a value is called in a problem. */
const nameOf = (path: Path): string => {
  const key = path.filter((one) => typeof one === 'string').at(-1);
  if (key === undefined) return say('s2s', 'manifest.whole');
  return typeof path.at(-1) === 'number' ? say('s2s', 'manifest.entry', { key }) : key;
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value);

const wrongType = (key: string, expected: string, value: unknown): string => {
  if (value === undefined) return say('s2s', 'manifest.missing', { key });
  if (value === null) return say('s2s', 'manifest.empty', { key });
  if (expected === 'string' && typeof value !== 'object') return say('s2s', 'manifest.quote', { key });
  return say('s2s', `manifest.type.${expected}`, { key });
};

const wrongVersion = (value: unknown): string =>
  typeof value === 'number' && value > manifestVersion
    ? say('s2s', 'manifest.newer', { version: value, newest: manifestVersion })
    : say('s2s', 'manifest.version', { newest: manifestVersion });

/** The words of one problem. Values are left out: they may come from the environment. */
const textOf = (issue: Issue, value: unknown): string => {
  const key = nameOf(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(key, issue.expected, value);
    case 'invalid_value':
      if (value === null) return say('s2s', 'manifest.empty', { key });
      return key === 'version' && value !== undefined
        ? wrongVersion(value)
        : value === undefined
          ? say('s2s', 'manifest.missing', { key })
          : say('s2s', 'manifest.choice', { key, choices: issue.values.join(', ') });
    case 'too_small':
      return say('s2s', issue.origin === 'array' ? 'manifest.emptyList' : 'manifest.empty', { key });
    case 'too_big':
      return say('s2s', 'manifest.tooLong', { key, longest: Number(issue.maximum) });
    case 'invalid_union':
      return value === null
        ? say('s2s', 'manifest.empty', { key })
        : say('s2s', 'manifest.type.wayBack', { key });
    default:
      return say('s2s', `manifest.format.${issue.message}`, { key });
  }
};

/** A union that holds an object is about what is in the object. */
const flat = (issue: Issue): Issue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const inside = issue.errors.find((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys')
  );
  return inside ? inside.map((one) => ({ ...one, path: [...issue.path, ...one.path] })) : [issue];
};

/** Pure: what the schema finds wrong with a manifest, each with its place. */
export const describeIssues = (
  issues: Issue[],
  value: unknown,
  source: Source
): (Problem & { path: Path })[] =>
  issues.flatMap(flat).flatMap((issue) => {
    const { path } = issue;
    const at = (place: Place, text: string): Problem & { path: Path } => ({ ...place, text, path });
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => at(placeOfKey(source, path, key), unknownKey(key, path)));
    return [at(placeOf(source, path), textOf(issue, valueAt(value, path)))];
  });
