import { consumerKeyOf, type SpokeState } from '../observe/spoke.ts';
import { fingerprint } from '../metadata/certificate.ts';
import { textOf } from '../metadata/component.ts';
import { type Check, found, passed } from './check.ts';
import { type LinkView, valuesOf } from './view.ts';
import { warnOfApp } from './warnings.ts';

const isFalse = (content: unknown): boolean => String(content) === 'false';

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
  const { app } = spoke;
  if (!app)
    return isUnseen(spoke)
      ? found('app', 'skipped', 'noRight', values)
      : found('app', 'failed', 'missing', values);
  const policy = app.policy?.body ?? {};
  if (isFalse(policy.isEnabled) || isFalse(policy.isOauthPluginEnabled))
    return found('app', 'failed', 'disabled', values);
  const trusted = app.globalOauthSettings?.body.certificate;
  if (typeof trusted !== 'string') return found('app', 'failed', 'noCertificate', values);
  if (!certificate) return found('app', 'skipped', 'noHubCertificate', values);
  if (fingerprint(trusted) !== certificate.x509.fingerprint256)
    return found('app', 'failed', 'otherCertificate', values);
  const scopes = textOf(app.oauthSettings?.body.commaSeparatedOauthScopes).split(/\s*,\s*/);
  if (!(scopes.includes('Full') || scopes.includes('Api')) || !scopes.includes('RefreshToken'))
    return found('app', 'failed', 'noScope', values);
  const key = consumerKeyOf(spoke);
  if (key !== undefined && key !== credential.claims.iss) return found('app', 'failed', 'otherKey', values);
  return warnOfApp(passed('app', values), view, scopes, key === undefined);
};
