import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { readManifest } from '../../src/manifest/read.ts';
import { problemsOf, s2sCommands } from './commands.ts';
import { pages, readPage, root } from './pages.ts';

/** Where a link that stays in the repository leads: a file and an anchor, which may be ''. */
const targetOf = (page: string, href: string): [file: string, anchor: string] => {
  const [path, anchor = ''] = href.split('#');
  return [path ? join(dirname(page), path) : page, anchor];
};

const isDead = (page: string, href: string): boolean => {
  const [file, anchor] = targetOf(page, href);
  if (!existsSync(join(root, file))) return true;
  return anchor !== '' && !readPage(file).anchors.includes(anchor);
};

for (const path of pages) {
  describe(path, () => {
    const { code, prose, links } = readPage(path);

    it('shows commands as the plugin has them', () => {
      expect(code.flatMap(s2sCommands).flatMap(problemsOf)).to.deep.equal([]);
    });

    it('shows commands as code', () => {
      expect(prose.filter((text) => /\bsf s2s [a-z]+ --\S+ \w/.test(text))).to.deep.equal([]);
    });

    it('has links that lead somewhere', () => {
      expect(links.filter((href) => !/^(https|mailto):/.test(href) && isDead(path, href))).to.deep.equal([]);
    });
  });
}

describe('README.md', () => {
  it('leads to every page of docs', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const href of readPage(page).links) {
        const [file] = targetOf(page, href);
        if (file.endsWith('.md') && existsSync(join(root, file))) reached.add(file);
      }
    }
    expect([...reached]).to.include.members(pages);
  });
});

describe('docs/manifest.md', () => {
  it('shows a manifest that can be applied', () => {
    const example = readPage('docs/manifest.md').code.find((text) => text.includes('version: 1'))!;
    const { hubs } = readManifest(example, { file: 's2s.yaml', env: { EMEA_USER: 'hub@emea.example' } });
    expect(hubs.flatMap(({ links }) => links)).to.have.length(4);
  });
});
