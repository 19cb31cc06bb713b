import JSZip from 'jszip';
import type { Component } from '../metadata/component.ts';
import { packagePath, packageXml, toXml } from '../metadata/xml.ts';

/** A package of components as the Metadata API takes it: a zip with its manifest. */
export const zipPackage = async (components: Component[], apiVersion: string): Promise<Buffer> => {
  const zip = new JSZip();
  zip.file('package.xml', packageXml(components, apiVersion));
  for (const component of components) zip.file(packagePath(component), toXml(component));
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
};
