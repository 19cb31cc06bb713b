import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { commandFor, whereUsername } from '../src/command.ts';

/** The words that a shell makes of a command. */
const words = (command: string): string[] =>
  execFileSync('sh', ['-c', `for word in ${command}; do printf '%s\\0' "$word"; done`])
    .toString()
    .split('\0')
    .slice(0, -1);

describe('link/command', () => {
  it('leaves out what is undefined, false or empty', () => {
    const flags = { hub: 'myhub', name: undefined, 'assign-to': [], adopt: false, 'allow-self': true };
    expect(commandFor('link', flags)).to.deep.equal({ command: 'sf s2s link --hub myhub --allow-self' });
  });

  it('repeats a flag that takes several values', () => {
    expect(commandFor('link', { 'assign-to': ['a@b.example', 'c'] }).command).to.equal(
      'sf s2s link --assign-to a@b.example --assign-to c'
    );
  });

  it('gives a shell each value as one word, whatever it holds', () => {
    const values = ['Automated Process', "o'neil@x.example", '$(echo hi)', '`echo hi`', 'a;b', '"', '\\', ''];
    const { command } = commandFor('link', { 'assign-to': values });
    expect(words(command)).to.deep.equal([
      'sf',
      's2s',
      'link',
      ...values.flatMap((value) => ['--assign-to', value]),
    ]);
  });

  it('finds a user by username, whatever it holds', () => {
    const argument = (username: string): string[] => words(whereUsername(username).command);
    expect(argument('ann@hub.example')).to.deep.equal(["Username='ann@hub.example'"]);
    expect(argument("o'neil@x.example")).to.deep.equal(['Username="o\'neil@x.example"']);
    expect(argument('$(echo hi)`echo hi`"')).to.deep.equal(["Username='$(echo hi)`echo hi`\"'"]);
  });
});
