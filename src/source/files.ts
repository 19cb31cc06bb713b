import type { Peer } from '../link/peer.ts';
import type { Plan } from '../link/plan.ts';
import { fill } from '../metadata/component.ts';
import { sourcePath, toXml } from '../metadata/xml.ts';
import { originOf } from '../names.ts';
import { linksOf } from '../observe/find.ts';
import { type HubState, leafOf } from '../observe/hub.ts';
import { foldersOf, hostOf } from './folders.ts';
import { portable, type Varying } from './placeholders.ts';

/** A link whose components are written as source files. */
export type SourceLink = {
  hub: HubState;
  spoke: Pick<Peer, 'id' | 'url'>;
  plan: Plan;
  /** Undefined while the app is not there. */
  consumerKey: string | undefined;
};

/** A file of a component, by its path below the output directory, with `/` between the names. */
export type SourceFile = { path: string; text: string };

/** The values of one environment, by the name of the environment variable; undefined: not known yet. */
export type Environment = { path: string; values: Map<string, string | undefined> };

export type Source = { files: SourceFile[]; environments: Environment[] };

/** How a placeholder looks, with the name of its environment variable: unlike anything that an org holds. */
export const placeholder = /\$\{(S2S_\w+)\}/g;

/** Certificates that are made without being asked for: their names tell a day, so that every environment has another. */
const ownCertificate = /^S2S_\d{8}(_\d+)?$/;

/** Part of a variable's name: `acme--uat` gives `ACME__UAT`. */
const asVariable = (...names: string[]): string =>
  `S2S_${names.join('__')}`.toUpperCase().replace(/[^A-Z0-9_]/g, '_');

/** What differs of a link: the names of its variables, and their values. */
const variablesOf = (
  { hub, spoke, plan, consumerKey }: SourceLink,
  [hubFolder, spokeFolder]: string[]
): { names: Varying; values: [string, string | undefined][] } => {
  const { name, certificate, serviceUser, audience } = plan.choice;
  const isOwn = ownCertificate.test(certificate.name);
  const own = hub.certificates.find((one) => one.name === certificate.name);
  const [ofHub, ofSpoke] = [asVariable(hubFolder), asVariable(spokeFolder)];
  const ofLink = asVariable(hubFolder, name);
  const ofCertificate = isOwn ? ofHub : asVariable(hubFolder, certificate.name);
  const values: [string, string | undefined][] = [];
  const vary = (variable: string, value: string | undefined): string => {
    values.push([variable, value]);
    return `\${${variable}}`;
  };
  const names = {
    hub: { orgId: vary(`${ofHub}_ORG_ID`, hub.org.id), url: vary(`${ofHub}_URL`, hub.org.url) },
    spoke: { orgId: vary(`${ofSpoke}_ORG_ID`, spoke.id), url: vary(`${ofSpoke}_URL`, spoke.url) },
    certificateName: isOwn ? vary(`${ofHub}_CERTIFICATE_NAME`, certificate.name) : certificate.name,
    certificatePem: vary(`${ofCertificate}_CERTIFICATE`, own && leafOf(own)),
    consumerKey: vary(`${ofLink}_CONSUMER_KEY`, consumerKey),
    serviceUser: vary(`${ofLink}_SERVICE_USER`, serviceUser),
    audience: vary(`${ofLink}_AUDIENCE`, audience),
  };
  return { names, values };
};

/** My Domains of all orgs that some links, and the other links of their hubs, have to do with. */
const originsOf = (links: SourceLink[]): string[] => {
  const hubs = new Map(links.map(({ hub }) => [hub.org.id, hub]));
  const planned = new Set(links.map(({ hub, plan }) => `${hub.org.id} ${plan.choice.name.toLowerCase()}`));
  // Where a planned link has led so far does not count: a copy is re-pointed.
  const others = [...hubs.values()].flatMap((hub) =>
    linksOf(hub).filter(({ name }) => !planned.has(`${hub.org.id} ${name.toLowerCase()}`))
  );
  return [
    ...links.flatMap(({ hub, spoke }) => [hub.org.url, spoke.url]),
    ...others.flatMap(({ tokenUrl }) => originOf(tokenUrl) ?? []),
  ];
};

const filesOf = (link: SourceLink, folders: string[], names: Varying): SourceFile[] =>
  link.plan.steps.flatMap(({ org, type, component }) => {
    if (!component || type === 'Certificate') return [];
    const filled = fill(portable(component, link.hub.org.url, names), ({ later }) => names[later]);
    return [{ path: `${folders[org === 'hub' ? 0 : 1]}/${sourcePath(filled)}`, text: toXml(filled) }];
  });

const inOrder = (a: SourceLink, b: SourceLink): number =>
  `${a.hub.org.id} ${a.plan.choice.certificate.name} ${a.plan.choice.name}` <
  `${b.hub.org.id} ${b.plan.choice.certificate.name} ${b.plan.choice.name}`
    ? -1
    : 1;

/**
 * Pure: some links as source files, an org each in a folder of its own, with placeholders for what differs per
 * environment, and the values that it has in this one. Never a Certificate: deploying one may renew its key.
 */
export const sourceOf = (links: SourceLink[]): Source => {
  const byOrigin = foldersOf(originsOf(links));
  const files = new Map<string, SourceFile>();
  const environments = new Map<string, Environment>();
  // Where two links of a hub have different certificates the newer one's stays.
  for (const link of [...links].sort(inOrder)) {
    const folders = [link.hub.org.url, link.spoke.url].map((origin) => byOrigin.get(origin)!);
    const { names, values } = variablesOf(link, folders);
    const path = `${hostOf(link.hub.org.url)}.env`;
    const environment = environments.get(path) ?? { path, values: new Map() };
    const own = filesOf(link, folders, names);
    const used = new Set(own.flatMap(({ text }) => [...text.matchAll(placeholder)].map(([, name]) => name)));
    values.forEach(([name, value]) => used.has(name) && environment.values.set(name, value));
    environments.set(path, environment);
    own.forEach((file) => files.set(file.path, file));
  }
  return { files: [...files.values()], environments: [...environments.values()] };
};
