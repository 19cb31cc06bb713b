import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { linksResult } from '../../src/result.ts';
import { run } from './command.ts';
import { link, type Pair, startPair } from './pair.ts';

const directory = mkdtempSync(join(tmpdir(), 's2s-output-'));
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });

type Json = { result: unknown; status: number; warnings: unknown[] };

describe('what verify writes', () => {
  let pair: Pair;
  let ends: string[];
  before(async () => {
    pair = await startPair();
    await link(pair);
    ends = ['--hub', pair.hub.org.alias, '--spoke', pair.spoke.org.alias];
  });
  after(() => pair.close());

  it('as junit is nothing but the document', async () => {
    const { stdout, exitCode } = await run('verify', ...ends, '--result-format', 'junit');
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^<\?xml version="1\.0" encoding="UTF-8"\?>/);
    const { testsuites } = parser.parse(stdout);
    expect(testsuites).to.include({ tests: '7', failures: '0' });
    const [token] = testsuites.testsuite.testcase.filter(({ name }: { name: string }) => name === 'token');
    expect(Number(token.time)).to.be.greaterThan(0);
  });

  it('as json is nothing but the result', async () => {
    const { stdout } = await run('verify', ...ends, '-r', 'json');
    expect(linksResult.strict().parse(JSON.parse(stdout)).links).to.have.lengthOf(1);
  });

  it('shows a failed check in each format, and ends with 1', async () => {
    const flags = [...ends, '--expires-within', '9999'];
    const human = await run('verify', ...flags);
    expect(human.exitCode).to.equal(1);
    expect(human.stdout)
      .to.match(/certificate[ │]+✘ failed/)
      .and.include('9999');
    const junit = await run('verify', ...flags, '--result-format', 'junit');
    expect(junit.exitCode).to.equal(1);
    const [certificate] = parser.parse(junit.stdout).testsuites.testsuite.testcase;
    expect(certificate.failure.type).to.equal('endsWithin');
    expect(certificate.failure['#text']).to.include(`sf s2s rotate --hub ${pair.hub.org.alias}`);
    const json = await run('verify', ...flags, '--json');
    expect([json.exitCode, (JSON.parse(json.stdout) as Json).status]).to.deep.equal([1, 1]);
  });

  it('keeps the envelope of --json, whatever the other flags', async () => {
    for (const [warnings, ...flags] of [
      [0],
      [0, '--result-format', 'json'],
      [1, '--result-format', 'junit'],
      [0, '--result-format', 'junit', '--output-file', join(directory, 'enveloped.xml')],
    ] as [number, ...string[]][]) {
      const { stdout } = await run('verify', ...ends, '--json', ...flags);
      const { result, ...envelope } = JSON.parse(stdout) as Json;
      expect(envelope.status, flags.join(' ')).to.equal(0);
      expect(envelope.warnings, flags.join(' ')).to.have.lengthOf(warnings);
      expect(linksResult.strict().parse(result)).to.deep.equal(result);
    }
  });

  it('goes to a file in its format, and people see the report all the same', async () => {
    const file = join(directory, 'new', 'reports', 'links.xml');
    const words = [...ends, '--result-format', 'junit', '--output-file', file];
    const { stdout, exitCode } = await run('verify', ...words);
    expect(exitCode).to.equal(0);
    expect(stdout)
      .to.match(/token[ │]+✔ passed/)
      .and.not.include('<?xml');
    expect(parser.parse(readFileSync(file, 'utf8')).testsuites.tests).to.equal('7');

    writeFileSync(file, 'x'.repeat(100_000));
    await run('verify', ...ends, '--json', '--output-file', file);
    expect(linksResult.parse(JSON.parse(readFileSync(file, 'utf8'))).links).to.have.lengthOf(1);

    await run('verify', ...ends, '--output-file', file);
    const text = readFileSync(file, 'utf8');
    expect(text).to.match(/^localhost_\d+ -> spoke\d+\ncertificate +✔ passed +hub/);
    for (const drawn of ['│', String.fromCharCode(27)]) expect(text).to.not.include(drawn);
  });

  it('is refused before any org is asked where the file can not be written', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    mkdirSync(join(directory, 'directory'));
    const { length } = pair.hub.log;
    const unwritable = existsSync('/proc/self') ? ['/proc/s2s/below/links.xml'] : [];
    for (const path of [join(directory, 'directory'), join(file, 'below'), ...unwritable]) {
      const { error, exitCode } = await run('verify', ...ends, '--output-file', path);
      expect([error?.name, exitCode]).to.deep.equal(['OutputFileError', 1]);
      expect(error?.message).to.include(path);
    }
    expect(pair.hub.log).to.have.lengthOf(length);
  });

  it('leaves the file as it was where nothing could be verified', async () => {
    const [fresh, old] = [join(directory, 'fresh.xml'), join(directory, 'old.xml')];
    writeFileSync(old, 'report of yesterday');
    for (const file of [fresh, old]) {
      const words = ['--hub', pair.spoke.org.alias, '--output-file', file];
      expect((await run('verify', ...words)).error?.name).to.equal('NoLinksError');
    }
    expect(existsSync(fresh)).to.equal(false);
    expect(readFileSync(old, 'utf8')).to.equal('report of yesterday');
  });

  it('refuses values that make no sense', async () => {
    for (const [flag, value] of [
      ['--expires-within', '0'],
      ['--expires-within', '-3'],
      ['--expires-within', '1.5'],
      ['--expires-within', 'soon'],
      ['--result-format', 'xml'],
      ['--wait', '1h'],
      ['--wait', '1.5'],
      ['--wait', '-1'],
    ]) {
      const { exitCode, error } = await run('verify', ...ends, `${flag}=${value}`);
      expect(exitCode, value).to.equal(2);
      expect(error?.message).to.include(flag);
    }
  });
});
