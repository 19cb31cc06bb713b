import { command, type Ended } from './command.ts';
import { names } from './names.ts';
import type { Live } from './probe.ts';

/** What the hub held before, of what a run may make: certificates among it are not the run's to delete. */
type Before = { hub: string[] };

const ends = ({ hub, spoke }: Live): string[] => ['--hub', hub.alias, '--spoke', spoke.alias];

const hadCertificates = ({ hub }: Before): boolean =>
  hub.some((component) => component.startsWith('Certificate:'));

/** The certificate that the link signs with, as the last command told. */
const certificateIn = (ended: Ended[]): string | undefined =>
  ended.flatMap(({ result }) => result?.links ?? []).findLast(({ name }) => name === names.link)?.certificate
    ?.name;

/**
 * Refuses a pair that is linked: `rotate` takes all links to a spoke, and those of others are not for trying.
 * @throws Error
 */
export const guardLinks = async ({ hub, spoke, tell }: Live): Promise<void> => {
  const { result, problem } = await command(['list', '--hub', hub.alias], tell);
  if (!result) throw new Error(problem);
  const own = Object.values(names);
  const other = result.links.find(
    ({ name, spoke: { url } }) => url === spoke.facts.url && !own.includes(name)
  );
  if (other)
    throw new Error(
      `"${hub.alias}" has the link ${other.name} to "${spoke.alias}" already. Take two orgs that are not linked: sf s2s list --hub ${hub.alias}`
    );
};

/** The words of `link`, for a link of some name to the app of the run. */
export const linkWords = (live: Live, name: string): string[] => {
  const { facts } = live.spoke;
  const named = ['--name', name, '--app-name', names.link, '--service-user', facts.user.username];
  return ['link', ...ends(live), ...named, ...(facts.isProduction ? ['--allow-production'] : [])];
};

/** Links, verifies, lists and rotates, until something fails. @returns how each command ended */
export const tellStory = async (live: Live, before: Before, isStopped: () => boolean): Promise<Ended[]> => {
  const { hub, tell } = live;
  const both = ends(live);
  const stories = [
    linkWords(live, names.link),
    ['verify', ...both],
    ['list', '--hub', hub.alias],
    ['rotate', ...both, '--retire-now', ...(hadCertificates(before) ? [] : ['--delete-certificate'])],
  ];
  const ended: Ended[] = [];
  for (const words of stories) {
    if (isStopped()) break;
    ended.push(await command(words, tell));
    if (ended.at(-1)!.code !== 0) break;
  }
  return ended;
};

/** The words of `unlink`, for a link of some name. */
export const unlinkWords = (live: Live, name: string): string[] => [
  'unlink',
  ...ends(live),
  '--name',
  name,
  '--no-prompt',
];

/** Takes the link away, however far it came, and its certificate, if the run made that. */
export const unlink = (live: Live, before: Before, ended: Ended[]): Promise<Ended> => {
  const certificate = certificateIn(ended);
  const isNew =
    certificate === undefined ? !hadCertificates(before) : !before.hub.includes(`Certificate:${certificate}`);
  const words = unlinkWords(live, names.link);
  return command([...words, ...(isNew ? ['--delete-certificate'] : [])], live.tell);
};
