import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { readEnvironment, writeEnvironment } from '../../src/source/environment.ts';

/** A variable as a shell reads it from a file. */
const inShell = (text: string, name: string): string =>
  execFileSync('sh', ['-c', `set -a; eval "$1"; printenv ${name} || echo unset`, 'sh', text]).toString();

describe('source/environment', () => {
  const none = new Map<string, string>();

  it('is read by a shell, with what belongs in XML as XML', () => {
    const text = writeEnvironment(new Map([['S2S_A', "o'brien&<co>$HOME`id`@x\nsecond"]]), none, 'one\ntwo');
    expect(text).to.match(/^# one\n# two\n/);
    expect(inShell(text, 'S2S_A')).to.equal('o&#39;brien&amp;&lt;co&gt;&#36;HOME`id`@x\nsecond\n');
  });

  it('leaves a variable unset whose value is not known', () => {
    const text = writeEnvironment(new Map([['S2S_A', undefined]]), none, 'x');
    expect(text).to.contain('# S2S_A=\n');
    expect(inShell(text, 'S2S_A')).to.equal('unset\n');
  });

  it('keeps what an earlier run knew, and is the same again', () => {
    const first = writeEnvironment(new Map([['S2S_B', 'a & b\nc'], ['S2S_C', undefined]]), none, 'x'); // prettier-ignore
    const second = writeEnvironment(
      new Map([
        ['S2S_A', '1'],
        ['S2S_B', undefined],
        ['S2S_C', 'now'],
      ]),
      readEnvironment(first),
      'x'
    );
    expect(second).to.equal("# x\nS2S_A='1'\nS2S_B='a &amp; b\nc'\nS2S_C='now'\n");
    expect(writeEnvironment(none, readEnvironment(second), 'x')).to.equal(second);
  });
});
