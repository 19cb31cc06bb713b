import { insertRow, rows } from '../../simulator/tables.ts';
import { ann, assignmentsAt, type Broken, mends, parameter, service, userOf } from './breaking.ts';
import type { Pair } from './pair.ts';

const past = '2020-01-01T00:00:00.000+0000';
const end = (pair: Pair, side: 'hub' | 'spoke', username?: string): void => {
  const user = username === undefined ? undefined : userOf(pair[side], username);
  for (const row of assignmentsAt(pair[side]))
    if (user === undefined || row.AssigneeId === user.Id) row.ExpirationDate = past;
};
const people: Broken[] = [
  {
    what: 'an assignment that has ended, on the spoke',
    is: 'pre-authorisation.assignmentEnded',
    breakIt: (pair) => {
      end(pair, 'spoke');
    },
  },
  {
    what: 'assignments that have ended, on the hub',
    is: 'access.ended',
    breakIt: (pair) => {
      end(pair, 'hub');
    },
  },
  {
    what: 'the assignment of somebody who is asked for has ended',
    is: 'access.userEnded',
    request: { assignTo: [ann] },
    calloutUsers: [ann],
    breakIt: (pair) => {
      end(pair, 'hub', ann);
    },
  },
  {
    what: 'an assignment in a group that has ended',
    is: 'pre-authorisation.assignmentEnded',
    breakIt: ({ spoke }) => {
      const [row] = assignmentsAt(spoke);
      const { Id } = insertRow(spoke.org, 'PermissionSetGroup', { DeveloperName: 'Group' });
      insertRow(spoke.org, 'PermissionSetGroupComponent', {
        PermissionSetGroupId: Id,
        PermissionSetId: row.PermissionSetId,
      });
      Object.assign(row, { PermissionSetId: null, PermissionSetGroupId: Id, ExpirationDate: past });
    },
  },
  {
    what: 'a service user with another name',
    is: 'pre-authorisation.noUser',
    breakIt: ({ spoke }) => {
      userOf(spoke, service).Username = 'renamed@spoke.example';
    },
  },
  {
    what: 'a service user without API Enabled',
    is: 'pre-authorisation.noApi',
    breakIt: ({ spoke }) => {
      for (const set of rows(spoke.org, 'PermissionSet'))
        if (set.ProfileId === userOf(spoke, service).ProfileId) set.PermissionsApiEnabled = false;
    },
  },
  {
    what: 'a token of another user, which the hub still has',
    is: 'callout.otherUser',
    breakIt: (pair) => {
      pair.spoke.addUser({ username: 'two@spoke.example' });
      const { Id } = userOf(pair.spoke, 'two@spoke.example');
      insertRow(pair.spoke.org, 'PermissionSetAssignment', {
        ...assignmentsAt(pair.spoke)[0],
        AssigneeId: Id,
      });
      parameter(pair, 'sub', 'two@spoke.example');
    },
  },
];

describe('verify on a link with one thing broken: who may what', () => {
  mends(people);
});
