import { expect } from 'chai';
import { field, queries, soqlList, soqlText } from '../../src/org/query.ts';
import { answering } from '../loopback.ts';
import { connectTo, outcome } from './asking.ts';

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

  it('follows an answer that has no end only so far', async () => {
    const endless = {
      done: false,
      records: [{ Id: '1' }],
      nextRecordsUrl: '/services/data/v66.0/query/01g-1',
    };
    const org = await answering(({ url }, response) => {
      const batch = { results: [{ statusCode: 200, result: endless }] };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(url?.endsWith('/batch') ? batch : endless));
    });
    try {
      const asking = queries(connectTo(org.url), { users: 'SELECT Id FROM User' });
      expect(await outcome(asking)).to.equal('The answer to a query has no end.');
    } finally {
      org.close();
    }
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
