import type { SimulatedOrg } from '../../simulator/server.ts';
import { deployFiles, problems, spokeFiles } from './metadata-fixtures.ts';
import { assign } from './server-fixtures.ts';

/** The files of a spoke's app under another name than `Hub`. */
export const appFiles = (name: string, pem: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(spokeFiles('CERTIFICATE')).map(([path, text]) => [
      path.replaceAll('Hub', name),
      text.replaceAll('Hub', name).replace('CERTIFICATE', pem),
    ])
  );

/** Brings one more app into a spoke, with a permission set of its own for a user; gives its consumer key. */
export const addSecondApp = async (
  spoke: SimulatedOrg,
  name: string,
  pem: string,
  userId: string
): Promise<string> => {
  const result = await deployFiles(spoke.org, appFiles(name, pem));
  if (!result.success) throw new Error(problems(result).join('\n'));
  assign(spoke.org, userId, `${name}_Access`);
  return String(
    spoke.org.components.get(`ExtlClntAppGlobalOauthSettings:${name}_glbloauth`)?.body.consumerKey
  );
};
