import type { Certificate, Node, Org } from '../org.ts';
import {
  completeComponents,
  findComponent,
  keyOf,
  readContent,
  removeComponent,
  rulesOf,
  saveComponent,
} from './component.ts';
import { text } from './content.ts';
import { each } from './crudResult.ts';
import type { Answer, CrudOptions, SaveResult, UpsertResult } from './crudResult.ts';
import { mintCertificate } from './mint.ts';
import { CallProblem, MetadataProblem, noSuch } from './problem.ts';
import { requireWriter } from './rights.ts';

/** A component as a CRUD call names it. */
export type Metadata = { type: string; fullName: string; body: Node };

/** At most 10 components in a call (Metadata API Developer Guide, CRUD-based calls). @throws CallProblem */
const checkCount = (items: unknown[]): void => {
  if (items.length > 10) {
    throw new CallProblem(
      'EXCEEDED_ID_LIMIT',
      'record limit reached. cannot submit more than 10 records into this call'
    );
  }
};

const withoutCreated = ({ results, changes }: Answer<UpsertResult>): Answer<SaveResult> => ({
  results: results.map(({ errors, fullName, success }) => ({ errors, fullName, success })),
  changes,
});

/** Saves components after making the key pairs that certificates among them need; `check` refuses before. */
const save = async (
  org: Org,
  items: Metadata[],
  options: CrudOptions,
  check: (item: Metadata, exists: boolean) => void
): Promise<Answer<UpsertResult>> => {
  checkCount(items);
  for (const { type } of items) rulesOf(org, type);
  const { userId = org.adminId } = options;
  const allow = (item: Metadata): void => {
    requireWriter(org, userId, item.type);
    check(item, findComponent(org, item.type, item.fullName) !== undefined);
  };
  const minted = new Map<string, Certificate>();
  const problems = new Map<Metadata, unknown>();
  for (const item of items.filter(({ type }) => type === 'Certificate')) {
    try {
      allow(item);
      const content = text(item.body, 'content');
      const file = content === undefined ? undefined : Buffer.from(content, 'base64');
      const made = await mintCertificate(org, item.fullName, item.body, file);
      minted.set(made.name, made);
    } catch (error) {
      problems.set(item, error);
    }
  }
  return each(org, items, options, (item) => {
    if (problems.has(item)) throw problems.get(item);
    allow(item);
    const { created, changed } = saveComponent(org, item, { minted });
    const own = created || changed ? [keyOf(item)] : [];
    return { created, changes: [...own, ...completeComponents(org, { minted })] };
  });
};

/**
 * createMetadata() (Metadata API Developer Guide): what exists already is refused.
 * @throws CallProblem for too many components or a type that is not there
 */
export const createMetadata = async (
  org: Org,
  items: Metadata[],
  options: CrudOptions = {}
): Promise<Answer<SaveResult>> =>
  withoutCreated(
    await save(org, items, options, ({ type, fullName }, exists) => {
      if (exists) {
        throw new MetadataProblem(
          'DUPLICATE_DEVELOPER_NAME',
          `There is already a ${type} with the name ${fullName}. Please choose a different name.`,
          ['fullName']
        );
      }
    })
  );

/**
 * updateMetadata() (Metadata API Developer Guide): what does not exist is refused.
 * @throws CallProblem as createMetadata does
 */
export const updateMetadata = async (
  org: Org,
  items: Metadata[],
  options: CrudOptions = {}
): Promise<Answer<SaveResult>> =>
  withoutCreated(
    await save(org, items, options, ({ type, fullName }, exists) => {
      if (!exists) throw noSuch('fullName', type, fullName);
    })
  );

/**
 * upsertMetadata() (Metadata API Developer Guide). What is left out goes back to its default.
 * @throws CallProblem as createMetadata does
 */
export const upsertMetadata = (
  org: Org,
  items: Metadata[],
  options: CrudOptions = {}
): Promise<Answer<UpsertResult>> => save(org, items, options, () => undefined);

/**
 * deleteMetadata() (Metadata API Developer Guide).
 * @throws CallProblem as createMetadata does
 */
export const deleteMetadata = (
  org: Org,
  type: string,
  fullNames: string[],
  options: CrudOptions = {}
): Answer<SaveResult> => {
  checkCount(fullNames);
  rulesOf(org, type);
  const items = fullNames.map((fullName) => ({ fullName }));
  return withoutCreated(
    each(org, items, options, ({ fullName }) => {
      requireWriter(org, options.userId ?? org.adminId, type);
      return { created: false, changes: removeComponent(org, type, fullName).removed };
    })
  );
};

/**
 * readMetadata() (Metadata API Developer Guide): the components, `fullName` first, undefined for each that is absent.
 * @throws CallProblem as createMetadata does
 */
export const readMetadata = (org: Org, type: string, fullNames: string[]): (Node | undefined)[] => {
  checkCount(fullNames);
  rulesOf(org, type);
  return fullNames.map((fullName) => {
    const component = findComponent(org, type, fullName);
    return component && { fullName: component.fullName, ...readContent(org, component) };
  });
};
