import { expect } from 'chai';
import { escapeHidden, inOneLine, printable } from '../../src/text/printable.ts';

/** What a hostile org could put into any text, and what is left of it. */
const hostile: [string, string, string][] = [
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['a cleared screen', 'a\u001b[2J\u001b[Hb', 'ab'],
  ['a title of the window', 'a\u001b]0;title\u0007b', 'ab'],
  ['a link (OSC 8)', '\u001b]8;;https://evil.example\u001b\\acme\u001b]8;;\u001b\\', 'acme'],
  ['a question that the terminal answers', 'a\u001b[6nb', 'ab'],
  ['an 8-bit control sequence', 'a\u009b31mb', 'ab'],
  ['a bell, a backspace, a return', 'a\u0007b\u0008c\rd', 'abcd'],
  ['a lonely escape', 'a\u001b', 'a'],
  ['an end of text, a delete', 'a\u0000b\u007fc', 'abc'],
  ['text from right to left', 'a\u202egpj.exe\u2066b\u200fc\u061cd', 'agpj.exebcd'],
  ['lines that are none to Node', 'a\u2028b\u2029c\u0085d', 'abcd'],
  ['text that nobody sees', 'a\u{e0041}\u{e0042}b\ufeff', 'ab'],
];

describe('printable', () => {
  for (const [what, text, left] of hostile) {
    it(`leaves of ${what} only what can be seen`, () => {
      expect(printable(text)).to.equal(left);
      expect(inOneLine(text)).to.equal(left);
    });

    it(`says the same in JSON without ${what}`, () => {
      const json = escapeHidden(JSON.stringify({ text }));
      expect(json).to.match(/^[\u0020-\u007e]*$/);
      expect(JSON.parse(json)).to.deep.equal({ text });
    });
  }

  it('leaves alone what people write', () => {
    const text = 'Zürich, Łódź, 東京, עברית, فارسی\u200cها, 👩\u200d🚀, naïve\ttab\nline';
    expect(printable(text)).to.equal(text);
    expect(escapeHidden(JSON.stringify(text))).to.equal(JSON.stringify(text));
  });

  it('makes one line of several, without tabs', () => {
    expect(inOneLine('a\tb')).to.equal('a b');
    expect(inOneLine('all good\n\n  ✔ passed\r\nreally')).to.equal('all good ✔ passed really');
  });
});
