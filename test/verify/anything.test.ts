import { expect } from 'chai';
import type { Component } from '../../src/metadata/component.ts';
import { normalise } from '../../src/metadata/normalise.ts';
import { readCredential } from '../../src/observe/credential.ts';
import { readAccess } from '../../src/observe/hubAccess.ts';
import { accessOf } from '../../src/observe/hubLink.ts';
import { pickUser } from '../../src/org/users.ts';
import { checkAccess } from '../../src/verify/access.ts';
import { assignSelf } from '../../src/verify/accessRemedies.ts';
import { mayRunningUserCall } from '../../src/verify/callers.ts';
import { checkApp } from '../../src/verify/app.ts';
import { checkCertificate } from '../../src/verify/certificate.ts';
import { checkCredential } from '../../src/verify/credential.ts';
import { checkPreAuthorisation } from '../../src/verify/preAuthorisation.ts';
import { type LinkView, valuesOf } from '../../src/verify/view.ts';
import type { Check } from '../../src/result.ts';
import { linkedOrgs, type Orgs, viewOf } from '../linked.ts';
import { now } from '../states.ts';

/** What may stand in the place of anything: nothing, something empty, something of another type. */
const anything: unknown[] = [
  undefined,
  null,
  '',
  'garbage',
  '\u0000{"',
  0,
  -1,
  true,
  [],
  [null],
  ['x'],
  {},
  { a: { b: 1 } },
];

type Path = (string | number)[];
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => {
        const own = [...path, Array.isArray(value) ? Number(key) : key];
        return [own, ...pathsOf(inner, own)];
      })
    : [];

/** A copy in which something else stands in one place. */
const replaced = (value: unknown, [step, ...rest]: Path, by: unknown): unknown => {
  const own = rest.length === 0 ? by : replaced((value as Record<string, unknown>)[step], rest, by);
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === step ? own : item));
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([key, item]: [string, unknown]) => {
      if (key !== step) return [[key, item]];
      return own === undefined ? [] : [[key, own]];
    })
  );
};

/** A component as it would have been told by an org that keeps something else in one place; none where it is none. */
const retold = ({ type, fullName, body }: Component, path: Path, by: unknown): Component | undefined =>
  normalise(type, { fullName, ...(replaced(body, path, by) as object) });

/** All that is pure about a link. @throws Error where a rung throws, or gives something other than a check */
const climb = (view: LinkView): void => {
  valuesOf(view);
  accessOf(view.link);
  mayRunningUserCall(view);
  assignSelf(view);
  const checks: Check[] = [
    checkCertificate(view, now),
    checkApp(view),
    checkPreAuthorisation(view),
    checkCredential(view),
    checkAccess(view),
  ];
  for (const { status, message, actions, findings } of checks) {
    expect(message).not.to.match(/undefined|\[object|function/);
    expect(findings.length > 0).to.equal(status !== 'passed');
    if (status !== 'passed') expect(actions).not.to.deep.equal([]);
  }
};

/** Where a component of a link is found, and how another one is put in its place. */
const places: [
  string,
  (orgs: Orgs) => Component | undefined,
  (orgs: Orgs, other: Component | undefined) => void,
][] = [
  [
    'external credential',
    ({ hub }) => hub.credentials[0].component,
    ({ hub }, other) => {
      const read = other && readCredential(other, hub.namedCredentials);
      if (read) hub.credentials = [read];
    },
  ],
  [
    'named credential',
    ({ hub }) => hub.namedCredentials[0],
    ({ hub }, other) => {
      hub.namedCredentials = other ? [other] : [];
      hub.credentials = [readCredential(hub.credentials[0].component, hub.namedCredentials)!];
    },
  ],
  [
    'permission set of the hub',
    ({ link }) => link.permissionSet,
    ({ link }, other) => (link.permissionSet = other),
  ],
  [
    'permission set of the spoke',
    ({ spoke }) => spoke.permissionSet,
    ({ spoke }, other) => (spoke.permissionSet = other),
  ],
  ['app', ({ spoke }) => spoke.app?.component, ({ spoke }, other) => other && (spoke.app!.component = other)],
  ...(['oauthSettings', 'globalOauthSettings', 'oauthPolicy', 'policy'] as const).map(
    (part): (typeof places)[number] => [
      part,
      ({ spoke }) => spoke.app?.[part],
      ({ spoke }, other) => (spoke.app![part] = other),
    ]
  ),
];

describe('verify over anything that an org may hold', () => {
  for (const [what, find, put] of places) {
    it(`no rung throws, whatever stands where in: ${what}`, () => {
      const component = find(linkedOrgs())!;
      const paths = pathsOf(component.body);
      expect(paths.length).to.be.greaterThan(1);
      for (const path of paths) {
        for (const by of anything) {
          const orgs = linkedOrgs();
          put(orgs, retold(component, path, by));
          climb(viewOf(orgs));
        }
      }
    });

    it(`no rung throws without: ${what}`, () => {
      const orgs = linkedOrgs();
      put(orgs, undefined);
      climb(viewOf(orgs));
    });
  }

  it('no rung throws where what is optional is not known', () => {
    const missing: ((orgs: Orgs) => unknown)[] = [
      ({ hub }) => (hub.certificates = []),
      ({ hub }) => (hub.certificateNames = []),
      ({ hub }) => (hub.credentials[0].claims = {}),
      ({ hub }) => (hub.credentials[0].namedCredentials = []),
      ({ hub }) => (hub.credentials[0].principals = []),
      ({ hub }) => delete hub.credentials[0].tokenUrl,
      ({ hub }) => delete hub.access,
      ({ link }) => delete link.calloutUsers,
      ({ link }) => (link.calloutUsers = [{ userId: '', username: '' }]),
      ({ link }) => (link.calloutUsers = [{ userId: 'x', username: 'x', until: 'soon', mutedIn: ['y'] }]),
      ({ link }) => (link.users = new Map()),
      ({ link }) => (link.formerUsers = [{ userId: '', username: '' }]),
      ({ spoke }) => (spoke.ended = [{ setId: 'x', until: 'soon' }]),
      ({ spoke }) => delete spoke.app,
      ({ spoke }) => delete spoke.serviceUser,
      ({ spoke }) => (spoke.preAuthorised = []),
      ({ spoke }) => (spoke.adminGrants = ['']),
    ];
    for (const take of missing) {
      for (const more of [
        {},
        { spoke: undefined, spokeName: undefined },
        { calloutUsers: ['', 'x', 'Automated Process'] },
      ]) {
        const orgs = linkedOrgs();
        take(orgs);
        climb(viewOf(orgs, more));
      }
    }
  });

  it('reads rows of any shape', () => {
    const row = {
      Id: 'a',
      ParentId: 'b',
      Parent: { PermissionSetGroupId: 'c' },
      Username: 'd',
      IsActive: true,
    };
    for (const path of pathsOf(row)) {
      for (const by of anything) {
        const rows = [replaced(row, path, by) as typeof row];
        pickUser(rows, 'd', rows);
        const answer = { rows };
        readAccess({ carriers: answer, objectRights: answer, carrierGroups: answer, rightGroups: answer });
      }
    }
  });
});
