import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseDocument } from 'yaml';
import { problemsOf, s2sCommands } from './commands.ts';
import { filesIn, root } from './pages.ts';

/** Every text in a value, in order. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

for (const path of filesIn('docs/pipelines', '.yml')) {
  describe(path, () => {
    const document = parseDocument(readFileSync(join(root, path), 'utf8'));
    const text = textsIn(document.toJS()).join('\n');

    it('is YAML', () => {
      expect([...document.errors, ...document.warnings]).to.deep.equal([]);
    });

    it('runs commands as the plugin has them, and the ones that a pipeline is for', () => {
      const commands = s2sCommands(text);
      expect(commands.flatMap(problemsOf)).to.deep.equal([]);
      expect(commands.map((words) => words.join(' '))).to.include.members([
        'apply --manifest s2s.yaml --no-prompt',
        'apply --manifest s2s.yaml --dry-run --fail-on-changes',
        'verify --hub myhub --expires-within 30 --result-format junit --output-file s2s.xml',
      ]);
    });

    it('is not asked anything on the way: trusted, installed, logged in, run', () => {
      const order = ['allowlist add', 'plugins install', 'org login', 'sf s2s'].map((words) =>
        text.indexOf(words)
      );
      expect(order).to.not.include(-1);
      expect(order).to.deep.equal([...order].sort((a, b) => a - b));
    });
  });
}

describe('commands of pages', () => {
  it('are found wrong', () => {
    const wrong = 'sf s2s relink\nsf s2s link --hug a \\\n  --spok b\nsf s2s verify -r xml --help | jq .';
    expect(s2sCommands(wrong).flatMap(problemsOf)).to.deep.equal([
      'no command: sf s2s relink',
      's2s:link has no flag --hug',
      's2s:link has no flag --spok',
      "s2s:verify -r can't be xml",
    ]);
  });
});
