import { expect } from 'chai';
import { callerWarnings, goneCallers } from '../../src/link/callerWarnings.ts';
import type { Step } from '../../src/link/step.ts';
import type { CalloutGroup } from '../../src/observe/calloutGroups.ts';
import type { CalloutUser } from '../../src/observe/calloutUsers.ts';
import type { HubLink } from '../../src/observe/hubLink.ts';
import { ann, linkWith } from '../states.ts';

const callers: CalloutGroup = {
  id: '0PG000000000001AAA',
  name: 'Callers',
  status: 'Updated',
  needsSession: false,
  size: 1,
  isLimited: false,
};
const annCalls: CalloutUser = {
  userId: ann.id,
  username: ann.username,
  rights: 'modify-all',
  ways: [
    { kind: 'profile', name: 'Admin' },
    { kind: 'group', name: 'Sales' },
    { kind: 'profile', name: 'Admin' },
  ],
};
const linkOf = (more: Partial<HubLink> = {}, group: Partial<CalloutGroup> = {}): HubLink =>
  linkWith({
    groups: new Map([['callers', { ...callers, ...group }]]),
    members: [
      { groupId: callers.id, userId: ann.id },
      { groupId: 'other', userId: '005000000000009AAA' },
    ],
    calloutUsers: [],
    ...more,
  });
const asked = (more: { assignTo?: string[]; unassign?: string[] } = {}) => ({
  hub: 'myhub',
  assignTo: [],
  unassign: [],
  ...more,
});
const gone = (name: string): Step => ({
  org: 'hub',
  type: 'PermissionSetAssignment',
  name: `acme: ${name}`,
  action: 'delete',
  changes: [],
});

describe('link/callerWarnings: those who are to call no more', () => {
  const user = asked({ unassign: [ann.username] });
  const group = asked({ unassign: ['callers'] });
  const warnings = (
    link: HubLink,
    request = user,
    steps = [gone(ann.username), gone('Callers')],
    isPlan = false
  ): string[] => callerWarnings(link, 'acme', request, steps, isPlan);

  it('are told of where they call all the same, with every way once', () => {
    const link = linkOf({ calloutUsers: [annCalls] });
    expect(warnings(link)).to.deep.equal([
      "ann@hub.example can still call, through: profile Admin, permission set group Sales. Take that away where it comes from; a group that holds the link's permission set leaves with --unassign.",
    ]);
    expect(warnings(link, group)).to.deep.equal([
      'Members of the permission set group Callers can still call (ann@hub.example), through: profile Admin, permission set group Sales. Take that away where it comes from; what the link gave leaves with --unassign.',
    ]);
    expect(warnings(link, user, [gone(ann.username)], true)).to.deep.equal([]);
    for (const calloutUsers of [
      [],
      [{ ...annCalls, rights: 'none' as const }],
      [{ ...annCalls, userId: 'x' }],
    ])
      expect(warnings(linkOf({ calloutUsers }))).to.deep.equal([]);
  });

  it('are said to be gone where that was seen, and only then', () => {
    const told = (link: HubLink, request = user): string[] => goneCallers(link, 'acme', request);
    expect(told(linkOf())).to.have.lengthOf(1);
    expect(told(linkOf())[0]).to.contain(ann.username).and.contain('acme');
    expect(told(linkOf(), group)[0]).to.contain('Callers');
    expect(told(linkOf(), group)).to.not.deep.equal(told(linkOf()));
    expect(told(linkOf({}, { status: 'Outdated' }), group)).to.deep.equal([]);
    expect(told(linkOf({ calloutUsers: undefined }))).to.deep.equal([]);
    expect(told(linkOf({ calloutUsers: [annCalls] }))).to.deep.equal([]);
    expect(told(linkOf(), asked({ unassign: ['nobody'] }))).to.deep.equal([]);
  });

  it('are told of where there was nothing to take away', () => {
    const created = { ...gone(ann.username), action: 'create' as const };
    for (const steps of [[], [created], [gone('nn@hub.example.other')]])
      expect(warnings(linkOf(), user, steps)).to.deep.equal([
        'There was nothing to take away: ann@hub.example does not hold a permission set of the link acme.',
      ]);
    expect(warnings(linkOf(), group, [])).to.deep.equal([
      'There was nothing to take away: no permission set of the link acme is part of the permission set group Callers.',
    ]);
  });

  it('are said not to have been looked at where the hub does not tell, but not in a plan', () => {
    const hidden = linkOf({ calloutUsers: undefined });
    expect(warnings(hidden, user, [])).to.have.lengthOf(1);
    expect(warnings(hidden, user, [])[0]).to.match(/^myhub does not tell who may call/);
    expect(warnings(hidden, asked())).to.deep.equal([]);
    expect(warnings(hidden, user, [], true)[0]).to.match(/^There was nothing to take away/);
  });
});

describe('link/callerWarnings: groups', () => {
  const joins: Step = {
    ...gone('Callers'),
    type: 'PermissionSetGroupComponent',
    action: 'create',
    joined: { permissionSet: 'acme_Read', group: callers },
  };
  const about = (
    group: Partial<CalloutGroup>,
    steps: Step[] = [gone('Callers')],
    request = asked({ assignTo: ['callers'] })
  ): string[] => callerWarnings(linkOf({}, group), 'acme', request, steps, false);

  it('that are as they should be are not told of', () => {
    expect(about({})).to.deep.equal([]);
    expect(
      callerWarnings(linkOf({ groups: new Map([['x', undefined]]) }), 'acme', asked(), [], false)
    ).to.deep.equal([]);
  });

  it('that Salesforce has yet to work out are told of, in one way or the other, once', () => {
    expect(about({ status: 'Outdated' })).to.have.lengthOf(1);
    expect(about({ status: 'Outdated' })[0])
      .to.contain('Callers on myhub is Outdated')
      .and.contain('may not be able');
    const leaving = about({ status: 'Outdated' }, [gone('Callers')], asked({ unassign: ['callers'] }));
    expect(leaving[0]).to.contain('may still be able');
    const both = new Map([
      ['callers', { ...callers, status: 'Failed' }],
      ['Callers', { ...callers, status: 'Failed' }],
    ]);
    const request = asked({ assignTo: ['callers', 'Callers'] });
    expect(callerWarnings(linkOf({ groups: both }), 'acme', request, [], false)).to.have.lengthOf(1);
  });

  it('that need a session are told of where they join', () => {
    expect(about({ needsSession: true })[0]).to.contain('has to be activated for each session');
    expect(about({ needsSession: true }, [gone('Callers')], asked({ unassign: ['callers'] }))).to.deep.equal(
      []
    );
  });

  it('that get the narrow permission set are told of where they get it now', () => {
    expect(about({}, [joins])).to.have.lengthOf(1);
    expect(about({}, [joins])[0]).to.contain('permission set acme_Read with Read');
    const other = { ...callers, id: 'other' };
    for (const step of [
      { ...joins, action: 'unchanged' as const },
      { ...joins, joined: { permissionSet: 'acme', group: callers } },
      { ...joins, joined: { permissionSet: 'acme_Read', group: other } },
    ])
      expect(about({}, [step])).to.deep.equal([]);
  });
});
