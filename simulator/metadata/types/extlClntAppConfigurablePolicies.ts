import { flag } from '../content.ts';
import type { TypeRules } from '../typeRules.ts';
import { checkSatellite, removeAlone, satelliteId } from './satellites.ts';

const type = 'ExtlClntAppConfigurablePolicies';

/** Come back on retrieve whether sent or not (seen in retrieved files). */
const flags = ['isOauthPluginEnabled', 'isPushPluginEnabled'];

/** ExtlClntAppConfigurablePolicies (Metadata API Developer Guide): whether the app and its OAuth are switched on. */
export const extlClntAppConfigurablePolicies: TypeRules = {
  check: (org, fullName, sent) => {
    checkSatellite(org, type, fullName, sent);
    return { body: { label: fullName, startPage: 'None', ...sent } };
  },
  save: (org, fullName) => satelliteId(org, type, fullName),
  remove: removeAlone(type),
  read: (_org, { body }) => ({
    ...body,
    ...Object.fromEntries(flags.map((name) => [name, String(flag(body, name))])),
  }),
};
