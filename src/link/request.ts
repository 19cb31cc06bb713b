import { commandFor } from '../command.ts';
import type { Command } from '../text/messages.ts';
import type { CredentialAccess } from '../metadata/hub.ts';
import type { AppKind, IpRelaxation } from '../metadata/spoke.ts';
import type { ServiceUserWishes } from '../observe/serviceUser.ts';

/** What a user asks of a link. What is left out is kept as it is, or gets a default. */
export type LinkRequest = {
  /** How the two orgs were named on the command line: remedies repeat it. */
  hub: string;
  spoke: string;
  name?: string;
  app?: AppKind;
  appName?: string;
  serviceUser?: string;
  /** Username of a service user that is to be made, or that an earlier run made. */
  createServiceUser?: string;
  serviceUserEmail?: string;
  /** Permission sets of the spoke for the service user. */
  serviceUserPermsets?: string[];
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
  /** Whether the user who is logged in is not let in again to a link that is there. */
  letsNobodyIn?: boolean;
  /** The files by which two admins make the link who share no login, and which half this run is. */
  files?: { request: string; output: string } | { reply: string };
};

/** What is asked of the spoke's half: of the app, and of the user as whom the hub calls. */
export type SpokeHalfRequest = Pick<
  LinkRequest,
  | 'app'
  | 'appName'
  | 'serviceUser'
  | 'createServiceUser'
  | 'serviceUserEmail'
  | 'serviceUserPermsets'
  | 'ipRelaxation'
  | 'consumerKey'
  | 'audience'
>;

/** How a command names the two ends: by logins, or one of them by a file. */
const endsOf = ({
  hub,
  spoke,
  files,
}: Pick<LinkRequest, 'hub' | 'files'> & { spoke: string | string[] }): Record<string, string | string[]> => {
  if (!files) return { hub, spoke };
  return 'reply' in files
    ? { hub, 'reply-file': files.reply }
    : { spoke, 'request-file': files.request, 'output-file': files.output };
};

/** What is asked of the service user beyond being there and active; undefined where that is all. */
export const wishesOf = (
  { createServiceUser, serviceUserEmail, serviceUserPermsets = [] }: LinkRequest,
  serviceUser: string
): ServiceUserWishes | undefined =>
  createServiceUser === undefined && serviceUserPermsets.length === 0
    ? undefined
    : {
        username: serviceUser,
        create: createServiceUser !== undefined,
        email: serviceUserEmail,
        permissionSets: [...new Set(serviceUserPermsets)],
      };

/** The command that continues a run which was stopped: the same once more, for one spoke or for several. */
export const againCommand = (request: Omit<LinkRequest, 'spoke'> & { spoke: string | string[] }): Command =>
  commandFor(request.files && 'request' in request.files ? 'accept' : 'link', {
    ...endsOf(request),
    name: request.name,
    app: request.app,
    'app-name': request.appName,
    'service-user': request.createServiceUser === undefined ? request.serviceUser : undefined,
    'create-service-user': request.createServiceUser,
    'service-user-email': request.serviceUserEmail,
    'service-user-permset': request.serviceUserPermsets,
    'assign-to': request.assignTo,
    unassign: request.unassign,
    'credential-access': request.credentialAccess,
    'ip-relaxation': request.ipRelaxation,
    // A reply names it.
    certificate: request.files && 'reply' in request.files ? undefined : request.certificate,
    audience: request.audience,
    adopt: request.adopt,
    'allow-self': request.allowSelf,
    'allow-production': request.allowProduction,
  });
