import { ApexException } from '../host.ts';
import { type Call, type Instance } from '../values/value.ts';
import { instance, type Definition } from './definition.ts';

type State = { url: URL; spec: string };

const newUrl = (call: Call, spec: string): Instance => {
  if (!URL.canParse(spec)) throw new ApexException('System.StringException', `no protocol: ${spec}`);
  return instance(call, { url: new URL(spec), spec } satisfies State, () => `Url:[delegate=${spec}]`);
};

const parts = (self: Instance): URL => (self.state as State).url;

/** Apex Reference Guide, "URL Class" */
export const url: Definition = {
  name: 'Url',
  members: {
    'Url(String spec)': (spec: string, call: Call) => newUrl(call, spec),
    'static Url getOrgDomainUrl()': (call: Call) => newUrl(call, call.machine.host.myDomainUrl),
    'String toExternalForm()': (self: Instance) => (self.state as State).spec,
    'String getHost()': (self: Instance) => parts(self).hostname,
    'String getAuthority()': (self: Instance) => parts(self).host,
    'String getProtocol()': (self: Instance) => parts(self).protocol.slice(0, -1),
    'Integer getPort()': (self: Instance) => (parts(self).port === '' ? -1 : Number(parts(self).port)),
    'String getPath()': (self: Instance) =>
      (self.state as State).spec.includes(parts(self).host + '/') ? parts(self).pathname : '',
    'String getQuery()': (self: Instance) => parts(self).search.slice(1) || null,
    'String getRef()': (self: Instance) => parts(self).hash.slice(1) || null,
  },
  lacks:
    'getCurrentRequestUrl getSalesforceBaseUrl getFileFieldURL getFile getDefaultPort getUserInfo sameFile',
};
