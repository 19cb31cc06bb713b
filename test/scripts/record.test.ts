import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { filmOf } from '../../scripts/record/film.ts';
import { screensOf, type Chunk, type Screen } from '../../scripts/record/screens.ts';

const size = { columns: 20, rows: 4 };
const chunks = (...texts: string[]): Chunk[] => texts.map((text, i) => ({ at: i * 10_000, text }));
const textsOf = ({ lines }: Screen): string[] =>
  lines.map((runs) =>
    runs
      .map(({ text }) => text)
      .join(' ')
      .trim()
  );
const shown = async (...texts: string[]): Promise<string[][]> =>
  (await screensOf(chunks(...texts), size)).map(textsOf);

describe('screens of a recording', () => {
  it('show what a terminal shows: lines that are drawn anew, and what has scrolled away', async () => {
    const screens = await shown('one\r\n', 'two\r\n', '\x1b[1A\x1b[2Ktwice\r\n', '3\r\n4\r\n5\r\n');
    expect(screens.at(-1)).to.deep.equal(['3', '4', '5', '']);
    expect(screens.flat()).to.include.members(['two', 'twice']);
  });

  it('keep columns and colours', async () => {
    const [{ lines }] = await screensOf(chunks('a   b \x1b[31mred\x1b[0m'), size);
    expect(lines[0]).to.deep.equal([
      { column: 0, text: 'a', color: -1, bold: false, dim: false },
      { column: 4, text: 'b', color: -1, bold: false, dim: false },
      { column: 6, text: 'red', color: 1, bold: false, dim: false },
    ]);
  });

  it('cut waiting short, and leave time to read before the next prompt', async () => {
    const [answer, prompt] = await screensOf(chunks('an answer\r\n', '$ the next command\r\n'), size);
    expect(answer.shown).to.be.within(3000, 5000);
    expect(textsOf(prompt)).to.include('$ the next command');
  });

  it('show a long text step by step', async () => {
    const screens = await shown(Array.from({ length: 12 }, (_, i) => `line ${i}\r\n`).join(''));
    expect(screens).to.have.length.above(3);
    expect(screens.at(-1)).to.include('line 11');
  });
});

describe('film of a recording', () => {
  const run = (text: string) => [{ column: 2, text, color: 2, bold: true, dim: false }];
  const screens: Screen[] = [
    { lines: [run('a < b & c'), []], shown: 1000 },
    { lines: [run('a < b & c'), run('then')], shown: 3000 },
  ];
  const film = filmOf(screens, size, { title: 'A & B', still: 1 });

  it('is XML with each line once', () => {
    const { svg } = new XMLParser({ ignoreAttributes: true }).parse(film) as Record<string, any>;
    expect(svg).to.have.property('title', 'A & B');
    expect(svg.defs.g).to.deep.equal([{ text: 'a < b & c' }, { text: 'then' }]);
    expect(film.match(/<use /g)).to.have.length(3);
  });

  it('shows screens in their order and for their time, and one where nothing may move', () => {
    expect(film).to.match(/film 4s step-end/);
    expect(film).to.match(
      /@keyframes film\{0%\{transform:translateX\(0px\)\}25%\{transform:translateX\(-200px\)\}/
    );
    expect(film).to.match(/\.film\{transform:translateX\(-200px\)\}/);
  });
});
