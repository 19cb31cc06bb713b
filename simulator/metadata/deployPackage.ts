import type { Certificate, Node, Org } from '../org.ts';
import type { Archive } from './archive.ts';
import { completeComponents, isAvailable, keyOf, problemOf, saveComponent } from './component.ts';
import { contentsOf } from './contents.ts';
import type { Item } from './contents.ts';
import { failure, message } from './deployment.ts';
import type { DeployMessage, DeployOptions, Outcome } from './deployment.ts';
import { destroy } from './destroy.ts';
import { readManifests, versionOf } from './manifests.ts';
import type { Manifests } from './manifests.ts';
import { mintCertificate } from './mint.ts';
import { MetadataProblem, ParseProblem } from './problem.ts';
import { readItem } from './readItem.ts';
import { orderOf } from './registry.ts';
import { requireWriter } from './rights.ts';

type Ready = Item & { body: Node };

/** How a package is deployed: by whom, when, with which options. */
export type Request = { options: DeployOptions; userId: string; at: number };

/** A package that was read: what is wrong with its files, and what is left to save. */
export type Prepared = {
  root: string;
  manifests: Manifests;
  items: Ready[];
  minted: Map<string, Certificate>;
  failures: DeployMessage[];
};

const nothing: Manifests = { main: { types: [], version: undefined }, pre: [], post: [] };

/** Certificates need key pairs, which take time: they are made before anything is changed. */
const mintAll = async (org: Org, items: Ready[], fail: (item: Ready, error: unknown) => void) => {
  const minted = new Map<string, Certificate>();
  for (const item of items.filter(({ type }) => type === 'Certificate')) {
    await mintCertificate(org, item.fullName, item.body, item.content).then(
      (made) => minted.set(made.name, made),
      (error: unknown) => {
        fail(item, error);
      }
    );
  }
  return minted;
};

const manifestFile = (root: string) => ({
  componentType: '',
  fullName: 'package.xml',
  fileName: `${root}package.xml`,
});

/** Reads the files of a package; its components are not held against the org yet. */
export const preparePackage = async (
  org: Org,
  archive: Archive,
  { options, at }: Request
): Promise<Prepared> => {
  const { root } = archive;
  const failures: DeployMessage[] = [];
  let manifests: Manifests;
  let version: number;
  try {
    manifests = readManifests(archive);
    version = versionOf(org, manifests.main);
  } catch (error) {
    const problem = error instanceof ParseProblem ? error : problemOf(error);
    failures.push(failure(at, manifestFile(root), problem));
    return { root, manifests: nothing, items: [], minted: new Map(), failures };
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
      ready.push({ ...item, body: readItem(item, version) });
    } catch (error) {
      fail(item, error);
    }
  }
  const unminted = new Set<string>();
  const minted = await mintAll(org, ready, (item, error) => {
    unminted.add(item.path);
    fail(item, error);
  });
  return { root, manifests, items: ready.filter(({ path }) => !unminted.has(path)), minted, failures };
};

/** Saves the components of a package in the order of the registry. */
const saveAll = (org: Org, { root, items, minted }: Prepared, { userId, at }: Request): Outcome => {
  const outcome: Outcome = { successes: [], failures: [], changes: [] };
  for (const item of [...items].sort((a, b) => orderOf(a.type) - orderOf(b.type))) {
    const about = { componentType: item.type, fullName: item.fullName, fileName: `${root}${item.path}` };
    try {
      if (!isAvailable(org, item.type)) {
        throw new MetadataProblem('INVALID_TYPE', 'Not available for deploy for this organization');
      }
      requireWriter(org, userId, item.type);
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

/** Brings the org to what a package says: deletes, saves, deletes. It never waits. */
export const applyPackage = (org: Org, prepared: Prepared, request: Request): Outcome => {
  const { root, manifests, failures } = prepared;
  const outcomes = [
    destroy(org, manifests.pre, `${root}destructiveChanges.xml`, request),
    saveAll(org, prepared, request),
    destroy(org, manifests.post, `${root}destructiveChangesPost.xml`, request),
  ];
  const read = manifests === nothing ? [] : [message(request.at, { ...manifestFile(root), changed: true })];
  return {
    successes: [...read, ...outcomes.flatMap((outcome) => outcome.successes)],
    failures: [...failures, ...outcomes.flatMap((outcome) => outcome.failures)],
    changes: outcomes.flatMap((outcome) => outcome.changes),
  };
};
