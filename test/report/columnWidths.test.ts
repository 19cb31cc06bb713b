import { expect } from 'chai';
import { columnWidths, padded } from '../../src/report/columnWidths.ts';

describe('column widths', () => {
  const rows = [
    { org: 'hub', type: 'Certificate', finding: 'a b c d e f g h' },
    { org: 'spoke', type: 'App', finding: 'one\nthirteen long' },
  ];

  it('are those of the longest lines where these fit', () => {
    const widths = { org: 7, type: 13, finding: 17 };
    expect(columnWidths(rows, 7 + 13 + 17 + 4)).to.deep.equal(widths);
    expect(columnWidths(rows, 1000)).to.deep.equal(widths);
  });

  it('go down to the longest words, names of columns included, and no further', () => {
    expect(columnWidths(rows, 7 + 13 + 12 + 4)).to.deep.equal({ org: 7, type: 13, finding: 12 });
    expect(columnWidths(rows, 7 + 13 + 10 + 4)).to.deep.equal({ org: 7, type: 13, finding: 10 });
    expect(columnWidths(rows, 7 + 13 + 10 + 3)).to.equal(undefined);
  });

  it('count letters that are two characters wide as such', () => {
    const wide = '株式会社サンプル商事';
    expect(columnWidths([{ name: wide }], 80)).to.deep.equal({ name: 22 });
    expect(padded(wide, 22)).to.equal(`${wide}  `);
  });

  it('are shared out between those that want more', () => {
    const two = [{ a: 'w '.repeat(50), b: 'w '.repeat(5).trim() }];
    expect(columnWidths(two, 43)).to.deep.equal({ a: 29, b: 11 });
  });
});
