import { expect } from 'chai';
import { stages } from '../../src/link/progress.ts';
import { appKinds } from '../../src/metadata/spoke.ts';
import { appWords } from '../../src/appWords.ts';
import * as table from '../../src/diagnosis/table.ts';
import { valuesOf } from '../../src/verify/view.ts';
import { linkedOrgs, viewOf } from '../linked.ts';
import { placeholders, readMessages } from '../messageFiles.ts';
import { type Call, sourceCalls } from '../sourceCalls.ts';

/** A use of a message: its key, `*` for what only a run knows, and the values that are given. */
type Use = { file: string; bundle: string; key: string; given: string[] };

const linkValues = Object.keys(valuesOf(viewOf(linkedOrgs())));
/** Values by what they come from: of a link from `valuesOf`, directly or as parameter `values` of a rung. */
const valuesFrom: Record<string, string[]> = {
  '*valuesOf': linkValues,
  '*values': linkValues,
  '*namesOf': ['hub', 'spoke', 'name'],
  '*appWords': Object.keys(appWords('connected-app', '')),
};
const given = (names: string[] = []): string[] => names.flatMap((name) => valuesFrom[name] ?? [name]);

const usesOf = ({ file, callee, texts, properties }: Call): Use[] => {
  const uses = (bundle: string, keys: string[] | undefined, values?: string[]): Use[] =>
    (keys ?? []).map((key) => ({ file, bundle, key, given: given(values) }));
  if (callee === 'say') return texts[0].flatMap((bundle) => uses(bundle, texts[1], properties[2]));
  if (callee === 'failure')
    return uses(
      's2s',
      texts[0].map((key) => `error.${key}`),
      properties[1]
    );
  if (callee === 'passed')
    return uses(
      'checks',
      texts[0].map((rung) => `${rung}.passed`),
      properties[1]
    );
  if (callee === 'found')
    return texts[0].flatMap((rung) =>
      uses(
        'checks',
        texts[2].map((finding) => `${rung}.${finding}`),
        properties[3]
      )
    );
  // Of a rung that another call names.
  if (callee === 'withWarnings')
    return uses(
      'checks',
      texts[1].map((finding) => `*.${finding}`),
      properties[2]
    );
  // Of rung 4: a finding with what is particular to it.
  if (callee === 'fail')
    return uses(
      'checks',
      texts[0].map((finding) => `credential.${finding}`),
      [...credentialValues, ...(properties[1] ?? [])]
    );
  return [];
};
const credentialValues = sourceCalls.find(
  ({ file, callee }) => file === 'verify/credential.ts' && callee === 'found'
)!.properties[3];

const rungUses = (refusals: table.Refusal[], values: string[]): Use[] =>
  refusals.map(({ id }) => ({ file: 'diagnosis/table.ts', bundle: 'diagnosis', key: id, given: values }));
// messages.ts and verify/check.ts put keys together for their callers.
const uses: Use[] = [
  ...sourceCalls
    .filter(({ file }) => !['text/messages.ts', 'verify/check.ts'].includes(file))
    .flatMap(usesOf),
  ...rungUses(
    [...table.tokenRefusals, ...table.signingRefusals, ...table.calloutRefusals, ...table.answerRefusals],
    linkValues
  ),
  ...rungUses(table.deployRefusals, ['org', 'again', 'external']),
];

const isKey = (pattern: string, key: string): boolean =>
  new RegExp(`^${pattern.replace(/[.*]/g, (c) => (c === '.' ? '\\.' : '[\\w-]+'))}$`).test(key);
const spelledOut = (bundle: string): Use[] => uses.filter((use) => use.bundle === bundle);
const keysOf = (messages: Map<string, string>): string[] =>
  [...messages.keys()].filter((key) => !key.endsWith('.actions'));

