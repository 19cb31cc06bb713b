import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { commandFor, whereUsername } from '../src/command.ts';
import { printable } from '../src/text/printable.ts';
import { always, anyText, asSent } from './property.ts';

/** The words that a shell makes of a command. */
const wordsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', `for word in ${command}; do printf '%s\\0' "$word"; done`])
    .toString()
    .split('\0')
    .slice(0, -1);

describe('a command to paste', () => {
  it('gives a shell every value as it is, as one word', () => {
    always(
      fc.property(fc.array(anyText, { maxLength: 20 }), (texts) => {
        const values = texts.map((text) => asSent(printable(text)));
        expect(wordsOf(commandFor('link', { 'assign-to': values }).command)).to.deep.equal(
          ['sf', 's2s', 'link'].concat(values.flatMap((value) => ['--assign-to', value]))
        );
      }),
      40
    );
  });

  it('finds a user whose name may hold anything but both kinds of quotes', () => {
    always(
      fc.property(anyText, (text) => {
        const name = asSent(printable(text)).replaceAll('"', '');
        const [word, ...more] = wordsOf(whereUsername(name).command);
        expect(more).to.deep.equal([]);
        // As the CLI reads `--where`: a value may stand in quotes of either kind.
        expect(/^Username=(['"])([^]*)\1$/.exec(word)?.[2]).to.equal(name);
      }),
      60
    );
  });
});
