import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/** Licences, by their SPDX names, under which a dependency may be handed on with this plugin. */
const allowed = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Zlib',
];

/** Whether an SPDX expression can be fulfilled: one side of OR, both of AND. None in use has brackets within. */
const isAllowed = (expression: string): boolean =>
  expression
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)));

const root = join(import.meta.dirname, '..');
const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

type Lock = { packages: Record<string, { dev?: boolean; optional?: boolean }> };

describe('licences of run-time dependencies', () => {
  const { packages } = readJson('package-lock.json') as Lock;
  const paths = Object.entries(packages).flatMap(([path, { dev, optional }]) =>
    path === '' || dev || optional ? [] : [path]
  );

  it('are those that the packages themselves name, and all allowed', () => {
    const refused = paths.flatMap((path) => {
      const { license } = readJson(path, 'package.json') as { license?: string };
      return isAllowed(String(license)) ? [] : [`${path}: ${license}`];
    });
    expect(paths).to.have.length.above(100);
    expect(refused).to.deep.equal([]);
  });

  it('are read as SPDX means them', () => {
    expect(['MIT', '(MIT OR GPL-3.0-or-later)', '(MIT AND Zlib)'].filter(isAllowed)).to.have.length(3);
    expect(['GPL-3.0-only', '(MIT AND GPL-3.0-only)', 'undefined', 'SEE LICENSE'].filter(isAllowed)).to.be
      .empty;
  });
});
