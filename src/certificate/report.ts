import { commandFor, uploadCommand } from '../command.ts';
import { say } from '../text/messages.ts';
import type { Section } from '../report/report.ts';
import type { CertificateResult } from './result.ts';

/** What is known of a certificate, a line each. */
const facts = ({ certificate }: CertificateResult): string[] => {
  const { subject, issuer, keySize, publicKey, fingerprint, expires, daysLeft } = certificate;
  return [
    say('s2s', 'certificate.subject', { subject }),
    ...(issuer === null ? [] : [say('s2s', 'certificate.issuer', { issuer })]),
    say('s2s', 'certificate.key', { bits: keySize, publicKey }),
    ...(expires === null || fingerprint === null
      ? []
      : [say('s2s', 'certificate.valid', { fingerprint, end: expires.slice(0, 10), days: daysLeft ?? 0 })]),
  ];
};

/** What request prints for people. @param file to which the request was written */
export const requestReport = (
  result: CertificateResult,
  hub: string,
  file: string | undefined
): Section[] => {
  const { name } = result.certificate;
  const values = { certificate: name, hub };
  const upload = uploadCommand(hub, name);
  return [
    {
      lines: [
        say('s2s', result.changed ? 'certificate.requested' : 'certificate.waits', values),
        ...facts(result),
        ...(file === undefined ? [] : [say('s2s', 'certificate.written', { file })]),
      ],
    },
    {
      lines: [
        say('s2s', 'certificate.otherSubject', values),
        say('s2s', 'certificate.afterSigning', { upload }),
      ],
    },
  ];
};

/** What upload prints for people. */
export const uploadReport = (result: CertificateResult, hub: string, dryRun: boolean): Section[] => {
  const { name, state } = result.certificate;
  const values = { certificate: name, hub };
  if (dryRun && state === 'pending') return [{ lines: [say('s2s', 'certificate.checked', values)] }];
  const link = commandFor('link', { hub, spoke: 'ALIAS_OF_SPOKE', certificate: name });
  const rotate = commandFor('rotate', { hub, certificate: name });
  return [
    {
      lines: [
        say('s2s', result.changed ? 'certificate.uploaded' : 'certificate.unchanged', values),
        ...facts(result),
      ],
    },
    { lines: [say('s2s', 'certificate.use', { link, rotate })] },
  ];
};
