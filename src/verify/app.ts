import { consumerKeyOf, type SpokeState } from '../observe/spoke.ts';
import { hasScopes, settingsOf } from '../observe/app.ts';
import { fingerprint } from '../metadata/certificate.ts';
import type { Check } from '../result.ts';
import { found, passed } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';
import { warnOfApp } from './warnings.ts';

/** Whether the user who is logged in to the spoke may not see its apps, so that none seen does not mean none there. */
const isUnseen = ({ knowsApps, org }: SpokeState): boolean =>
  !knowsApps ||
  (['ExternalClientAppViewer', 'ExternalClientAppDeveloper', 'ExternalClientAppAdmin'] as const).every(
    (right) => org.missingRights.includes(right)
  );

/** Rung 2, pure: the spoke's app is enabled, trusts the hub's certificate and has the key that the hub names. */
export const checkApp = (view: LinkView): Check => {
  const { spoke, certificate, credential } = view;
  const values = valuesOf(view);
  if (!spoke) return found('app', 'skipped', 'noLogin', values);
  if (!spoke.app)
    return isUnseen(spoke)
      ? found('app', 'skipped', 'noRight', values)
      : found('app', 'failed', 'missing', values);
  const settings = settingsOf(spoke.app);
  if (!settings.enabled) return found('app', 'failed', 'disabled', values);
  if (settings.certificate === undefined) return found('app', 'failed', 'noCertificate', values);
  if (!certificate) return found('app', 'skipped', 'noHubCertificate', values);
  if (fingerprint(settings.certificate) !== certificate.x509.fingerprint256)
    return found('app', 'failed', 'otherCertificate', values);
  if (!hasScopes(settings)) return found('app', 'failed', 'noScope', values);
  // Rung 4 is about that.
  if (!credential.claims.iss) return found('app', 'skipped', 'noIssuer', values);
  const key = consumerKeyOf(spoke);
  if (key !== undefined && key !== credential.claims.iss) return found('app', 'failed', 'otherKey', values);
  return warnOfApp(passed('app', values), view, settings.scopes, key === undefined);
};