for (const [bundle, file] of [
  ['s2s', 's2s'],
  ['checks', 's2s.checks'],
  ['diagnosis', 's2s.diagnosis'],
]) {
  const messages = readMessages(file);

  describe(`messages/${file}.md`, () => {
    it('has every message that the code says', () => {
      const missing = spelledOut(bundle).filter(
        ({ key }) => !keysOf(messages).some((known) => isKey(key, known))
      );
      expect(missing).to.deep.equal([]);
    });

    it('has no message that nobody says', () => {
      const dead = keysOf(messages).filter((key) => !spelledOut(bundle).some((use) => isKey(use.key, key)));
      expect(dead).to.deep.equal([]);
    });

    it('says what to do wherever something is wrong, and only there', () => {
      const isWrong = (key: string): boolean =>
        bundle === 's2s' ? key.startsWith('error.') : !/\.(passed|passedAlone|refused)$/.test(key);
      const remedies = [...messages.keys()].filter((key) => key.endsWith('.actions'));
      expect(remedies).to.have.members(
        keysOf(messages)
          .filter(isWrong)
          .map((key) => `${key}.actions`)
      );
      for (const key of remedies) {
        expect(messages.get(key), key).to.match(/^- \S/);
        expect(
          messages
            .get(key)!
            .split('\n')
            .every((line) => line.startsWith('- ')),
          key
        ).to.equal(true);
      }
    });

    it('uses only values that the code gives', () => {
      const lacking = spelledOut(bundle).flatMap((use) =>
        keysOf(messages)
          .filter((key) => isKey(use.key, key))
          .flatMap((key) => [key, `${key}.actions`])
          .flatMap((key) =>
            placeholders(messages.get(key) ?? '').map((name) => ({ key, name, file: use.file }))
          )
          .filter(({ name }) => !use.given.includes(name))
      );
      expect(lacking).to.deep.equal([]);
    });
  });
}

describe('causes of refusals', () => {
  it('are findings of verify', () => {
    const causes = Object.values(table)
      .flatMap((rows) => (Array.isArray(rows) ? rows : []))
      .flatMap((row) => row.causes);
    expect(causes).to.have.length.above(20);
    const checks = readMessages('s2s.checks');
    expect(causes.filter((key) => !checks.has(key) || !checks.has(`${key}.actions`))).to.deep.equal([]);
  });
});

describe('messages/s2s.md: keys that are put together', () => {
  const messages = readMessages('s2s');

  it('has a title for each stage, a conflict for each obstacle and a word for each thing done', () => {
    expect([...messages.keys()]).to.include.members([
      ...stages.map((stage) => `stage.${stage}`),
      ...['Foreign', 'ForeignApp', 'OtherHub', 'OtherSpoke', 'OtherApp', 'OtherKind'].map(
        (obstacle) => `error.conflict${obstacle}`
      ),
      ...['create', 'update', 'manual', 'delete', 'release', 'keep'].map((action) => `done.${action}`),
      ...appKinds.flatMap((kind) => [`app.${kind}`, `seen.${kind}`]),
      ...appKinds.flatMap((kind) =>
        ['enabled', 'certificate', 'scopes', 'policy', 'permissionSets', 'key'].map(
          (what) => `setup.${kind}.${what}`
        )
      ),
    ]);
  });
});

describe('messages of commands', () => {
  const loads = sourceCalls.filter(
    ({ callee, file }) => callee === 'loadMessages' && file !== 'text/messages.ts'
  );

  it('are looked for in every command', () => {
    expect(loads.map(({ file }) => file)).to.include.members([
      'commands/s2s/link.ts',
      'commands/s2s/verify.ts',
      'commands/s2s/unlink.ts',
      'cli/flags.ts',
    ]);
  });

  for (const { file, texts } of loads) {
    it(`are all there and all used: ${file}`, () => {
      const keys = sourceCalls
        .filter((call) => call.file === file && /^getMessages?$/.test(call.callee))
        .flatMap((call) => call.texts[0]);
      expect([...new Set(keys)]).to.have.members([...readMessages(texts[1][0]).keys()]);
    });
  }
});
