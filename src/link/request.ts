import { commandFor } from '../command.ts';
import type { Command } from '../messages.ts';
import type { CredentialAccess } from '../metadata/hub.ts';
import type { AppKind, IpRelaxation } from '../metadata/spoke.ts';

/** What a user asks of a link. What is left out is kept as it is, or gets a default. */
export type LinkRequest = {
  /** How the two orgs were named on the command line: remedies repeat it. */
  hub: string;
  spoke: string;
  name?: string;
  app?: AppKind;
  appName?: string;
  serviceUser?: string;
  /** Users of the hub by username, and permission set groups by API name. */
  assignTo: string[];
  /** Those who may not call any more, in the same way. */
  unassign: string[];
  credentialAccess?: CredentialAccess;
  ipRelaxation?: IpRelaxation;
  consumerKey?: string;
  certificate?: string;
  audience?: string;
  allowSelf: boolean;
  allowProduction: boolean;
  adopt: boolean;
};

/** The command that continues a run which was stopped: the same once more. */
export const againCommand = (request: LinkRequest): Command =>
  commandFor('link', {
    hub: request.hub,
    spoke: request.spoke,
    name: request.name,
    app: request.app,
    'app-name': request.appName,
    'service-user': request.serviceUser,
    'assign-to': request.assignTo,
    unassign: request.unassign,
    'credential-access': request.credentialAccess,
    'ip-relaxation': request.ipRelaxation,
    certificate: request.certificate,
    audience: request.audience,
    adopt: request.adopt,
    'allow-self': request.allowSelf,
    'allow-production': request.allowProduction,
  });
