import { randomUUID } from 'node:crypto';
import { ApexException, type ApexHttpResponse } from '../host.ts';
import { callOut } from '../machine.ts';
import { types } from '../types/type.ts';
import { text } from '../values/text.ts';
import { keyOf } from '../values/compare.ts';
import { type Call, type Instance, type MapValue, type Value } from '../values/value.ts';
import { instance, type Definition, type Native } from './definition.ts';
import { urlEncode } from './encoding.ts';
import { newResponse } from './http.ts';
import { writeJson } from './json-write.ts';

type Jwt = {
  iss?: string;
  sub?: string;
  aud?: string;
  validityLength: number;
  nbfClockSkew: number;
  additionalClaims?: MapValue;
};

/** Seconds that a token is valid if nothing is said (sources differ between 180 and 300; this is the stricter). */
const defaultValidity = 180;

const jwt = (self: Instance): Jwt => self.state as Jwt;

/** The claims of a token: those that are set, and those that make it new each time. */
const claims = (self: Instance, { machine }: Call): string => {
  const { iss, sub, aud, validityLength, nbfClockSkew, additionalClaims } = jwt(self);
  const now = Math.floor(machine.host.now() / 1000);
  const entries = new Map<unknown, [Value, Value]>();
  const set = (name: string, value: Value | undefined): void => {
    if (value !== undefined) entries.set(keyOf(name), [name, value]);
  };
  set('iss', iss);
  set('sub', sub);
  set('aud', aud);
  set('jti', randomUUID());
  set('iat', now);
  set('nbf', now - nbfClockSkew);
  set('exp', now + validityLength);
  for (const [name, value] of additionalClaims?.entries.values() ?? []) set(text(name), value);
  const type = types.map(types.string, types.object);
  return writeJson(
    { kind: 'Map', type, entries },
    { pretty: false, skipNulls: false, apiVersion: machine.host.apiVersion }
  );
};

/** A setter and the getter that belongs to it. */
const property = (name: keyof Jwt, type: string): Record<string, Native> => {
  const title = name[0].toUpperCase() + name.slice(1);
  return {
    [`void set${title}(${type} value)`]: (self: Instance, value: Value) => {
      Object.assign(jwt(self), { [name]: value });
      return null;
    },
    [`${type} get${title}()`]: (self: Instance) => (jwt(self)[name] as Value | undefined) ?? null,
  };
};

type Jws = { payload: string; certificate: string };

/** Auth.JWS signs with RS256 and nothing else (Apex Reference Guide, "JWS Class"). */
const compact = (self: Instance, { machine }: Call): string => {
  const { payload, certificate } = self.state as Jws;
  const base64url = (part: string): string => Buffer.from(part, 'utf8').toString('base64url');
  const signed = `${base64url('{"alg":"RS256"}')}.${base64url(payload)}`;
  return `${signed}.${machine.host.sign('RSA-SHA256', Buffer.from(signed), certificate).toString('base64url')}`;
};

type Exchange = { tokenEndpoint?: string; jws?: Instance; grantType: string };

const exchange = (self: Instance): Exchange => self.state as Exchange;

const newExchange = (call: Call, tokenEndpoint?: string, jws?: Instance): Instance => {
  const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  return instance(call, { tokenEndpoint, jws, grantType } satisfies Exchange);
};

const post = async (self: Instance, call: Call): Promise<ApexHttpResponse> => {
  const { tokenEndpoint, jws, grantType } = exchange(self);
  if (tokenEndpoint === undefined || jws === undefined) {
    throw new ApexException('System.NullPointerException', 'Argument cannot be null.');
  }
  return callOut(call.machine, {
    endpoint: tokenEndpoint,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `grant_type=${urlEncode(grantType)}&assertion=${compact(jws, call)}`,
    timeout: 10_000,
  });
};

const tokenIn = (body: string): string | undefined => {
  try {
    const { access_token: token } = JSON.parse(body) as { access_token?: unknown };
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
};

const accessToken = async (self: Instance, call: Call): Promise<string> => {
  const response = await post(self, call);
  const token = response.statusCode === 200 ? tokenIn(response.body) : undefined;
  if (token !== undefined) return token;
  const type = 'Auth.JWTBearerTokenExchange.JWTBearerTokenExchangeException';
  throw new ApexException(type, `Error ${response.statusCode}: ${response.body}`);
};

const set =
  (name: keyof Exchange) =>
  (self: Instance, value: Value): null => {
    Object.assign(exchange(self), { [name]: value });
    return null;
  };

export const auth: Definition[] = [
  {
    name: 'Auth.JWT',
    members: {
      'Auth.JWT()': (call: Call) =>
        instance(call, { validityLength: defaultValidity, nbfClockSkew: 0 } satisfies Jwt),
      'String toJSONString()': claims,
      ...property('iss', 'String'),
      ...property('sub', 'String'),
      ...property('aud', 'String'),
      ...property('validityLength', 'Integer'),
      ...property('nbfClockSkew', 'Integer'),
      ...property('additionalClaims', 'Map<String,Object>'),
    },
    lacks: 'clone',
  },
  {
    name: 'Auth.JWS',
    members: {
      'Auth.JWS(Auth.JWT jwt, String certificate)': (token: Instance, certificate: string, call: Call) =>
        instance(call, { payload: claims(token, call), certificate } satisfies Jws),
      'Auth.JWS(String payload, String certificate)': (payload: string, certificate: string, call: Call) =>
        instance(call, { payload, certificate } satisfies Jws),
      'String getCompactSerialization()': compact,
    },
    lacks: 'clone',
  },
  { name: 'Auth.JWTBearerTokenExchange.JWTBearerTokenExchangeException', parent: 'Exception' },
  {
    name: 'Auth.JWTBearerTokenExchange',
    members: {
      'Auth.JWTBearerTokenExchange()': (call: Call) => newExchange(call),
      'Auth.JWTBearerTokenExchange(String endpoint, Auth.JWS jws)': (
        endpoint: string,
        jws: Instance,
        call: Call
      ) => newExchange(call, endpoint, jws),
      'void setTokenEndpoint(String endpoint)': set('tokenEndpoint'),
      'String getTokenEndpoint()': (self: Instance) => exchange(self).tokenEndpoint ?? null,
      'void setJWS(Auth.JWS jws)': set('jws'),
      'Auth.JWS getJWS()': (self: Instance) => exchange(self).jws ?? null,
      'void setGrantType(String grantType)': set('grantType'),
      'String getGrantType()': (self: Instance) => exchange(self).grantType,
      'String getAccessToken()': accessToken,
      'HttpResponse getHttpResponse()': async (self: Instance, call: Call) =>
        newResponse(await post(self, call)),
    },
    lacks: 'clone',
  },
];
