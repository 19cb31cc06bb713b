import type { Org } from '../org.ts';
import { findComponent, keyOf, problemOf, removeComponent } from './component.ts';
import { failure, message } from './deployment.ts';
import type { DeployOptions, Outcome } from './deployment.ts';
import type { Manifest } from './manifest.ts';
import { MetadataProblem } from './problem.ts';
import { orderOf } from './registry.ts';
import { requireWriter } from './rights.ts';
import { isMetadataType } from './schema.ts';

/**
 * Deletes what manifests name: apps before what belongs to them, the rest in the reverse of the order in which it is
 * saved. What is not there gives a warning (seen live), which fails the deploy unless warnings are ignored (Metadata
 * API Developer Guide, DeployOptions.ignoreWarnings; seen live: forcedotcom/cli#2559).
 */
export const destroy = (
  org: Org,
  manifests: Manifest[],
  fileName: string,
  { options, userId, at }: { options: DeployOptions; userId: string; at: number }
): Outcome => {
  const outcome: Outcome = { successes: [], failures: [], changes: [] };
  const place = (type: string): number => (type === 'ExternalClientApplication' ? -1000 : -orderOf(type));
  const named = manifests
    .flatMap(({ types }) =>
      types.flatMap(({ type, members }) => members.map((fullName) => ({ type, fullName })))
    )
    .sort((a, b) => place(a.type) - place(b.type));
  for (const { type, fullName } of named) {
    const about = { componentType: type, fullName, fileName };
    try {
      if (!isMetadataType(type)) {
        throw new MetadataProblem('INVALID_TYPE', `Unknown type name '${type}' specified in package.xml`);
      }
      if (outcome.changes.includes(keyOf({ type, fullName }))) {
        outcome.successes.push(message(at, { ...about, deleted: true, changed: true }));
      } else if (orderOf(type) !== -1 && !findComponent(org, type, fullName)) {
        const success = options.ignoreWarnings === true;
        const problem = `No ${type} named: ${fullName} found`;
        const warning = message(at, { ...about, problem, problemType: 'Warning', success });
        (success ? outcome.successes : outcome.failures).push(warning);
      } else {
        requireWriter(org, userId, type);
        const { id, removed } = removeComponent(org, type, fullName);
        outcome.successes.push(message(at, { ...about, id, deleted: true, changed: true }));
        outcome.changes.push(...removed);
      }
    } catch (error) {
      outcome.failures.push(failure(at, about, problemOf(error)));
    }
  }
  return outcome;
};
