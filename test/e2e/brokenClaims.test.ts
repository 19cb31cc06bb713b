import type { Node } from '../../simulator/org.ts';
import { deleteRows } from '../../simulator/tables.ts';
import { type Broken, leave, lose, mends, parameter, parameters, service, userOf } from './breaking.ts';

const expiry = (offset: string): string =>
  `{!Text(FLOOR((NOW() - DATETIMEVALUE( "1970-01-01 00:00:00" )) * 86400 ${offset}))}`;

const claims: Broken[] = [
  {
    what: 'no issuer',
    is: 'credential.noIssuer',
    breakIt: (pair) => {
      parameter(pair, 'iss');
    },
  },
  {
    what: 'no subject',
    is: 'credential.noSubject',
    breakIt: (pair) => {
      parameter(pair, 'sub');
    },
  },
  {
    what: 'no audience',
    is: 'credential.noAudience',
    breakIt: (pair) => {
      parameter(pair, 'aud');
    },
  },
  {
    what: 'an expiry in the past',
    is: 'credential.noExpiry',
    breakIt: (pair) => {
      parameter(pair, 'exp', expiry('- 3600'));
    },
  },
  {
    what: 'a claim twice',
    is: 'credential.repeatedClaim',
    breakIt: (pair) => {
      parameters(pair, (list) => [
        ...list.map((row) =>
          row.parameterName === 'sub' ? { ...row, parameterValue: 'nobody@x.example' } : row
        ),
        ...list.filter((row) => row.parameterName === 'sub'),
      ]);
    },
  },
  {
    what: 'tokens asked for at another org',
    is: 'credential.otherTokenUrl',
    breakIt: (pair) => {
      parameter(pair, 'AuthProviderUrl', `${pair.hub.url}/services/oauth2/token`);
    },
  },
  {
    what: 'no token URL',
    is: 'credential.noTokenUrl',
    breakIt: (pair) => {
      parameter(pair, 'AuthProviderUrl');
    },
  },
  {
    what: 'a named credential without URL',
    is: 'credential.noUrl',
    breakIt: ({ hub }) => {
      leave(hub, 'NamedCredential', (body) => ({
        ...body,
        namedCredentialParameters: (body.namedCredentialParameters as Node[]).filter(
          (row) => row.parameterType !== 'Url'
        ),
      }));
    },
  },
];

const apps: Broken[] = [
  {
    what: 'an app without the settings that hold its key',
    is: 'app.noCertificate',
    breakIt: ({ spoke }) => {
      lose(spoke, 'ExtlClntAppGlobalOauthSettings');
    },
  },
  {
    what: "an IP policy that keeps the hub's callouts out",
    is: 'callout.hubIpRestricted',
    breakIt: ({ hub, spoke }) => {
      hub.org.calloutTokens.clear();
      const { ProfileId } = userOf(spoke, service);
      spoke.org.loginIpRanges.set(String(ProfileId), [{ start: '10.0.0.1', end: '10.0.0.9' }]);
    },
  },
  {
    what: 'only a principal for each user, under the usual name',
    is: 'access.nobody',
    breakIt: (pair) => {
      parameters(pair, (list) =>
        list.map((row) =>
          row.parameterType === 'NamedPrincipal' ? { ...row, parameterType: 'PerUserPrincipal' } : row
        )
      );
      deleteRows(pair.hub.org, 'SetupEntityAccess', () => true);
    },
  },
];

describe('verify on a link with one thing broken: claims and URLs', () => {
  mends(claims);
});
describe('verify on a link with one thing broken: apps and principals', () => {
  mends(apps);
});
