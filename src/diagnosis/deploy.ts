import type { SfError } from '@salesforce/core';
import { actionsFor, type Command, failure, say } from '../text/messages.ts';
import type { DeployProblem } from '../org/deploy.ts';
import { deployRefusals } from './table.ts';

const line = ({ component, problem, line: row, column }: DeployProblem): string =>
  `${component}${component ? ': ' : ''}${problem || say('s2s', 'deploy.noReason')}${row ? ` (line ${row}, column ${column ?? 1})` : ''}`;

/**
 * A failed deploy as an error: each component with the org's own words, and cause and remedy of the first one known.
 * @param values alias or username of the org, the command that goes on, and the same with an external client app
 */
export const diagnoseDeploy = (
  problems: DeployProblem[],
  { org, again, external }: { org: string; again: Command; external: Command }
): SfError => {
  const known = deployRefusals.find(({ match }) => problems.some(({ problem }) => match.test(problem)));
  const values = { org, again, external };
  const lines = [...problems.map(line), ...(known ? [say('diagnosis', known.id, values)] : [])];
  const error = failure('deployFailed', { org, problems: lines });
  if (known) error.actions = actionsFor('diagnosis', known.id, values);
  return Object.assign(error, { data: { problems } });
};
