/** How a deploy is asked for (Metadata API Developer Guide, DeployOptions); what is left out is false. */
export type DeployOptions = {
  allowMissingFiles?: boolean;
  autoUpdatePackage?: boolean;
  checkOnly?: boolean;
  ignoreWarnings?: boolean;
  performRetrieve?: boolean;
  purgeOnDelete?: boolean;
  rollbackOnError?: boolean;
  runTests?: string[];
  singlePackage?: boolean;
  testLevel?: string;
};

/** What a deploy says about one component (Metadata API Developer Guide, DeployMessage). */
export type DeployMessage = {
  changed: boolean;
  columnNumber: number | null;
  componentType: string;
  created: boolean;
  createdDate: string;
  deleted: boolean;
  fileName: string;
  fullName: string;
  id: string | null;
  lineNumber: number | null;
  problem: string | null;
  problemType: 'Warning' | 'Error' | null;
  success: boolean;
};

/** A deploy as the org keeps it: done at once, told when its time has come. */
export type Deployment = {
  kind: 'deploy';
  id: string;
  userId: string;
  /** In milliseconds since 1970. */
  started: number;
  options: DeployOptions;
  successes: DeployMessage[];
  failures: DeployMessage[];
  zip: Buffer;
  numberFiles: number;
  /** Whether it broke at its end, for a reason of Salesforce's own. */
  broken: boolean;
  /** Takes back what the deploy changed. */
  undo: () => void;
  canceled?: { at: number; userId: string };
  /** Whether this validation was deployed since. */
  deployed?: true;
};

/** A message about a component, success unless said otherwise. */
export const message = (
  at: number,
  fields: Partial<DeployMessage> & Pick<DeployMessage, 'componentType' | 'fullName' | 'fileName'>
): DeployMessage => ({
  changed: false,
  columnNumber: null,
  created: false,
  createdDate: new Date(at).toISOString(),
  deleted: false,
  id: null,
  lineNumber: null,
  problem: null,
  problemType: null,
  success: true,
  ...fields,
});

/** What a step of a deploy came to. */
export type Outcome = Pick<Deployment, 'successes' | 'failures'> & { changes: string[] };

/** The message about a component that was refused. */
export const failure = (
  at: number,
  about: Pick<DeployMessage, 'componentType' | 'fullName' | 'fileName'>,
  problem: { message: string; line?: number; column?: number }
): DeployMessage =>
  message(at, {
    ...about,
    problem: problem.message,
    problemType: 'Error',
    success: false,
    lineNumber: problem.line ?? null,
    columnNumber: problem.column ?? null,
  });
