/** Longest API name of a component; of a link, whose second permission set ends in `_Read`; of an app, whose satellites end in up to `_glbloauth`. */
export const longestName = 80;
export const longestLinkName = 75;
export const longestAppName = 70;

/** Hosts of a My Domain: Salesforce Help, "My Domain URL Formats"; those of other clouds as `@salesforce/core` has them. */
const myDomainHost =
  /^[a-z0-9-]+(\.[a-z0-9-]+)*(\.my\.([a-z0-9-]+\.)*(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn|crmforce\.mil)|\.my-salesforce\.com)$/;
/** Hosts of pages, and the host of the same org's My Domain. */
const pageHosts: [string, string][] = [
  ['.lightning.force.com', '.my.salesforce.com'],
  ['.my.salesforce-setup.com', '.my.salesforce.com'],
  ['.lightning.crmforce.mil', '.my.salesforce.mil'],
  ['.lightning.sfcrmapps.cn', '.my.sfcrmproducts.cn'],
  ['.my-lightning.com', '.my-salesforce.com'],
];
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address is on this machine. */
export const isLoopback = (url: string): boolean => URL.canParse(url) && loopback.test(new URL(url).hostname);

/** Whether what is sent to an address can be read by nobody on the way: it is encrypted, or does not leave this machine. */
export const isPrivate = (url: string): boolean =>
  URL.canParse(url) && (new URL(url).protocol === 'https:' || isLoopback(url));

/**
 * The origin of an org's My Domain. An origin on loopback counts as one, so that simulated orgs need no tricks.
 * @param url any address of the org, e.g. its instance URL
 * @returns e.g. `https://acme--uat.sandbox.my.salesforce.com`; undefined for an address that is no My Domain
 */
export const myDomain = (url: string): string | undefined => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) return undefined;
  return loopback.test(parsed.hostname) ||
    (parsed.protocol === 'https:' && myDomainHost.test(parsed.hostname))
    ? parsed.origin
    : undefined;
};

/**
 * The My Domain behind an address: its own, or for that of a page (Lightning Experience, Setup) the one it belongs to.
 * @returns undefined for an instance such as `https://na139.salesforce.com`, which does not tell
 */
export const myDomainBehind = (url: string): string | undefined => {
  const own = myDomain(url);
  if (own !== undefined || !URL.canParse(url)) return own;
  const { hostname } = new URL(url);
  const [page, api] = pageHosts.find(([end]) => hostname.endsWith(end)) ?? [];
  return page === undefined ? undefined : myDomain(`https://${hostname.slice(0, -page.length)}${api}`);
};

/** Domains of Salesforce: its instances and logins, My Domains, pages and sites, those of other clouds included. */
const salesforceHost =
  /(^|\.)(salesforce\.(com|mil)|force\.com|site\.com|crmforce\.mil|sfcrm(products|apps)\.cn|my-salesforce\.com)$/;

/** Whether an address is Salesforce's own, or on loopback, where simulated orgs are. */
export const isSalesforce = (url: string): boolean =>
  isPrivate(url) && (isLoopback(url) || salesforceHost.test(new URL(url).hostname));

/**
 * Whether a My Domain is by its form that of a production org: no partition (`.sandbox.`, `.develop.`, …), no sandbox
 * (`--uat`), no Developer Edition (`-dev-ed`). For where nobody can be asked; trial orgs look the same.
 */
export const looksLikeProduction = (origin: string): boolean =>
  /^https:\/\/(?!.*--)(?!.*-dev-ed\.)[a-z0-9-]+\.my[.-]salesforce\.(com|mil)$/.test(origin) ||
  /^https:\/\/(?!.*--)[a-z0-9-]+\.my\.sfcrmproducts\.cn$/.test(origin);

/** Origin of an address; undefined when it is none, or is of a kind that has none (`mailto:`). */
export const originOf = (url: string | undefined): string | undefined => {
  const origin = url !== undefined && URL.canParse(url) ? new URL(url).origin : 'null';
  return origin === 'null' ? undefined : origin;
};

