import { asPartial, failure } from '../text/messages.ts';
import { createOnce, createRecord, updateRecord } from '../org/records.ts';
import { explainConnection } from '../org/explain.ts';
import { nameOfOrg } from '../names.ts';
import type { Half } from './half.ts';
import { isSent } from './plan.ts';
import type { Step } from './step.ts';

type Refusal = Error & { errorCode?: string };
const codeOf = (error: unknown): string | undefined =>
  (error as Refusal).errorCode ?? (error as Refusal).name;

/** A username like one that is taken, with the spoke's name in it. */
const similar = (username: string, url: string): string => {
  const [name, domain] = username.split('@');
  return `${name}.${nameOfOrg(url).toLowerCase()}@${domain}`;
};

/** Creates or updates the user. No mail is sent: over REST nobody asks for one. @returns its id */
const saveUser = async ({ conn, org }: Half, step: Step): Promise<string> => {
  const { id, fields } = step.record!;
  if (id !== undefined) {
    if (step.action === 'update') await updateRecord(conn, step, id, fields);
    return id;
  }
  try {
    return await createRecord(conn, step, fields);
  } catch (error) {
    if (codeOf(error) !== 'DUPLICATE_USERNAME') throw error;
    throw failure('usernameTaken', {
      spoke: org,
      user: step.name,
      other: similar(step.name, conn.instanceUrl),
    });
  }
};

/** Saves what a user holds. @throws SfError where the user's licence does not allow a permission set */
const saveHolding = async ({ conn, org, again }: Half, step: Step, AssigneeId: string): Promise<void> => {
  const { id, fields } = step.record!;
  try {
    if (id === undefined) await createOnce(conn, step, { AssigneeId, ...fields });
    else await updateRecord(conn, step, id, fields);
  } catch (error) {
    if (codeOf(error) !== 'FIELD_INTEGRITY_EXCEPTION') throw error;
    const [permissionSet, user] = step.name.split(': ');
    throw failure('permissionSetRefused', {
      spoke: org,
      user,
      permissionSet,
      problem: (error as Error).message,
      again,
    });
  }
};

const isHolding = (type: Step['type']) => (step: Step) =>
  step.type === type && step.record !== undefined && isSent(step);

/**
 * Makes the service user of a link, or takes it back into use, as planned: the user first, so that a username which is
 * taken stops everything; then the licence, without which it can't hold permission sets; then those.
 * @returns the half with the id of a user that was made
 * @throws SfError with exit code 1 where nothing was changed, 68 where a part is done and the rest is to come
 */
export const saveServiceUser = async (half: Half): Promise<Half> => {
  const steps = half.steps.filter(({ org }) => org === 'spoke');
  const user = steps.find(({ type }) => type === 'User');
  const licenses = steps.filter(isHolding('PermissionSetLicenseAssign'));
  const sets = steps.filter(isHolding('PermissionSetAssignment'));
  if ([...(user ? [user] : []), ...licenses, ...sets].every((step) => !isSent(step))) return half;
  const id = user ? await saveUser(half, user) : '';
  let isAnySaved = user !== undefined && isSent(user);
  try {
    for (const step of [...licenses, ...sets]) {
      await saveHolding(half, step, id);
      isAnySaved = true;
    }
  } catch (error) {
    const explained = explainConnection(error, half.org, half.conn.instanceUrl);
    throw isAnySaved ? asPartial(explained) : explained;
  }
  return { ...half, steps: half.steps.map((step) => withId(step, id)) };
};

/** What is assigned to the user that was made. */
const withId = (step: Step, id: string): Step =>
  step.assigned?.user.id === ''
    ? { ...step, assigned: { ...step.assigned, user: { ...step.assigned.user, id } } }
    : step;
