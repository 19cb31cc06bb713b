import JSZip from 'jszip';
import { contentOf, fingerprint, readCertificate } from '../../src/metadata/certificate.ts';
import type { Component } from '../../src/metadata/component.ts';
import { packagePath, packageXml, toXml } from '../../src/metadata/xml.ts';
import { deployZip } from '../../src/org/deploy.ts';
import { createComponent, deleteComponents, problemOf, readComponents } from '../../src/org/metadata.ts';
import { names } from '../names.ts';
import { deadline, type Live, outcomeText, type Probe, quoted } from '../probe.ts';

const certificate: Component = {
  type: 'Certificate',
  fullName: names.probe,
  body: { caSigned: false, keySize: 2048, masterLabel: names.probe, privateKeyExportable: false },
};

const content = async ({ hub }: Live): Promise<string> => {
  const [component] = await readComponents(hub.conn, 'Certificate', [names.probe]);
  return contentOf(component);
};

const validDays = (pem: string): string => {
  const { validFrom, validTo } = readCertificate(pem)!;
  return `${Math.round((Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000)} days`;
};

const lookAtCertificate = async (live: Live): Promise<string[]> => {
  const { conn } = live.hub;
  const errors = await createComponent(conn, certificate);
  if (errors.length > 0) return [`refused: ${quoted(problemOf(errors))}`, 'not seen: it was not made'];
  try {
    const before = await content(live);
    const { fullName, body } = certificate;
    await conn.metadata.upsert('Certificate', { fullName, ...body } as never);
    const isSame = fingerprint(await content(live)) === fingerprint(before);
    return [
      `accepted, for ${validDays(before)}`,
      isSame ? 'no, it is the same certificate' : 'yes, another certificate',
    ];
  } finally {
    await deleteComponents(conn, 'Certificate', [names.probe]);
  }
};

const newCertificate: Probe = {
  doubts: [
    {
      question: 'Is a certificate without `expirationDate` created, and for how long?',
      how: 'one of 2048 bits is created, and deleted afterwards',
    },
    {
      question: 'Does saving a certificate again make a new key?',
      how: 'it is saved a second time with the same content; fingerprints compared',
    },
  ],
  look: lookAtCertificate,
};

const emptyFile: Probe = {
  doubts: [
    {
      question: 'Does a deploy take a certificate whose `.crt` is empty?',
      how: 'a check-only deploy',
    },
  ],
  look: async ({ hub: { conn } }) => {
    const zip = new JSZip();
    zip.file('package.xml', packageXml([certificate], conn.getApiVersion()));
    zip.file(packagePath(certificate), '');
    zip.file(`${packagePath(certificate)}-meta.xml`, toXml(certificate));
    const file = await zip.generateAsync({ type: 'nodebuffer' });
    return [outcomeText(await deployZip(conn, file, { checkOnly: true, ...deadline() }))];
  },
};

export const certificateProbes = [newCertificate, emptyFile];
