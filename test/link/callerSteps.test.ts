import { expect } from 'chai';
import { callerSteps } from '../../src/link/callerSteps.ts';
import type { Component } from '../../src/metadata/component.ts';
import type { LinkRequest } from '../../src/link/request.ts';
import type { CalloutGroup } from '../../src/observe/calloutGroups.ts';
import type { HubLink } from '../../src/observe/hubLink.ts';
import { ann, hubWith, linkWith } from '../states.ts';

const ben = { ...ann, id: '005000000000009AAA', username: 'ben@hub.example' };
const system = {
  ...ann,
  id: '005000000000008AAA',
  username: 'auto@x.example',
  userType: 'AutomatedProcess',
};
const callers: CalloutGroup = {
  id: '0PG000000000001AAA',
  name: 'Callers',
  status: 'Updated',
  needsSession: false,
  size: 1,
  isLimited: false,
};
const mixed: CalloutGroup = { ...callers, id: '0PG000000000002AAA', name: 'Mixed', isLimited: true };
const known = {
  users: new Map([
    [ann.username, ann],
    [ben.username, ben],
    ['Automated Process', system],
  ]),
  groups: new Map([
    ['Callers', callers],
    ['callers', callers],
    ['Mixed', mixed],
  ]),
};
/** The permission set of a link that is there. */
const set: Component = { type: 'PermissionSet', fullName: 'acme', body: {} };
const rowOf = (permissionSet: string, userId: string, id: string) => ({ permissionSet, userId, id });

const plan = (
  more: Partial<HubLink>,
  { assignTo = [], unassign = [] }: Partial<LinkRequest>,
  access: 'modify-all' | 'read' = 'modify-all'
): { lines: string[]; needsNarrow: boolean } => {
  const sets = { wide: 'acme', narrow: 'acme_Read' };
  const link = linkWith({ ...known, ...more });
  const { steps, needsNarrow } = callerSteps(hubWith([]), link, sets, access, { assignTo, unassign });
  return {
    lines: steps.map(({ name, action, rowId }) => [name, action, ...(rowId ? [rowId] : [])].join(' ')),
    needsNarrow,
  };
};

