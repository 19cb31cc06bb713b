import type { SfError } from '@salesforce/core';
import { actionsFor, failure, say } from '../messages.ts';
import type { DeployProblem } from '../org/deploy.ts';
import { deployRefusals } from './table.ts';

const line = ({ component, problem, line: row, column }: DeployProblem): string =>
  `${component}${component ? ': ' : ''}${problem}${row === undefined ? '' : ` (line ${row}, column ${column ?? 1})`}`;

/**
 * A failed deploy as an error: each component with the org's own words, and cause and remedy of the first one known.
 * @param org alias or username of the org, as commands take it
 */
export const diagnoseDeploy = (problems: DeployProblem[], org: string, exitCode: number): SfError => {
  const known = deployRefusals.find(({ match }) => problems.some(({ problem }) => match.test(problem)));
  const lines = [...problems.map(line), ...(known ? [say('diagnosis', known.id, { org })] : [])];
  const error = failure('deployFailed', { org, problems: lines.join('\n') }, exitCode);
  if (known) error.actions = actionsFor('diagnosis', known.id, { org });
  return Object.assign(error, { data: { problems } });
};
