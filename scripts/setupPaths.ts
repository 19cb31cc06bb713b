import { appWords } from '../src/appWords.ts';
import type { Command, Values } from '../src/text/messages.ts';

const external = 'Setup > Named Credentials > External Credentials';

/**
 * Where in Setup a cause is mended by hand, by finding of verify, or by check for all others of it.
 * @param values names of an example
 */
export const setupPaths = (values: Values, app: string): Record<string, string> => {
  const [name, named, permissionSet] = [values.name, values.namedCredential, values.permissionSet].map(
    String
  );
  const words = appWords('external-client-app', app);
  const onApp = (path: Command): string => path.command;
  const onCredential = `${external} > ${name} > Edit`;
  const onNamed = `Setup > Named Credentials > ${named} > Edit`;
  const assignments = `Setup > Permission Sets > ${permissionSet} > Manage Assignments`;
  return {
    'app.disabled': onApp(words.setupEnabled),
    'app.noCertificate': onApp(words.setupCertificate),
    'app.otherCertificate': onApp(words.setupCertificate),
    'app.noScope': onApp(words.setupScopes),
    'app.otherKey': `copy the key from ${onApp(words.setupKey)}, to the claim iss in ${onCredential}`,
    'pre-authorisation.selfAuthorised': onApp(words.setupPolicy),
    'pre-authorisation.noPermissionSet': onApp(words.setupPermissionSets),
    'pre-authorisation.notAssigned': assignments,
    'pre-authorisation.inactiveUser': 'Setup > Users > the user > Edit > Active',
    'credential.noNamedCredential': 'Setup > Named Credentials > New',
    'credential.disabled': onNamed,
    'credential.otherUrl': onNamed,
    'credential.noAuthorization': onNamed,
    'credential.noPrincipal': `${external} > ${name} > Principals > New`,
    credential: onCredential,
    'access.nobody': `Setup > Permission Sets > ${name} > External Credential Principal Access`,
    'access.runningUserLacks': `Setup > Permission Sets > ${name} > Manage Assignments`,
    'access.readOnly': `Setup > Permission Sets > ${name} > Object Settings > User External Credentials`,
    certificate: 'Setup > Certificate and Key Management',
  };
};
