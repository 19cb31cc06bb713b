import type { Interfaces } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { ipRelaxations } from '../metadata/spoke.ts';
import type { SpokeHalfRequest } from '../link/request.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.spokeFlags');

/** What is decided about a link on its spoke: by `link`, or by the spoke's admin with `accept`. */
export const spokeHalfFlags = {
  app: Flags.option({
    options: ['external-client-app', 'connected-app'] as const,
    summary: messages.getMessage('flags.app.summary'),
    description: messages.getMessage('flags.app.description'),
  })(),
  'app-name': Flags.string({
    summary: messages.getMessage('flags.app-name.summary'),
    description: messages.getMessage('flags.app-name.description'),
  }),
  'service-user': Flags.string({
    summary: messages.getMessage('flags.service-user.summary'),
    description: messages.getMessage('flags.service-user.description'),
  }),
  'create-service-user': Flags.string({
    summary: messages.getMessage('flags.create-service-user.summary'),
    description: messages.getMessage('flags.create-service-user.description'),
    exclusive: ['service-user'],
  }),
  'service-user-email': Flags.string({
    summary: messages.getMessage('flags.service-user-email.summary'),
    dependsOn: ['create-service-user'],
  }),
  'service-user-permset': Flags.string({
    summary: messages.getMessage('flags.service-user-permset.summary'),
    description: messages.getMessage('flags.service-user-permset.description'),
    multiple: true,
    multipleNonGreedy: true,
  }),
  'ip-relaxation': Flags.option({
    options: ipRelaxations,
    summary: messages.getMessage('flags.ip-relaxation.summary'),
  })(),
  'consumer-key': Flags.string({
    summary: messages.getMessage('flags.consumer-key.summary'),
    description: messages.getMessage('flags.consumer-key.description'),
  }),
  audience: Flags.string({
    summary: messages.getMessage('flags.audience.summary'),
    description: messages.getMessage('flags.audience.description'),
  }),
};

/** The same as a request of a link has it. */
export const spokeHalfOf = (flags: Interfaces.InferredFlags<typeof spokeHalfFlags>): SpokeHalfRequest => ({
  app: flags.app,
  appName: flags['app-name'],
  serviceUser: flags['service-user'],
  createServiceUser: flags['create-service-user'],
  serviceUserEmail: flags['service-user-email'],
  serviceUserPermsets: flags['service-user-permset'],
  ipRelaxation: flags['ip-relaxation'],
  consumerKey: flags['consumer-key'],
  audience: flags.audience,
});

export const allowProductionFlag = Flags.boolean({
  summary: messages.getMessage('flags.allow-production.summary'),
  description: messages.getMessage('flags.allow-production.description'),
  default: false,
});

export const adoptFlag = Flags.boolean({
  summary: messages.getMessage('flags.adopt.summary'),
  description: messages.getMessage('flags.adopt.description'),
  default: false,
});