/** Whether two API names are one: Salesforce does not tell upper from lower case in them. */
export const isSameName = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && a.toLowerCase() === b?.toLowerCase();

/** A component's name without the namespace of its own org, with which some APIs give it and others don't. */
export const withoutNamespace = (name: string, namespace: string | undefined): string =>
  namespace !== undefined && name.toLowerCase().startsWith(`${namespace}__`.toLowerCase())
    ? name.slice(namespace.length + 2)
    : name;

/** Whether a component came with a package: its name has a prefix that is not the org's own. Such a thing is never a link's. */
export const isPackaged = (name: string): boolean => name.includes('__');

/** What Salesforce takes as API name: letters, digits and single underscores, a letter first. */
export const apiName = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

/** Whether Salesforce takes a text as API name. */
export const isLegalName = (name: string, longest = longestName): boolean =>
  name.length <= longest && apiName.test(name);

/**
 * The name that an org gets at the other end of a link: its My Domain without the sandbox part, because code says
 * `callout:acme` and the same code runs in a sandbox and in production.
 * @param origin a My Domain, e.g. `https://acme--uat.sandbox.my.salesforce.com`
 * @returns a legal API name, e.g. `acme`; on loopback `localhost_<port>`
 */
export const nameOfOrg = (origin: string): string => {
  const { hostname, port } = new URL(origin);
  if (loopback.test(hostname)) return port === '' ? 'localhost' : `localhost_${port}`;
  const [label] = hostname.split('.')[0].split('--');
  const name = label.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(name) ? name : `Org_${name}`;
};

/** The name of a sandbox, as its My Domain has it: `uat` of `https://acme--uat.sandbox.my.salesforce.com`. */
export const sandboxOf = (origin: string): string | undefined =>
  new URL(origin).hostname.split('.')[0].split('--')[1];

/**
 * A text as label: without characters that XML cannot carry, short enough for every component that carries it.
 * @param longest in UTF-16 code units; no character is cut in half
 */
export const asLabel = (text: string, longest = 64): string => {
  const clean = text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ').trim();
  const cut = clean.slice(0, longest);
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut).trim();
};

/** What an org is called in labels: by its name, or by its id where that is blank. */
export const labelOfOrg = ({ id, name }: { id: string; name: string }): string => asLabel(name) || id;

/** Whether a certificate has the name of one that this plugin makes. */
export const isOwnCertificate = (name: string): boolean => name.startsWith('S2S_');

/**
 * The name of the next certificate: `S2S_<YYYYMMDD>`, with a counter behind it if there is one of that day: a higher one
 * than any, so that names tell which is newer.
 * @param taken names of the certificates that the hub has
 */
export const nextCertificateName = (now: Date, taken: string[]): string => {
  const base = `S2S_${now.toISOString().slice(0, 10).replaceAll('-', '')}`;
  const counted = new RegExp(String.raw`^${base}(?:_(\d{1,6}))?$`, 'i');
  const counters = taken.flatMap((name) => {
    const found = counted.exec(name);
    return found ? [Number(found[1] ?? 1)] : [];
  });
  return counters.length === 0 ? base : `${base}_${Math.max(...counters) + 1}`;
};

/** Names that stand for devices on Windows, whatever comes after a dot. Source: Microsoft, "Naming Files, Paths, and Namespaces". */
const device = /^(con|prn|aux|nul|(com|lpt)[0-9])(?=\.|$)/i;

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/**
 * A name from an org as the name of a file: an API name is its own, unless Windows keeps it for a device; of any other, what
 * a path is made of is encoded, as the CLI decodes it.
 */
export const asFileName = (name: string): string =>
  encodeURIComponent(name.replace(/\p{Cs}/gu, '_'))
    .replaceAll('*', percent)
    .replace(device, (found) => `${percent(found)}${found.slice(1)}`);
