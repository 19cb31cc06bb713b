import { ApexException } from '../host.ts';
import { declareClass } from '../types/type.ts';
import { isKind, type Call, type Instance, type Value } from '../values/value.ts';
import { instance, type Definition } from './definition.ts';

type State = { url: URL; spec: string };

const newUrl = (call: Pick<Call, 'type'>, spec: string): Instance => {
  if (!URL.canParse(spec)) throw new ApexException('System.StringException', `no protocol: ${spec}`);
  return instance(call, { url: new URL(spec), spec } satisfies State, () => `Url:[delegate=${spec}]`);
};

const orgUrl = ({ machine }: Call): Instance =>
  newUrl({ type: { class: declareClass('Url'), args: [] } }, machine.host.myDomainUrl);

const specOf = (self: Instance): string => (self.state as State).spec;
const parts = (self: Instance): URL => (self.state as State).url;

const defaultPorts: Record<string, number> = { 'http:': 80, 'https:': 443, 'ftp:': 21 };

/** The path as it was written: `URL` adds a slash where there is none. */
const path = (self: Instance): string =>
  specOf(self)
    .replace(/^\w+:\/\//, '')
    .includes('/')
    ? parts(self).pathname
    : '';

const port = (self: Instance): number => {
  const written = /^\w+:\/\/(?:[^/@]*@)?[^/:?#]+:(\d+)/.exec(specOf(self))?.[1];
  return written === undefined ? -1 : Number(written);
};

const authority = (self: Instance): string => /^\w+:\/\/([^/?#]*)/.exec(specOf(self))?.[1] ?? '';

/** Apex Reference Guide, "URL Class" */
export const url: Definition = {
  name: 'Url',
  members: {
    'Url(String spec)': (spec: string, call: Call) => newUrl(call, spec),
    'Url(Url context, String spec)': (context: Instance, spec: string, call: Call) =>
      newUrl(call, new URL(spec, parts(context)).href),
    'Url(String protocol, String host, String file)': (
      protocol: string,
      host: string,
      file: string,
      call: Call
    ) => newUrl(call, `${protocol}://${host}${file}`),
    'Url(String protocol, String host, Integer port, String file)': (
      protocol: string,
      host: string,
      number: number,
      file: string,
      call: Call
    ) => newUrl(call, `${protocol}://${host}:${number}${file}`),
    'static Url getOrgDomainUrl()': orgUrl,
    'static Url getSalesforceBaseUrl()': orgUrl,
    'String toExternalForm()': specOf,
    'String getHost()': (self: Instance) => parts(self).hostname,
    'String getAuthority()': authority,
    'String getProtocol()': (self: Instance) => parts(self).protocol.slice(0, -1),
    'Integer getPort()': port,
    'Integer getDefaultPort()': (self: Instance) => defaultPorts[parts(self).protocol] ?? -1,
    'String getPath()': path,
    'String getFile()': (self: Instance) => `${path(self)}${parts(self).search}`,
    'String getQuery()': (self: Instance) => parts(self).search.slice(1) || null,
    'String getRef()': (self: Instance) => parts(self).hash.slice(1) || null,
    'String getUserInfo()': (self: Instance) => /^(.*)@/.exec(authority(self))?.[1] ?? null,
    'Boolean sameFile(Url other)': (self: Instance, other: Value) =>
      isKind(other, 'Instance') && specOf(self).replace(/#.*/, '') === specOf(other).replace(/#.*/, ''),
  },
  lacks: 'getCurrentRequestUrl getFileFieldURL',
};
