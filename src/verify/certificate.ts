import { commandFor, replaceCommand } from '../command.ts';
import { say } from '../text/messages.ts';
import { daysLeft, lastDay } from '../metadata/certificate.ts';
import { isOwnCertificate } from '../names.ts';
import { isUsable } from '../observe/hub.ts';
import type { Check } from '../result.ts';
import { found, passed } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';

/** From how many days before its end on a certificate is warned about. */
export const soon = 60;

/** An end that is near, of a certificate that somebody else made: it takes another of that kind first. */
const orSigned = (check: Check, view: LinkView): Check => {
  if (isOwnCertificate(String(view.credential.certificate))) return check;
  const asking = { hub: view.hubName, name: 'NEW_CERTIFICATE', 'output-file': 'request.csr' };
  return {
    ...check,
    actions: [
      say('s2s', 'renew.request', { request: commandFor('certificate request', asking) }),
      say('s2s', 'renew.move', { rotate: replaceCommand(view.hubName, view.credential.certificate) }),
    ],
  };
};

/** Rung 1, pure: the certificate that the hub signs with is there, its own, and valid. */
export const checkCertificate = (view: LinkView, now: Date): Check => {
  const { hub, credential, certificate, expiresWithin } = view;
  const values = valuesOf(view);
  if (credential.certificate === undefined) return found('certificate', 'failed', 'none', values);
  if (!hub.certificateNames.includes(credential.certificate))
    return found('certificate', 'failed', 'missing', values);
  if (hub.pendingCertificates.includes(credential.certificate))
    return found('certificate', 'failed', 'pending', values);
  if (!certificate) return found('certificate', 'failed', 'unreadable', values);
  const days = daysLeft(certificate.x509, now);
  const dated = {
    ...values,
    days: Math.abs(days),
    end: lastDay(certificate.x509),
    rotate: replaceCommand(view.hubName, view.credential.certificate),
  };
  if (days < 0) return found('certificate', 'failed', 'expired', dated);
  if (!isUsable(certificate, hub.org.id, now)) return found('certificate', 'failed', 'copied', values);
  if (expiresWithin !== undefined && days < expiresWithin)
    return orSigned(found('certificate', 'failed', 'endsWithin', { ...dated, limit: expiresWithin }), view);
  if (days < soon) return orSigned(found('certificate', 'warning', 'endsSoon', dated), view);
  return passed('certificate', dated);
};
