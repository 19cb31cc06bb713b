import JSZip from 'jszip';
import type { Component } from '../metadata/component.ts';
import { packagePath, packageXml, toXml } from '../metadata/xml.ts';

/** Up to so many characters a package is sent in less time than it takes to compress it. */
const notWorthIt = 1_000_000;

/** A package of components as the Metadata API takes it: a zip with its manifest. */
export const zipPackage = async (components: Component[], apiVersion: string): Promise<Buffer> => {
  const files = [
    { path: 'package.xml', text: packageXml(components, apiVersion) },
    ...components.map((component) => ({ path: packagePath(component), text: toXml(component) })),
  ];
  const zip = new JSZip();
  for (const { path, text } of files) zip.file(path, text);
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  return zip.generateAsync({ type: 'nodebuffer', compression: size > notWorthIt ? 'DEFLATE' : 'STORE' });
};
