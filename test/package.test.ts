import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { compile, run } from './e2e/spawned.ts';

const root = join(import.meta.dirname, '..');

/** Bytes of the tarball at most. Most of it is code and the words that users read; see CONTRIBUTING.md. */
const largest = 250_000;

type Packed = { size: number; files: { path: string }[] };

const found = (pattern: string): string[] => globSync(pattern, { cwd: root });

describe('the package', () => {
  let packed: Packed;
  before(async function () {
    this.timeout(600_000);
    compile();
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    [packed] = JSON.parse(stdout) as [Packed];
  });

  it('holds what the plugin needs to run, and nothing else', () => {
    const expected = [
      ...['package.json', 'README.md', 'LICENSE', 'oclif.manifest.json', 'bin/run.js'],
      ...found('src/**/*.ts').map((path) => path.replace(/^src(.*)\.ts$/, 'lib$1.js')),
      ...found('messages/*.md'),
      ...found('schemas/*.json'),
    ];
    expect(packed.files.map(({ path }) => path)).to.have.members(expected);
  });

  it('is small', () => {
    expect(packed.size).to.be.below(largest);
  });

  it('has one version, everywhere', () => {
    const read = (path: string): any => JSON.parse(readFileSync(join(root, path), 'utf8'));
    const { version } = read('package.json');
    expect(read('package-lock.json').version).to.equal(version);
    expect(read('package-lock.json').packages[''].version).to.equal(version);
    expect(read('oclif.manifest.json').version).to.equal(version);
    const [, newest] = /^## \[(\d.*)\]/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) ?? [];
    expect(newest).to.equal(version);
  });
});
