import { expect } from 'chai';
import { field, soqlList, soqlText } from '../../src/org/query.ts';

describe('org/query', () => {
  for (const [text, literal] of [
    ['ann@x.example', "'ann@x.example'"],
    ["o'neil@x.example", "'o\\'neil@x.example'"],
    ['a\\', "'a\\\\'"],
    ["\\' OR Name != '", "'\\\\\\' OR Name != \\''"],
    ['a\nb\rc', "'a\\nb\\rc'"],
    ['', "''"],
  ]) {
    it(`writes ${JSON.stringify(text)} as SOQL literal that ends where it should`, () => {
      expect(soqlText(text)).to.equal(literal);
    });
  }

  it('writes a list for IN', () => {
    expect(soqlList(['a', "b'c"])).to.equal("('a', 'b\\'c')");
    expect(soqlList([])).to.equal('()');
  });

  it('reads a field by its path, and nothing where a step is missing', () => {
    const row = { Id: '1', Assignee: { Username: 'ann', Profile: null } };
    expect(field(row, 'Id')).to.equal('1');
    expect(field(row, 'Assignee.Username')).to.equal('ann');
    for (const path of ['Name', 'Assignee.Profile.Name', 'Owner.Name'])
      expect(field(row, path)).to.equal(undefined);
    expect(field(undefined, 'Id')).to.equal(undefined);
  });
});
