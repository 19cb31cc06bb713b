import { expect } from 'chai';
import { type CST, LineCounter } from 'yaml';
import { compose, tokensOf } from '../../src/manifest/compose.ts';
import { linksOf, problemsOf, requestsOf } from './reading.ts';

const tooLong =
  '1:1: more than 1600000 words, marks and spaces: split the file, each hub can have one of its own';
const tooManyAliases =
  '1:1: more than 1000 anchors and aliases: say under defaults what many links share, or split the file';
const hopeless = '1:1: too many problems to list: check that this is the right file';

/** A piece again and again, to a size in characters. */
const full = (piece: string, size = 9_000_000): string => piece.repeat(size / piece.length);

describe('a manifest that is made to keep the reader busy', () => {
  // Each took minutes, or all memory, before it was refused.
  const refusals: [string, string, string][] = [
    ['aliases', `hubs: [&a x${',*a'.repeat(300_000)}]`, tooManyAliases],
    ['anchors', `hubs: [${'&a x,'.repeat(1001)}]`, tooManyAliases],
    ['aliases in a row', full('*a '), tooManyAliases],
    ['entries', `hubs: [${full('a,')}]`, tooLong],
    ['lines with an entry', full('- a\n'), tooLong],
    ['comments', full('#\n'), tooLong],
    ['empty lines', full('\n'), tooLong],
    ['commas', `[${full(',')}]`, tooLong],
    ['quotes', `hubs: ${full('"')}`, tooLong],
    ['wishes that are wrong', linksOf(`{ spoke: a, assignTo: [${'1,'.repeat(390_000)}] }`), hopeless],
  ];
  for (const [what, text, problem] of refusals) {
    it(`${what} without end: says so`, () => {
      expect(problemsOf(text)).to.deep.equal([problem]);
    });
  }

  const mistakes: [string, string, RegExp][] = [
    ['brackets', full(']'), /^1:1: .*Unexpected flow-seq-end/],
    ['commas', `[${full(',', 1_000_000)}]`, /^1:3: .*Unexpected , in flow sequence/],
    ['quotes', `hubs: ${full('"', 1_000_000)}`, /^1:9: .*Unexpected double-quoted-scalar/],
    ['escapes in lines', full('- "\\q"\n', 700_000), /^1:4: .*Invalid escape sequence/],
    ['escapes in one text', `- "${full('\\q')}"`, /^1:4: .*Invalid escape sequence/],
    ['directives', full('%FOO\n'), /^1:1: .*%FOO/],
  ];
  for (const [what, text, first] of mistakes) {
    it(`${what} without end: tells the first twenty mistakes, and looks for no more`, () => {
      const problems = problemsOf(text);
      expect(problems[0]).to.match(first);
      expect(problems.length).to.equal(20);
    });
  }

  it('is left where its twentieth mistake is', () => {
    const { tokens } = tokensOf(`[${String.raw`"\q",`.repeat(200)}]`, new LineCounter());
    const list = (tokens[0] as CST.Document).value as CST.FlowCollection;
    let last = 0;
    list.items = new Proxy(list.items, {
      get: (items, key): unknown => {
        if (/^\d+$/.test(String(key))) last = Math.max(last, Number(key));
        return Reflect.get(items, key);
      },
    });
    expect(compose(tokens, 1002).errors).to.have.lengthOf(20);
    expect(last).to.be.within(19, 22);
  });

  it('does not repeat a file in what it tells', () => {
    const [problem] = problemsOf(`version: 1\n--- ${full('@x', 1_000_000)}`);
    expect(problem.length).to.be.below(300);
  });

  it('does not match a text that is too long with a pattern', () => {
    const address = `a@${'.'.repeat(1_000_000)}@`;
    expect(problemsOf(linksOf(`{ spoke: a, createServiceUser: "${address}" }`))).to.deep.equal([
      '5:40: createServiceUser is longer than 255 characters',
    ]);
  });

  it('reads ten thousand links with every key', () => {
    const wishes = `app: connected-app
        appName: Integration
        serviceUserEmail: it@acme.example
        serviceUserPermsets:
          - Orders_Read
          - pkg__Orders
        assignTo:
          - ann@hub.example
          - Callers
        credentialAccess: read
        ipRelaxation: Bypass_2factor
        certificate: Company
        audience: https://login.salesforce.com
        adopt: true
        allowSelf: true
        allowProduction: true
        createServiceUser: svc@acme.example
        consumerKey: ${'3MVG9.key'.repeat(9)}`;
    const links = Array.from(
      { length: 10_000 },
      (_, i) => `spoke: s${i}\n        name: acme${i}\n        ${wishes}`
    );
    const text = linksOf(...links);
    expect(text.length).to.be.below(9_000_000);
    expect(requestsOf(text)).to.have.lengthOf(10_000);
  });
});
