import { ApexException, type ApexHttpRequest, type ApexHttpResponse } from '../host.ts';
import { callOut } from '../machine.ts';
import { declareClass } from '../types/type.ts';
import { type BlobValue, type Call, type Instance, type Value } from '../values/value.ts';
import type { Definition } from './definition.ts';
import { instance } from './definition.ts';
import { blob, utf8 } from './encoding.ts';
import { listOf } from './string.ts';

type RequestState = Partial<Pick<ApexHttpRequest, 'endpoint' | 'method'>> &
  Omit<ApexHttpRequest, 'endpoint' | 'method'> & { compressed?: boolean };

/** Milliseconds that a callout may take if nothing is said (Apex Developer Guide, "Callout Limits and Limitations"). */
const defaultTimeout = 10_000;
const longestTimeout = 120_000;

const newRequest = (call: Call): Instance => {
  const state: RequestState = { headers: {}, body: '', timeout: defaultTimeout };
  const text = (): string =>
    `System.HttpRequest[Endpoint=${state.endpoint ?? 'null'}, Method=${state.method ?? 'null'}]`;
  return instance(call, state, text);
};

/** The answer of a callout as Apex sees it. */
export const newResponse = (answer: ApexHttpResponse): Instance => {
  const state = { ...answer };
  const text = (): string => `System.HttpResponse[Status=${state.status}, StatusCode=${state.statusCode}]`;
  return instance({ type: { class: declareClass('HttpResponse'), args: [] } }, state, text);
};

const request = (self: Instance): RequestState => self.state as RequestState;
const response = (self: Instance): ApexHttpResponse => self.state as ApexHttpResponse;

const header = (headers: Record<string, string>, name: string): string | null =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;

const setHeader = (state: { headers: Record<string, string> }, name: string, value: string): null => {
  const others = Object.entries(state.headers).filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  state.headers = Object.fromEntries([...others, [name, value]]);
  return null;
};

const calloutProblem = (message: string): ApexException =>
  new ApexException('System.CalloutException', message);

const setTimeout = (state: RequestState, timeout: number): null => {
  if (timeout < 1 || timeout > longestTimeout) {
    throw calloutProblem(`Timeout must be between 1 and ${longestTimeout} milliseconds: ${timeout}`);
  }
  state.timeout = timeout;
  return null;
};

const send = async (_self: Instance, sent: Instance, { machine }: Call): Promise<Value> => {
  const { endpoint, method, headers, body, timeout, compressed } = request(sent);
  if (compressed) throw new Error('not simulated: compressed callouts');
  if (endpoint === undefined || !/^[a-z]+:/i.test(endpoint))
    throw calloutProblem(`no protocol: ${endpoint ?? ''}`);
  if (method === undefined) throw calloutProblem('The method of the request is not set');
  return newResponse(await callOut(machine, { endpoint, method, headers: { ...headers }, body, timeout }));
};

/** Gives a member of the request a value that was set. */
const setter =
  (set: (state: RequestState, value: string) => void) =>
  (self: Instance, value: string): null => {
    set(request(self), value);
    return null;
  };

export const http: Definition[] = [
  {
    name: 'HttpRequest',
    members: {
      'HttpRequest()': newRequest,
      'void setEndpoint(String endpoint)': setter((state, endpoint) => (state.endpoint = endpoint)),
      'String getEndpoint()': (self: Instance) => request(self).endpoint ?? null,
      'void setMethod(String method)': setter((state, method) => (state.method = method)),
      'String getMethod()': (self: Instance) => request(self).method ?? null,
      'void setBody(String body)': setter((state, body) => (state.body = body)),
      'void setBodyAsBlob(Blob body)': (self: Instance, body: BlobValue): null => {
        request(self).body = utf8(body);
        return null;
      },
      'String getBody()': (self: Instance) => request(self).body,
      'Blob getBodyAsBlob()': (self: Instance) => blob(Buffer.from(request(self).body)),
      'void setHeader(String name, String value)': (self: Instance, name: string, value: string) =>
        setHeader(request(self), name, value),
      'String getHeader(String name)': (self: Instance, name: string) => header(request(self).headers, name),
      'void setTimeout(Integer milliseconds)': (self: Instance, timeout: number) =>
        setTimeout(request(self), timeout),
      'void setCompressed(Boolean compressed)': (self: Instance, compressed: boolean): null => {
        request(self).compressed = compressed;
        return null;
      },
      'Boolean getCompressed()': (self: Instance) => request(self).compressed ?? false,
    },
    lacks: 'setClientCertificate setClientCertificateName setBodyDocument getBodyDocument',
  },
  {
    name: 'Http',
    members: {
      'Http()': (call: Call) => instance(call, {}),
      'HttpResponse send(HttpRequest request)': send,
    },
  },
  {
    name: 'HttpResponse',
    members: {
      'HttpResponse()': () => newResponse({ statusCode: 0, status: '', headers: {}, body: '' }),
      'Integer getStatusCode()': (self: Instance) => response(self).statusCode,
      'String getStatus()': (self: Instance) => response(self).status,
      'String getBody()': (self: Instance) => response(self).body,
      'Blob getBodyAsBlob()': (self: Instance) => blob(Buffer.from(response(self).body)),
      'String getHeader(String name)': (self: Instance, name: string) => header(response(self).headers, name),
      'List<String> getHeaderKeys()': (self: Instance) => listOf(Object.keys(response(self).headers)),
      'void setBodyAsBlob(Blob body)': (self: Instance, body: BlobValue): null => {
        response(self).body = utf8(body);
        return null;
      },
      'void setStatusCode(Integer code)': (self: Instance, code: number): null => {
        response(self).statusCode = code;
        return null;
      },
      'void setStatus(String status)': (self: Instance, status: string): null => {
        response(self).status = status;
        return null;
      },
      'void setBody(String body)': (self: Instance, body: string): null => {
        response(self).body = body;
        return null;
      },
      'void setHeader(String name, String value)': (self: Instance, name: string, value: string) =>
        setHeader(response(self), name, value),
    },
    lacks: 'getXmlStreamReader getBodyDocument',
  },
];
