import { expect } from 'chai';
import { asLabelText, linksMermaid } from '../../src/list/mermaid.ts';
import { listed, nasty, resultOf } from './result.ts';

/** What a reader of the diagram sees of a label. */
const decoded = (label: string): string =>
  label.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim());

describe('list/mermaid', () => {
  it('draws the hub, its spokes and a line for each link', () => {
    expect(
      lines(
        linksMermaid(
          resultOf(
            listed('acme'),
            listed('second', { state: 'expired', serviceUser: null }),
            listed('other', {
              state: 'copied',
              certificate: null,
              spoke: { orgId: null, username: null, alias: null, url: 'http://127.0.0.1:4711' },
            })
          )
        )
      )
    ).to.deep.equal([
      '```mermaid',
      'flowchart LR',
      'hub["myhub<br/>hub#46;my#46;salesforce#46;com<br/>00D000000000001AAA"]',
      's1["myspoke<br/>acme#46;my#46;salesforce#46;com<br/>00D000000000003AAA"]',
      's2["127#46;0#46;0#46;1#58;4711"]',
      'hub -->|"acme<br/>service#64;spoke#46;example<br/>certificate until 2028-11-24"| s1',
      'hub -.->|"second<br/>certificate until 2028-11-24<br/>expired"| s1',
      'hub -.->|"other<br/>service#64;spoke#46;example<br/>copied"| s2',
      'linkStyle 1 stroke:#cc0000,color:#cc0000',
      'linkStyle 2 stroke:#cc0000,color:#cc0000',
      '```',
      '',
    ]);
  });

  for (const text of nasty)
    it(`leaves nothing in ${JSON.stringify(text)} that means something, and shows it all the same`, () => {
      const label = asLabelText(text);
      expect(label.replace(/#\d+;/g, '')).to.match(/^[\p{L}\p{N}\p{M} _-]*$/u);
      expect(decoded(label)).to.equal(text.replace(/\p{Cc}+/gu, ' '));
    });

  it('keeps hyphens and underscores of names', () => {
    expect(asLabelText('acme--uat S2S_2026 _x_ -y')).to.equal('acme--uat S2S_2026 #95;x#95; #45;y');
  });

  it('draws spokes of which nothing is known, each for itself', () => {
    const spoke = { orgId: null, username: null, alias: null, url: null };
    expect(linksMermaid(resultOf(listed('half', { spoke }), listed('other', { spoke })))).to.match(
      /s1\["#63;"\]\n {2}s2\["#63;"\]/
    );
  });

  it('draws many links in several diagrams that stand for themselves', () => {
    const links = Array.from({ length: 120 }, (_, i) => listed(`link${i}`));
    const diagrams = linksMermaid(resultOf(...links)).split(/^```\n+/m);
    expect(diagrams.filter((diagram) => /^ {2}hub\["myhub/m.test(diagram))).to.have.lengthOf(3);
    expect(Math.max(...diagrams.map(({ length }) => length))).to.be.lessThan(50_000);
  });
});
