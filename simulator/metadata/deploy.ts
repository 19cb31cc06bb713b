import type { Certificate, Node, Org } from '../org.ts';
import { newId } from '../tables.ts';
import { openArchive } from './archive.ts';
import type { Archive } from './archive.ts';
import { completeComponents, isAvailable, keyOf, problemOf, saveComponent } from './component.ts';
import { contentsOf } from './contents.ts';
import type { Item } from './contents.ts';
import { failure, message } from './deployment.ts';
import type { DeployMessage, DeployOptions, Deployment, Outcome } from './deployment.ts';
import { destroy } from './destroy.ts';
import { readManifests } from './manifests.ts';
import type { Manifests } from './manifests.ts';
import { mintCertificate } from './mint.ts';
import { CallProblem, MetadataProblem, ParseProblem } from './problem.ts';
import { readItem } from './readItem.ts';
import { orderOf } from './registry.ts';
import { snapshot } from './snapshot.ts';

type Ready = Item & { body: Node };

/**
 * Refuses options that a deploy cannot have, as the call itself fails for them.
 * @throws CallProblem
 */
const checkOptions = (org: Org, options: DeployOptions): void => {
  if (org.kind === 'production' && options.testLevel === 'NoTestRun') {
    throw new CallProblem(
      'INVALID_OPERATION',
      'testLevel of NoTestRun cannot be used in production organizations'
    );
  }
  if (options.performRetrieve) throw new CallProblem('UNKNOWN_EXCEPTION', 'not simulated: performRetrieve');
  if ((options.runTests ?? []).length > 0)
    throw new CallProblem('UNKNOWN_EXCEPTION', 'not simulated: runTests');
};

/** Certificates need key pairs, which take time: they are made before anything is changed. */
const mintAll = async (org: Org, items: Ready[], fail: (item: Ready, error: unknown) => void) => {
  const minted = new Map<string, Certificate>();
  for (const item of items.filter(({ type }) => type === 'Certificate')) {
    await mintCertificate(org, item.fullName, item.body, item.content).then(
      (made) => minted.set(item.fullName, made),
      (error: unknown) => {
        fail(item, error);
      }
    );
  }
  return minted;
};

/** Saves the components of a package in the order of the registry. */
const saveAll = (
  org: Org,
  items: Ready[],
  minted: Map<string, Certificate>,
  root: string,
  at: number
): Outcome => {
  const outcome: Outcome = { successes: [], failures: [], changes: [] };
  for (const item of [...items].sort((a, b) => orderOf(a.type) - orderOf(b.type))) {
    const about = { componentType: item.type, fullName: item.fullName, fileName: `${root}${item.path}` };
    try {
      if (!isAvailable(org, item.type)) {
        throw new MetadataProblem('INVALID_TYPE', 'Not available for deploy for this organization');
      }
      const { id, created, changed, warnings } = saveComponent(org, item, { minted });
      const warned = warnings.length > 0;
      outcome.successes.push(
        message(at, {
          ...about,
          id,
          created,
          changed: created || changed,
          problem: warned ? warnings.join('\n') : null,
          problemType: warned ? 'Warning' : null,
        })
      );
      if (created || changed) outcome.changes.push(keyOf(item));
    } catch (error) {
      outcome.failures.push(failure(at, about, problemOf(error)));
    }
  }
  outcome.changes.push(...completeComponents(org, { minted }));
  return outcome;
};

const work = async (
  org: Org,
  archive: Archive | undefined,
  options: DeployOptions,
  at: number
): Promise<Outcome> => {
  const root = archive?.root ?? '';
  const manifestFile = { componentType: '', fullName: 'package.xml', fileName: `${root}package.xml` };
  const failures: DeployMessage[] = [];
  let manifests: Manifests;
  try {
    if (!archive) throw new MetadataProblem('UNKNOWN_EXCEPTION', 'No package.xml found');
    manifests = readManifests(archive);
  } catch (error) {
    const problem = error instanceof ParseProblem ? error : problemOf(error);
    return { successes: [], failures: [failure(at, manifestFile, problem)], changes: [] };
  }
  const { items, troubles } = contentsOf(archive, manifests.main, options.allowMissingFiles === true);
  for (const { type, fullName, path, problem } of troubles) {
    failures.push(
      failure(at, { componentType: type, fullName, fileName: `${root}${path}` }, { message: problem })
    );
  }
  const ready: Ready[] = [];
  const fail = (item: Item, error: unknown): void => {
    const fileName = `${root}${item.path}${item.content ? '-meta.xml' : ''}`;
    failures.push(
      failure(at, { componentType: item.type, fullName: item.fullName, fileName }, problemOf(error))
    );
  };
  for (const item of items) {
    try {
      ready.push({ ...item, body: readItem(item) });
    } catch (error) {
      fail(item, error);
    }
  }
  const unminted = new Set<string>();
  const minted = await mintAll(org, ready, (item, error) => {
    unminted.add(item.path);
    fail(item, error);
  });
  const restore = snapshot(org);
  const outcomes = [
    destroy(org, manifests.pre, `${root}destructiveChanges.xml`, at),
    saveAll(
      org,
      ready.filter(({ path }) => !unminted.has(path)),
      minted,
      root,
      at
    ),
    destroy(org, manifests.post, `${root}destructiveChangesPost.xml`, at),
  ];
  failures.push(...outcomes.flatMap((outcome) => outcome.failures));
  const undone = options.checkOnly === true || (failures.length > 0 && options.rollbackOnError === true);
  if (undone) restore();
  return {
    successes: [
      message(at, { ...manifestFile, changed: true }),
      ...outcomes.flatMap((outcome) => outcome.successes),
    ],
    failures,
    changes: undone ? [] : outcomes.flatMap((outcome) => outcome.changes),
  };
};

/**
 * Deploys a zip (Metadata API Developer Guide, deploy()). The work is done before this resolves; deployResult tells it
 * once the time that a deploy takes in this org has passed. A check-only deploy changes nothing; with rollbackOnError a
 * failed one leaves the org as it was.
 * @returns the id to ask with, and `<type>:<name>` of each component that was created, changed or deleted
 * @throws CallProblem for options that the org refuses
 */
export const deploy = async (
  org: Org,
  zip: Buffer,
  options: DeployOptions = {},
  userId: string = org.adminId
): Promise<{ id: string; changes: string[] }> => {
  checkOptions(org, options);
  const id = newId(org, 'DeployRequest');
  const started = org.settings.now();
  const archive = await openArchive(zip);
  const { successes, failures, changes } = await work(org, archive, options, started);
  const deployment: Deployment = {
    kind: 'deploy',
    id,
    userId,
    started,
    options,
    successes,
    failures,
    zipSize: zip.length,
    numberFiles: archive?.files.size ?? 0,
  };
  org.deploys.set(id, deployment);
  return { id, changes };
};
