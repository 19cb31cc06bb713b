import { consumerKeyOf } from '../observe/spoke.ts';
import { hasScopes, settingsOf } from '../observe/app.ts';
import { fingerprint } from '../metadata/certificate.ts';
import { type Check, found, passed } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';

/** Rung 2, pure: the spoke's app is enabled, trusts the hub's certificate and has the key that the hub names. */
export const checkApp = (view: LinkView): Check => {
  const { spoke, certificate, credential } = view;
  const values = valuesOf(view);
  if (!spoke) return found('app', 'skipped', 'noLogin', values);
  if (!spoke.app) return found('app', 'failed', 'missing', values);
  const settings = settingsOf(spoke.app);
  if (!settings.enabled) return found('app', 'failed', 'disabled', values);
  if (settings.certificate === undefined) return found('app', 'failed', 'noCertificate', values);
  if (!certificate) return found('app', 'skipped', 'noHubCertificate', values);
  if (fingerprint(settings.certificate) !== certificate.x509.fingerprint256)
    return found('app', 'failed', 'otherCertificate', values);
  if (!hasScopes(settings)) return found('app', 'failed', 'noScope', values);
  const key = consumerKeyOf(spoke);
  if (key === undefined) return found('app', 'warning', 'keyHidden', values);
  if (key !== credential.claims.iss) return found('app', 'failed', 'otherKey', values);
  return passed('app', values);
};
