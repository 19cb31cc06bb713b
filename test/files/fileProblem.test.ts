import { mkdtempSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fileProblem } from '../../src/files/fileProblem.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-problem-'));
const whyNot = (work: Promise<unknown>): Promise<string> => work.then(() => 'works', fileProblem);

describe('fileProblem', () => {
  it('words what keeps files from being read and written', async () => {
    expect(await whyNot(readFile(join(directory, 'none')))).to.equal('there is no such file or directory.');
    expect(await whyNot(readFile(directory))).to.equal('it is a directory.');
    expect(await whyNot(writeFile(directory, ''))).to.equal('it is a directory.');
    const file = join(directory, 'file');
    await writeFile(file, '');
    expect(await whyNot(writeFile(join(file, 'below'), ''))).to.equal(
      'a part of its path is a file, not a directory.'
    );
    // As whoever runs the tests may have every right.
    for (const code of ['EACCES', 'EPERM'])
      expect(fileProblem(Object.assign(new Error('x'), { code }))).to.equal("you don't have permission.");
  });

  it('leaves code, call and path out of what it has no words for', async () => {
    expect(await whyNot(readdir('a'.repeat(300)))).to.equal('name too long');
    expect(fileProblem(new Error('600000 bytes'))).to.equal('600000 bytes');
  });
});
