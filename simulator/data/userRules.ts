import type { Org, Row } from '../org.ts';
import { SalesforceError } from '../errors.ts';
import { endSessions } from '../oauth/sessions.ts';
import { rows } from '../tables.ts';
import { assignProfile } from '../users.ts';
import { hasPermission } from './permissions.ts';

const refuse = (code: string, message: string, fields?: string[]): never => {
  throw new SalesforceError(400, code, message, fields);
};

const checkUsername = (org: Org, row: Record<string, unknown>, id: string | undefined): void => {
  const username = String(row.Username).toLowerCase();
  if (!/^[^@\s]+@[^@\s]+$/.test(username)) {
    refuse('INVALID_EMAIL_ADDRESS', `Username: invalid email address: ${String(row.Username)}`, ['Username']);
  }
  if (rows(org, 'User').some((user) => user.Id !== id && String(user.Username).toLowerCase() === username)) {
    refuse(
      'DUPLICATE_USERNAME',
      'Duplicate Username. Another user has already selected this Username. Please enter a username that is unique across all Salesforce orgs.',
      ['Username']
    );
  }
};

/**
 * Nobody switches off himself, and an org keeps an administrator (SOAP API Developer Guide, StatusCode
 * CANNOT_DISABLE_LAST_ADMIN). No source gives the text of the former.
 */
const checkDeactivation = (org: Org, id: string, userId: string): void => {
  if (id === userId) refuse('FIELD_INTEGRITY_EXCEPTION', "You can't deactivate your own user.", ['IsActive']);
  const administrators = rows(org, 'User').filter(
    (user) => user.IsActive === true && hasPermission(org, user.Id, 'ModifyAllData')
  );
  if (administrators.length === 1 && administrators[0].Id === id)
    refuse('CANNOT_DISABLE_LAST_ADMIN', 'You must have at least one active administrator user.');
};

/** What holds for users (Object Reference, User). */
export const userRules = {
  write: (org: Org, row: Record<string, unknown>, id: string | undefined, userId: string): void => {
    checkUsername(org, row, id);
    if (id !== undefined && row.IsActive !== true) checkDeactivation(org, id, userId);
    const profile = org.tables.get('Profile')?.get(String(row.ProfileId));
    row.Name = [row.FirstName, row.LastName].filter(Boolean).join(' ');
    row.UserType = profile?.UserType ?? row.UserType ?? 'Standard';
  },
  written: (org: Org, user: Row): void => {
    if (user.IsActive !== true) endSessions(org, (session) => session.userId === user.Id);
    assignProfile(org, user);
  },
};
