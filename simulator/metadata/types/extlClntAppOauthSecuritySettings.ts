import { notChecked } from '../typeRules.ts';
import type { TypeRules } from '../typeRules.ts';
import { text } from '../content.ts';
import { checkSatellite, removeAlone, satelliteId } from './satellites.ts';

const type = 'ExtlClntAppOauthSecuritySettings';

/** ExtlClntAppOauthSecuritySettings (release 67): kept and given back; mutual TLS is not simulated. */
export const extlClntAppOauthSecuritySettings: TypeRules = {
  check: (org, fullName, sent) => {
    checkSatellite(org, type, fullName, sent);
    const subject = text(sent, 'tlsClientAuthCertParamValue');
    return {
      body: { label: fullName, ...sent },
      warnings:
        subject === undefined
          ? []
          : [notChecked('tlsClientAuthCertParamValue', 'client certificate', subject)],
    };
  },
  save: (org, fullName) => satelliteId(org, type, fullName),
  remove: removeAlone(type),
  read: (_org, { body }) => body,
};
