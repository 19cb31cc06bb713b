import { expect } from 'chai';
import { actionsFor, failure, say, withAction } from '../../src/text/messages.ts';
import { asWord } from '../../src/text/shell.ts';

describe('messages', () => {
  it('puts values where their names stand, once', () => {
    expect(say('s2s', 'error.notLinked', { hub: '{spoke}', spoke: 'myspoke' })).to.equal(
      '{spoke} holds no link to myspoke.'
    );
  });

  it('leaves a gap where a value is not known', () => {
    expect(say('s2s', 'error.notLinked', { hub: undefined })).to.equal(' holds no link to .');
  });

  it('quotes values in a remedy, but not in a sentence, and never a command again', () => {
    const values = { hub: 'my hub', spoke: "o'spoke", link: { command: "sf s2s link --hub 'my hub'" } };
    expect(say('s2s', 'error.notLinked', values)).to.equal("my hub holds no link to o'spoke.");
    expect(actionsFor('s2s', 'error.notLinked', values)).to.deep.equal([
      "Link them: sf s2s link --hub 'my hub'",
    ]);
    expect(actionsFor('checks', 'token.noRight', { hub: 'my hub', hubUrl: 'https://x' })).to.deep.equal([
      "Log in to 'my hub' as a user with Author Apex: sf org login web --alias 'my hub' --instance-url https://x",
    ]);
  });

  it('keeps control characters of an org from the terminal, in sentences, remedies and commands', () => {
    const evil = '\u001b[2Ja \u0007b\u009bc\rd';
    expect(say('s2s', 'error.notLinked', { hub: evil, spoke: 'x\ty' })).to.equal(
      'a bd holds no link to x y.'
    );
    const actions = [
      ...actionsFor('s2s', 'error.notLinked', { link: { command: evil } }),
      ...actionsFor('checks', 'pre-authorisation.notAssigned', { permissionSet: evil, spoke: evil }),
    ];
    expect(actions.join('')).not.to.match(/[^\P{Cc}\n\t]/u);
  });

  it('lets no value pass for a line of its own, but for those of a list, which are indented', () => {
    const value = 'acme.\n✔ all passed\n';
    expect(say('s2s', 'error.notLinked', { hub: 'h', spoke: value })).to.equal(
      'h holds no link to acme. ✔ all passed .'
    );
    const { message } = failure('deletionRefused', { org: 'h', problems: ['a\nb', 'c\u001b[1A'] });
    expect(message).to.equal('h refused to delete:\n  a b\n  c');
  });

  it('leaves a word alone that a POSIX shell takes as it is', () => {
    for (const word of ['myhub', 'ann+test@x.example', 'https://acme.my.salesforce.com', 'a_b-c.d,e=f%:/']) {
      expect(asWord(word, 'linux')).to.equal(word);
    }
    for (const word of ['', 'a b', 'a$b', "a'b", 'a"b', 'a`b', 'a;b', 'a\\b', 'a*b', '~', 'ä', 'a\nb']) {
      expect(asWord(word, 'linux')).to.match(/^'[^]*'$/);
    }
  });

  it('quotes for cmd and PowerShell on Windows', () => {
    for (const word of ['myhub', 'ann@x.example', 'C:\\links\\acme.json']) {
      expect(asWord(word, 'win32')).to.equal(word);
    }
    // A comma makes a list in PowerShell, an @ in front takes a variable apart.
    for (const word of ['', 'a b', "a'b", 'a,b', 'a;b', '@ann', 'a*b', 'ä']) {
      expect(asWord(word, 'win32')).to.equal(`"${word}"`);
    }
    for (const word of ['a$b', 'a`b', 'a"b', '100%']) expect(asWord(word, 'win32')).to.equal(`'${word}'`);
    expect(asWord("a'$b", 'win32')).to.equal("'a''$b'");
  });

  it('makes an error with a name, what to do and an exit code', () => {
    const error = failure('notLinked', { hub: 'h', spoke: 's', link: { command: 'sf s2s link' } });
    expect(error).to.include({ name: 'NotLinkedError', message: 'h holds no link to s.', exitCode: 1 });
    expect(error.actions).to.deep.equal(['Link them: sf s2s link']);
    expect(failure('notLinked', {}, 68).exitCode).to.equal(68);
  });

  it('adds one more thing to do to an error of ours, and to no other', () => {
    const refused = failure('noHub', { command: 'list' });
    const before = refused.actions ?? [];
    expect(withAction(refused, 'Wait.')).to.equal(refused);
    expect(refused.actions).to.deep.equal([...before, 'Wait.']);
    const other = new Error('x');
    expect(withAction(other, 'Wait.')).to.equal(other);
    expect(other).not.to.have.property('actions');
  });
});
