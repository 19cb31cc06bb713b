import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseXml } from '../../simulator/metadata/xml.ts';
import { readEnvironment, writeEnvironment } from '../../src/source/environment.ts';
import { always, anyText } from '../property.ts';

/** What a shell and XML can carry at all. */
const anyValue = anyText.map((text) => text.replace(/[\p{Cs}\uFFFE\uFFFF]|(?!\n)\p{Cc}/gu, ''));
const anyVariables = fc.dictionary(
  fc.stringMatching(/^S2S_[A-Z_]{1,5}$/),
  fc.option(anyValue, { nil: undefined }),
  {
    maxKeys: 5,
  }
);
const asMap = (values: Record<string, string | undefined>): Map<string, string | undefined> =>
  new Map(Object.entries(values));
const none = new Map<string, string>();

describe('a file of variables, whatever their values', () => {
  it('is read as it was written, and keeps what is not known now', () => {
    always(
      fc.property(anyVariables, anyVariables, (first, second) => {
        const text = writeEnvironment(asMap(first), none, 'heading');
        expect(writeEnvironment(none, readEnvironment(text), 'heading')).to.equal(text);
        const both = writeEnvironment(asMap(second), readEnvironment(text), 'heading');
        const known = Object.entries(second).filter(([, value]) => value !== undefined);
        const expected = { ...first, ...Object.fromEntries(known) };
        for (const name of Object.keys(second)) expected[name] ??= undefined;
        expect(both).to.equal(writeEnvironment(asMap(expected), none, 'heading'));
      }),
      500
    );
  });

  it('gives a shell what is the value once it stands in XML', () => {
    always(
      fc.property(anyValue, (value) => {
        const text = writeEnvironment(new Map([['S2S_A', value]]), none, 'heading');
        const inShell = execFileSync('sh', [
          '-c',
          `set -a; eval "$1"; printenv S2S_A`,
          'sh',
          text,
        ]).toString();
        expect(parseXml(`<a>${inShell.slice(0, -1)}</a>`).text).to.equal(value);
      }),
      40
    );
  });
});