describe('link/callerSteps', () => {
  it('let in whoever is logged in, users and groups, once each', () => {
    expect(plan({}, { assignTo: ['Callers', ben.username, 'callers', ann.username] })).to.deep.equal({
      lines: ['acme: ann@hub.example create', 'acme: ben@hub.example create', 'acme: Callers create'],
      needsNarrow: false,
    });
  });

  it('give a group the set that all its members can hold', () => {
    const asked = { assignTo: ['Mixed'] };
    expect(plan({}, asked)).to.deep.equal({
      lines: ['acme: ann@hub.example create', 'acme_Read: Mixed create'],
      needsNarrow: true,
    });
    expect(plan({}, asked, 'read').lines[1]).to.equal('acme: Mixed create');
  });

  it('leave a group as it is that holds the set, or one that gives more', () => {
    for (const permissionSet of ['acme', 'acme_Read']) {
      const joined = [{ permissionSet, groupId: mixed.id, id: '0PN1' }];
      const { lines, needsNarrow } = plan({ joined }, { assignTo: ['Mixed'] });
      expect(lines[1]).to.equal(`${permissionSet}: Mixed unchanged`);
      expect(needsNarrow).to.equal(permissionSet === 'acme_Read');
    }
  });

  it('raise a group whose members can all hold more by now', () => {
    const joined = [{ permissionSet: 'acme_Read', groupId: callers.id, id: '0PN1' }];
    expect(plan({ joined }, { assignTo: ['Callers'] }).lines[1]).to.equal('acme: Callers create');
  });

  it('take both sets from users and groups, assignments that have ended too, and nothing from others', () => {
    const link = {
      assigned: [
        rowOf('acme', ben.id, '0Pa1'),
        rowOf('acme_Read', ben.id, '0Pa2'),
        rowOf('acme', ann.id, '0Pa3'),
      ],
      ended: [rowOf('acme', system.id, '0Pa4')],
      joined: [
        { permissionSet: 'acme', groupId: callers.id, id: '0PN1' },
        { permissionSet: 'acme_Read', groupId: callers.id, id: '0PN2' },
        { permissionSet: 'acme', groupId: mixed.id, id: '0PN3' },
      ],
    };
    const asked = { unassign: [ben.username, 'Automated Process', 'Callers', 'callers'] };
    expect(plan(link, asked)).to.deep.equal({
      lines: [
        'acme: ann@hub.example unchanged',
        'acme: ben@hub.example delete 0Pa1',
        'acme_Read: ben@hub.example delete 0Pa2',
        'acme: auto@x.example delete 0Pa4',
        'acme: Callers delete 0PN1',
        'acme_Read: Callers delete 0PN2',
      ],
      needsNarrow: false,
    });
  });

  it('let nobody in who was not asked for, where access is taken away on a link that is there', () => {
    const permissionSet: Component = { type: 'PermissionSet', fullName: 'acme', body: {} };
    const ended = [rowOf('acme', ann.id, '0Pa1')];
    expect(plan({ permissionSet, ended }, { unassign: [ben.username] }).lines).to.deep.equal([]);
    expect(plan({ permissionSet, ended }, {}).lines).to.deep.equal(['acme: ann@hub.example update']);
    expect(
      plan({ permissionSet }, { unassign: [ben.username], assignTo: [ann.username] }).lines
    ).to.deep.equal(['acme: ann@hub.example create']);
    expect(plan({}, { unassign: [ben.username] }).lines).to.deep.equal(['acme: ann@hub.example create']);
  });

  it('have nothing to do where nothing is held', () => {
    expect(plan({}, { unassign: [ben.username, 'Callers', ann.username] }).lines).to.deep.equal([]);
  });

  it('says of each step where it is, what it joins, and what goes', () => {
    const link = linkWith({ ...known, joined: [{ groupId: callers.id, permissionSet: 'acme', id: 'j1' }] });
    const sets = { wide: 'acme', narrow: 'acme_Read' };
    const asked = { assignTo: ['Mixed'], unassign: ['Callers'], letsNobodyIn: true };
    const { steps } = callerSteps(hubWith([]), { ...link, permissionSet: set }, sets, 'modify-all', asked);
    expect(steps).to.deep.equal([
      {
        org: 'hub',
        type: 'PermissionSetGroupComponent',
        name: 'acme_Read: Mixed',
        action: 'create',
        changes: [],
        joined: { permissionSet: 'acme_Read', group: mixed },
      },
      {
        org: 'hub',
        type: 'PermissionSetGroupComponent',
        name: 'acme: Callers',
        action: 'delete',
        changes: [],
        rowId: 'j1',
      },
    ]);
  });

  it('lets the user who is logged in go on, but does not let that user in where nobody is to be', () => {
    const there = { permissionSet: set };
    const held = { assigned: [rowOf('acme', ann.id, 'a1')] };
    const sets = { wide: 'acme', narrow: 'acme_Read' };
    const names = (more: Partial<HubLink>, letsNobodyIn?: boolean): string[] =>
      callerSteps(hubWith([]), linkWith({ ...known, ...more }), sets, 'modify-all', {
        assignTo: [],
        unassign: [],
        letsNobodyIn,
      }).steps.map(({ org, type, name, action }) => `${org} ${type} ${name} ${action}`);
    expect(names(there, true)).to.deep.equal([]);
    expect(names({ ...there, assigned: [rowOf('acme', ben.id, 'a2')] }, true)).to.deep.equal([]);
    expect(names({ ...there, ...held }, true)).to.deep.equal([
      'hub PermissionSetAssignment acme: ann@hub.example unchanged',
    ]);
    expect(names(there)).to.deep.equal(['hub PermissionSetAssignment acme: ann@hub.example create']);
    expect(
      names({ ...there, assigned: [rowOf('acme_Read', ann.id, 'a3'), rowOf('acme', ben.id, 'a2')] })
    ).to.deep.equal(['hub PermissionSetAssignment acme: ann@hub.example create']);
  });

  it('takes each group by what it has itself', () => {
    const joined = [{ groupId: mixed.id, permissionSet: 'acme', id: 'j2' }];
    expect(plan({ joined }, { assignTo: ['Callers'] }).lines).to.include('acme: Callers create');
  });
});
