import type { Plan } from '../../src/link/plan.ts';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { writeCertificate } from '../../src/link/writeCertificate.ts';
import type { SourceLink } from '../../src/source/files.ts';
import { withSource } from '../../src/source/withSource.ts';
import { writeSource } from '../../src/source/write.ts';
import { makeCertificate } from '../certificates.ts';
import { thrownBy } from '../e2e/pair.ts';
import { consumerKey, freshOrgs, linkedOrgs, planFor } from '../linked.ts';

const linkOf = (orgs = linkedOrgs(), key: string | undefined = consumerKey): SourceLink & { plan: Plan } => ({
  hub: orgs.hub,
  spoke: orgs.spoke.org,
  plan: planFor(orgs),
  consumerKey: key,
});

describe('source/write', () => {
  let directory: string;
  let target: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 's2s-output-'));
    target = join(directory, 'not', 'there', 'yet');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** All files below the directory, by path within it. */
  const found = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [relative(directory, path), readFileSync(path, 'utf8')])
    );
  const replaced = (): { filename: string }[] =>
    (JSON.parse(readFileSync(join(target, 'replacements.json'), 'utf8')) as { replacements: [] })
      .replacements;

  for (const [what, lay] of [
    [
      'a file',
      (files: string[], elsewhere: string) => {
        rmSync(files[0]);
        symlinkSync(join(elsewhere, 'target'), files[0]);
      },
    ],
    [
      'a folder',
      (files: string[], elsewhere: string) => {
        rmSync(dirname(files[0]), { recursive: true });
        symlinkSync(elsewhere, dirname(files[0]));
      },
    ],
  ] as [string, (files: string[], elsewhere: string) => void][])
    it(`follows no symbolic link out of the output directory, in place of ${what}`, async () => {
      const elsewhere = mkdtempSync(join(tmpdir(), 's2s-elsewhere-'));
      writeFileSync(join(elsewhere, 'target'), 'mine');
      lay(await writeSource([linkOf()], target), elsewhere);
      const error = await thrownBy(writeSource([linkOf()], target));
      expect(error.message)
        .to.include(`Can't write to ${join(target, 'acme')}`)
        .and.include(': a symbolic link is in the way, and may lead anywhere.');
      expect(readdirSync(elsewhere)).to.deep.equal(['target']);
      expect(readFileSync(join(elsewhere, 'target'), 'utf8')).to.equal('mine');
      rmSync(elsewhere, { recursive: true });
    });

  it('writes files, replacements and values, and the same again', async () => {
    const link = linkOf();
    const files = await writeSource([link], target);
    const first = found();
    expect(Object.keys(first)).to.have.members(files.map((file) => relative(directory, file)));
    expect(files).to.have.lengthOf(11);
    expect(readFileSync(join(target, 'hub-dev-ed.develop.my.salesforce.com.env'), 'utf8')).to.contain(
      `\nS2S_HUB_DEV_ED__ACME_CONSUMER_KEY='${consumerKey}'\n`
    );
    await writeSource([link], target);
    expect(found()).to.deep.equal(first);
    await writeSource([linkOf(freshOrgs(), undefined)], target);
    expect(Object.keys(found())).to.deep.equal(Object.keys(first));
    expect(found()['not/there/yet/hub-dev-ed.develop.my.salesforce.com.env']).to.contain(consumerKey);
  });

  it('names files as their project sees them, without one as the directory does', async () => {
    await writeSource([linkOf()], target);
    const all = replaced().map(({ filename }) => filename);
    expect(new Set(all)).to.include('hub_dev_ed/namedCredentials/acme.namedCredential-meta.xml');
    for (const filename of all) expect(existsSync(join(target, filename))).to.equal(true);
    writeFileSync(join(directory, 'sfdx-project.json'), '{}');
    await writeSource([linkOf()], target);
    expect(new Set(replaced().map(({ filename }) => filename))).to.include(
      'not/there/yet/hub_dev_ed/namedCredentials/acme.namedCredential-meta.xml'
    );
    expect(replaced()).to.have.lengthOf(all.length);
  });

  it('writes what was planned where the work fails, and nothing where nothing was', async () => {
    const failing = new Error('refused');
    const error = await thrownBy(
      withSource(target, (keep) => {
        keep?.(linkOf(freshOrgs(), undefined));
        keep?.(linkOf());
        return Promise.reject(failing);
      })
    );
    expect(error).to.equal(failing);
    expect(Object.keys(found())).to.have.lengthOf(11);
    rmSync(target, { recursive: true });
    await thrownBy(withSource(target, () => Promise.reject(failing)));
    expect(found()).to.deep.equal({});
    expect(await withSource(undefined, (keep) => Promise.resolve(keep))).to.deep.equal({
      done: undefined,
      files: [],
    });
  });

  it('says that what was done in the orgs stays where the files can not be written after it', async () => {
    const error = await thrownBy(
      withSource(target, (keep) => {
        keep?.(linkOf());
        mkdirSync(join(target, 'replacements.json'), { recursive: true });
        return Promise.resolve('done');
      })
    );
    expect(error.name).to.equal('OutputDirError');
    expect(error.actions?.at(-1)).to.match(/^What was done in the orgs stays\. Run the same command again/);
  });

  it('does not begin the work where it could not write', async () => {
    const names: string[] = [];
    const refused = async (prepare: () => void): Promise<void> => {
      rmSync(target, { recursive: true, force: true });
      mkdirSync(resolve(target, '..'), { recursive: true });
      prepare();
      names.push((await thrownBy(withSource(target, () => Promise.reject(new Error('begun'))))).name);
    };
    await refused(() => {
      writeFileSync(target, '');
    });
    await refused(() => {
      symlinkSync('/proc/s2s', target);
    });
    for (const text of ['no JSON', '[]', 'null', '{"replacements": 1}'])
      await refused(() => {
        mkdirSync(target);
        writeFileSync(join(target, 'replacements.json'), text);
      });
    await refused(() => mkdirSync(join(target, 'replacements.json'), { recursive: true }));
    expect(names).to.deep.equal([
      'OutputDirError',
      'OutputDirError',
      ...Array<string>(4).fill('NotReplacementsError'),
      'OutputDirError',
    ]);
  });

  it('writes a certificate into the directory, whatever the org calls it', async () => {
    const certificate = { ...makeCertificate('S2S_20261101'), name: '../../../x' };
    const { hub, plan } = linkOf();
    const choice = { ...plan.choice, isReadOnly: true, certificate: { name: certificate.name } };
    const [file] = await writeCertificate(
      { ...hub, certificates: [certificate] },
      { ...plan, choice },
      target
    );
    expect(resolve(file, '..')).to.equal(target);
    expect(Object.values(found())).to.deep.equal([certificate.x509.toString()]);
  });
});
