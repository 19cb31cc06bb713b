import { expect } from 'chai';
import { linksOf, problemsOf, requestsOf } from './reading.ts';

const tenfold = (names: string[]): string =>
  [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...names.slice(1).map((name, i) => `${name}: &${name} [${Array(10).fill(`*${names[i]}`).join(', ')}]`),
  ].join('\n');

describe('a manifest that is not YAML as it should be', () => {
  const cases: [string, string, string[]][] = [
    ['empty', '', ['1:1: the file is empty']],
    ['only comments', '# later\n', ['1:1: the file is empty']],
    [
      'a tab',
      'version: 1\nhubs:\n\t- hub: h',
      ['3:1: a tab at the beginning of a line: YAML is indented with spaces'],
    ],
    ['a key twice', 'version: 1\nversion: 1', ['2:1: this key stands here twice']],
    [
      'several documents',
      'version: 1\n---\nversion: 1',
      ['2:1: a second document begins here (---): a manifest is one'],
    ],
    ['an open quote', 'version: "1', ['1:12: not valid YAML or JSON: Missing closing "quote']],
    [
      'a colon too many',
      'hub: a: b',
      ['1:6: not valid YAML or JSON: Nested mappings are not allowed in compact mappings'],
    ],
    [
      'a tag',
      'hub: !!js/function x',
      ['1:6: not valid YAML or JSON: Unresolved tag: tag:yaml.org,2002:js/function'],
    ],
    [
      'an unknown alias',
      'hub: *nobody',
      ['1:1: not valid YAML or JSON: Unresolved alias (the anchor must be set before the alias): nobody'],
    ],
    [
      'a merge of nothing',
      'hub:\n  <<: 3',
      ['1:1: not valid YAML or JSON: Merge sources must be maps or map aliases'],
    ],
    [
      'an alias in itself',
      'hub: &a [*a]',
      [
        '1:1: with its aliases written out the file has more than 500000 values, or an alias is part of itself',
      ],
    ],
    [
      'a bomb',
      tenfold(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']),
      [
        '1:1: with its aliases written out the file has more than 500000 values, or an alias is part of itself',
      ],
    ],
    ['levels without end', '['.repeat(1_000_000), ['1:1: nested deeper than 50 levels']],
    ['lists in lists', '- '.repeat(1_000_000), ['1:1: nested deeper than 50 levels']],
    [
      'indents without end',
      Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      ['1:1: nested deeper than 50 levels'],
    ],
    [
      'keys without end',
      Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join('\n'),
      ['1:1: a mapping with more than 200 keys'],
    ],
    [
      'keys without end in JSON',
      JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, 1]))),
      ['1:1: a mapping with more than 200 keys'],
    ],
    ['a text', 'hello', ['1:1: the file has to be keys with values']],
    ['a list', '[1]', ['1:1: the file has to be keys with values']],
  ];
  for (const [what, text, problems] of cases) {
    it(`${what}: says so, and where`, () => {
      expect(problemsOf(text)).to.deep.equal(problems);
    });
  }

  it('takes aliases as long as they do not grow out of hand', () => {
    const links = Array.from({ length: 900 }, (_, i) => `{ spoke: s${i}, <<: *base }`);
    const text = linksOf(
      '{ spoke: a, assignTo: &who [Callers] }',
      '&base { spoke: b, assignTo: *who }',
      ...links
    );
    expect(requestsOf(text).filter(({ assignTo }) => assignTo.join() === 'Callers')).to.have.lengthOf(902);
  });
});
