import type { Org } from '../org.ts';
import { cancelDeploy } from './cancel.ts';
import { rulesOf } from './component.ts';
import { createMetadata, deleteMetadata, readMetadata, updateMetadata, upsertMetadata } from './crud.ts';
import type { Metadata } from './crud.ts';
import type { CrudOptions, SaveResult } from './crudResult.ts';
import { deploy } from './deploy.ts';
import type { DeployOptions } from './deployment.ts';
import { deployResult } from './deployResult.ts';
import type { Call } from './envelope.ts';
import { describeMetadata, listMetadata } from './list.ts';
import { typesOf } from './manifest.ts';
import { CallProblem, ParseProblem } from './problem.ts';
import { deployRecentValidation } from './quickDeploy.ts';
import { retrieve, retrieveResult } from './retrieve.ts';
import { validate } from './validate.ts';
import { writeElements } from './write.ts';
import type { XmlElement } from './xml.ts';
import { childOf, textOf } from './xml.ts';

/** What an operation answers: `result` elements, and what it changed. */
export type Done = { results: string; changes: string[] };

type Operation = (org: Org, call: Call, userId: string) => Promise<Done> | Done;

const unchanged = (results: string): Done => ({ results, changes: [] });

const textsOf = (element: XmlElement, name: string): string[] =>
  element.children.filter((child) => child.name === name).map((child) => child.text.trim());

const isTrue = (element: XmlElement | undefined, name: string): boolean =>
  /^(true|1)$/.test(textOf(element, name) ?? '');

const crudOptions = ({ header }: Call, userId: string): CrudOptions => ({
  allOrNone: isTrue(childOf(header, 'AllOrNoneHeader'), 'allOrNone'),
  userId,
});

/** The components of a call, each of the type that its `xsi:type` says. @throws ParseProblem @throws CallProblem */
const componentsIn = (org: Org, { operation }: Call): Metadata[] =>
  operation.children
    .filter((child) => child.name === 'metadata')
    .map((element) => {
      const declared = Object.entries(element.attributes).find(([name]) => /:type$/.test(name))?.[1];
      if (declared === undefined) throw new CallProblem('INVALID_TYPE', 'Must send a concrete entity type.');
      const type = declared.replace(/^.*:/, '');
      rulesOf(org, type);
      const { fullName = '', ...body } = validate(type, element, { from: 'call' });
      return { type, fullName: typeof fullName === 'string' ? fullName.trim() : '', body };
    });

const saved = ({ results, changes }: { results: SaveResult[]; changes: string[] }): Done => ({
  results: writeElements({ result: results }),
  changes,
});

const flags = [
  'allowMissingFiles',
  'autoUpdatePackage',
  'checkOnly',
  'ignoreWarnings',
  'performRetrieve',
  'purgeOnDelete',
  'rollbackOnError',
  'singlePackage',
] as const;

/** DeployOptions of a call. @throws ParseProblem for an element that is none of them */
const deployOptions = (element: XmlElement | undefined): DeployOptions => {
  const known: readonly string[] = [...flags, 'runTests', 'testLevel'];
  const unknown = element?.children.find((child) => !known.includes(child.name));
  if (unknown) {
    throw new ParseProblem(
      `Element ${unknown.name} invalid at this location in type DeployOptions`,
      unknown.line,
      unknown.column
    );
  }
  const testLevel = textOf(element, 'testLevel');
  return {
    ...Object.fromEntries(flags.map((name) => [name, isTrue(element, name)])),
    runTests: element ? textsOf(element, 'runTests') : [],
    ...(testLevel !== undefined && testLevel !== '' && { testLevel }),
  };
};

const asyncResult = (id: string): string => writeElements({ result: { done: false, id, state: 'Queued' } });

/** The operations of the Metadata API that are simulated. */
export const operations: Record<string, Operation> = {
  createMetadata: async (org, call, userId) =>
    saved(await createMetadata(org, componentsIn(org, call), crudOptions(call, userId))),
  updateMetadata: async (org, call, userId) =>
    saved(await updateMetadata(org, componentsIn(org, call), crudOptions(call, userId))),
  upsertMetadata: async (org, call, userId) =>
    saved(await upsertMetadata(org, componentsIn(org, call), crudOptions(call, userId))),
  deleteMetadata: (org, call, userId) =>
    saved(
      deleteMetadata(
        org,
        textOf(call.operation, 'type') ?? '',
        textsOf(call.operation, 'fullNames'),
        crudOptions(call, userId)
      )
    ),
  readMetadata: (org, { operation }) => {
    const type = textOf(operation, 'type') ?? '';
    const records = readMetadata(org, type, textsOf(operation, 'fullNames')).map((record) =>
      record ? writeElements({ [`records xsi:type="${type}"`]: record }) : '<records xsi:nil="true"/>'
    );
    return unchanged(`<result>${records.join('')}</result>`);
  },
  listMetadata: (org, { operation }) => {
    const queries = operation.children.filter((child) => child.name === 'queries');
    return unchanged(
      writeElements({
        result: listMetadata(
          org,
          queries.map((query) => textOf(query, 'type') ?? '')
        ),
      })
    );
  },
  describeMetadata: (org) => unchanged(writeElements({ result: describeMetadata(org) })),
  deploy: async (org, { operation }, userId) => {
    const zip = Buffer.from(textOf(operation, 'ZipFile') ?? '', 'base64');
    const { id, changes } = await deploy(
      org,
      zip,
      deployOptions(childOf(operation, 'DeployOptions')),
      userId
    );
    return { results: asyncResult(id), changes };
  },
  cancelDeploy: (org, { operation }, userId) =>
    // The WSDL calls the element `String`, jsforce `id`.
    unchanged(writeElements({ result: cancelDeploy(org, operation.children[0]?.text.trim() ?? '', userId) })),
  deployRecentValidation: async (org, { operation }, userId) => {
    const { id, changes } = await deployRecentValidation(
      org,
      textOf(operation, 'validationId') ?? '',
      userId
    );
    return { results: writeElements({ result: id }), changes };
  },
  checkDeployStatus: (org, { operation }) => {
    const result = deployResult(org, textOf(operation, 'asyncProcessId') ?? '');
    const { details, ...rest } = result;
    return unchanged(
      writeElements({ result: isTrue(operation, 'includeDetails') ? { ...rest, details } : rest })
    );
  },
  retrieve: async (org, { operation }) => {
    // jsforce calls the element `request`, the WSDL `retrieveRequest`.
    const request = childOf(operation, 'retrieveRequest') ?? childOf(operation, 'request');
    const unpackaged = childOf(request, 'unpackaged');
    if (!unpackaged || childOf(request, 'packageNames'))
      throw new CallProblem('UNKNOWN_EXCEPTION', 'not simulated: retrieve of packages');
    const version =
      textOf(unpackaged, 'version') ?? textOf(request, 'apiVersion') ?? org.apiVersions.at(-1) ?? '';
    const id = await retrieve(org, { types: typesOf(unpackaged) }, version, isTrue(request, 'singlePackage'));
    return unchanged(asyncResult(id));
  },
  checkRetrieveStatus: (org, { operation }) =>
    unchanged(writeElements({ result: retrieveResult(org, textOf(operation, 'asyncProcessId') ?? '') })),
};
