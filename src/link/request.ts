import type { CredentialAccess } from '../metadata/hub.ts';
import type { IpRelaxation } from '../metadata/spoke.ts';

/** What a user asks of a link. What is left out is kept as it is, or gets a default. */
export type LinkRequest = {
  /** How the two orgs were named on the command line: remedies repeat it. */
  hub: string;
  spoke: string;
  name?: string;
  appName?: string;
  serviceUser?: string;
  assignTo: string[];
  credentialAccess?: CredentialAccess;
  ipRelaxation?: IpRelaxation;
  consumerKey?: string;
  certificate?: string;
  audience?: string;
  allowSelf: boolean;
  allowProduction: boolean;
  adopt: boolean;
};
