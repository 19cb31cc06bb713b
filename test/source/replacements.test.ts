import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import type { z } from 'zod';
import { replacementsFor, withEarlier } from '../../src/source/replacements.ts';

/** What the CLI takes as a replacement, from the schema that it checks projects with. */
const load = createRequire(import.meta.url);
const core = join(load.resolve('@salesforce/core'), '..', 'schema', 'sfdx-project', 'replacements.js');
const { ReplacementsSchema } = load(core) as { ReplacementsSchema: z.ZodType };

const url = { filename: 'a.xml', stringToReplace: '${S2S_A_URL}', replaceWithEnv: 'S2S_A_URL' };
const id = { filename: 'a.xml', stringToReplace: '${S2S_A_ID}', replaceWithEnv: 'S2S_A_ID' };

describe('source/replacements', () => {
  it('has one for each placeholder of a file, as the CLI takes them', () => {
    const found = replacementsFor('a.xml', 'x ${S2S_A_URL}/y ${S2S_A_ID} ${S2S_A_URL} ${OTHER} $S2S_B');
    expect(found).to.deep.equal([url, id]);
    for (const one of found) expect(ReplacementsSchema.safeParse(one).success).to.equal(true);
  });

  it('keeps what earlier runs wrote of other files, and what somebody added', () => {
    const other = { ...url, filename: 'b.xml' };
    const gone = { ...url, filename: 'gone.xml' };
    const old = { ...id, replaceWithEnv: 'S2S_OLD' };
    const added = { glob: '**/*.xml', stringToReplace: 'x', replaceWithEnv: 'X' };
    const all = withEarlier([url, id], [other, gone, added, old], (filename) => filename !== 'gone.xml');
    expect(all).to.deep.equal([added, id, url, other]);
    expect(withEarlier([url, id], all, () => true)).to.deep.equal(all);
    expect(withEarlier([other], [id, added, url], () => true)).to.deep.equal(all);
  });

  it('keeps whatever else somebody has written there, before its own', () => {
    const others = [
      null,
      'x',
      7,
      [],
      { filename: 'a.xml' },
      { filename: 7, replaceWithEnv: 'S2S_A' },
      { ...url, replaceWithEnv: 'A_S2S_' },
    ];
    expect(withEarlier([url], others, () => false)).to.deep.equal([...others, url]);
  });
});
