import { expect } from 'chai';
import JSZip from 'jszip';
import type { Component } from '../../src/metadata/component.ts';
import { packagePath, toXml } from '../../src/metadata/xml.ts';
import { zipPackage } from '../../src/org/package.ts';

const setsOf = (count: number): Component[] =>
  Array.from({ length: count }, (_, i) => ({
    type: 'PermissionSet',
    fullName: `Set_${i}`,
    body: { description: `Ä link <${i}> `.repeat(10), label: `Set ${i}` },
  }));

describe('org/package', () => {
  for (const count of [1, 4_000])
    it(`holds the manifest and ${count} components, as they are`, async () => {
      const components = setsOf(count);
      const zip = await JSZip.loadAsync(await zipPackage(components, '66.0'));
      expect(Object.keys(zip.files).filter((name) => !name.endsWith('/'))).to.have.length(count + 1);
      expect(await zip.file('package.xml')!.async('string')).to.include(
        `<members>Set_${count - 1}</members>`
      );
      const last = components.at(-1)!;
      expect(await zip.file(packagePath(last))!.async('string')).to.equal(toXml(last));
    });

  it('is compressed where it is large: an org takes 39 MB', async () => {
    const [large, larger] = await Promise.all([1_000, 4_000].map((n) => zipPackage(setsOf(n), '66.0')));
    expect(larger.length).to.be.below(large.length * 3);
  });
});
