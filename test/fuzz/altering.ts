import fc from 'fast-check';
import { isJson } from '../../src/org/answer.ts';
import { anyText } from '../property.ts';

/** What somebody makes of a text that a program wrote: where, how, and what stands there instead. */
export type Alteration = { at: number; how: 'replace' | 'delete' | 'repeat' | 'cut' | 'swap'; by: unknown };

/** What may stand in the place of anything: nothing, something empty, something of another type, anything at all. */
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e300,
    true,
    false,
    [],
    [null],
    [[]],
    {},
    { a: { b: 1 } },
    '1970',
    '\u0000'
  ),
  anyText,
  fc.jsonValue({ maxDepth: 2 })
);

export const anyAlteration: fc.Arbitrary<Alteration> = fc.record({
  at: fc.nat(),
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('replace' as const, 'delete' as const, 'repeat' as const) },
    { weight: 1, arbitrary: fc.constantFrom('cut' as const, 'swap' as const) }
  ),
  by: anyValue,
});

type Path = (string | number)[];
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))]
    : [path];

const inValue = (
  value: unknown,
  [step, ...rest]: Path,
  { how, by }: Pick<Alteration, 'how' | 'by'>
): unknown => {
  if (step === undefined) return how === 'repeat' ? [value, value] : how === 'delete' ? undefined : by;
  const entries = Object.entries(value as object).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== step) return [[key, inner] as const];
    if (rest.length > 0 || how === 'replace') return [[key, inValue(inner, rest, { how, by })] as const];
    if (how === 'delete') return [];
    // Twice in a list, a list of two anywhere else.
    return Array.isArray(value)
      ? [[key, inner] as const, [key, inner] as const]
      : [[key, [inner, inner]] as const];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
};

const inJson = (text: string, alteration: Alteration): string => {
  const value: unknown = JSON.parse(text);
  const paths = pathsOf(value);
  return JSON.stringify(inValue(value, paths[alteration.at % paths.length], alteration)) ?? '';
};

const asContent = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(
          ([name, inner]) => `<x${name.replace(/\W/g, '')}>${asContent(inner)}</x${name.replace(/\W/g, '')}>`
        )
        .join('')
    : String(value).replace(/[<&]/g, (character) => `&#${character.charCodeAt(0)};`);

const inXml = (text: string, { at, how, by }: Alteration): string => {
  const starts = [...text.matchAll(/<[A-Za-z]/g)].map(({ index }) => index);
  const start = starts[at % starts.length];
  const [whole, name] = /^<([\w:.-]+)[^>]*>(?:[^]*?<\/\1>)?/.exec(text.slice(start)) ?? [''];
  const other = {
    delete: '',
    repeat: whole + whole,
    replace: `<${name}>${asContent(by)}</${name}>`,
    cut: '',
    swap: '',
  };
  return text.slice(0, start) + other[how] + text.slice(start + whole.length);
};

const inText = (text: string, { at, how, by }: Alteration): string => {
  const place = at % Math.max(1, text.length);
  if (how === 'cut') return text.slice(0, place);
  const between = {
    replace: typeof by === 'string' ? by : JSON.stringify(by),
    delete: '',
    repeat: text.slice(place, place + 2).repeat(2),
    swap: '\uFFFD',
  }[how];
  return `${text.slice(0, place)}${between}${text.slice(place + 1)}`;
};

/** A text with one thing in it altered: a value where it is JSON, an element where it is XML, some characters otherwise. */
export const altered = (text: string, alteration: Alteration): string => {
  if (['cut', 'swap'].includes(alteration.how)) return inText(text, alteration);
  if (isJson(text)) return inJson(text, alteration);
  return /^\s*<[^]*>\s*$/.test(text) ? inXml(text, alteration) : inText(text, alteration);
};
