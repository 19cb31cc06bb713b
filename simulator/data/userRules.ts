import type { Org, Row } from '../org.ts';
import { SalesforceError } from '../errors.ts';
import { endSessions } from '../oauth/sessions.ts';
import { isTakenElsewhere } from '../running.ts';
import { rows } from '../tables.ts';
import { assignProfile } from '../users.ts';
import { checkFreeLicense } from './licenses.ts';
import { hasPermission } from './permissions.ts';

const refuse = (code: string, message: string, fields?: string[]): never => {
  throw new SalesforceError(400, code, message, fields);
};

/** Texts seen live. */
const checkUsername = (org: Org, row: Record<string, unknown>, id: string | undefined): void => {
  const username = String(row.Username).toLowerCase();
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(username)) {
    refuse(
      'FIELD_INTEGRITY_EXCEPTION',
      'Username must be in the form of an email address (for example, john@acme.com)',
      ['Username']
    );
  }
  const isTakenHere = rows(org, 'User').some(
    (user) => user.Id !== id && String(user.Username).toLowerCase() === username
  );
  const isChanged =
    id === undefined || String(org.tables.get('User')?.get(id)?.Username).toLowerCase() !== username;
  if (isTakenHere || (isChanged && isTakenElsewhere(org, username))) {
    refuse(
      'DUPLICATE_USERNAME',
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address).",
      ['Username']
    );
  }
};

/** Longest values (Object Reference, User). */
const lengths: Record<string, number> = { Alias: 8, LastName: 80, FirstName: 40, Title: 80, Username: 80 };

const checkTexts = (row: Record<string, unknown>): void => {
  for (const [field, longest] of Object.entries(lengths)) {
    const value = String(row[field] ?? '');
    if (value.length > longest) {
      const message = `${field}: data value too large: ${value} (max length=${longest})`;
      refuse('STRING_TOO_LONG', message, [field]);
    }
  }
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(row.Email)))
    refuse('INVALID_EMAIL_ADDRESS', `Email: invalid email address: ${String(row.Email)}`, ['Email']);
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
    checkTexts(row);
    checkUsername(org, row, id);
    checkFreeLicense(org, row, id);
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
