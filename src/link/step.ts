import { type Component, type ComponentType } from '../metadata/component.ts';
import { ownerOf, readMarker } from '../metadata/marker.ts';
import { differences, merge } from '../metadata/merge.ts';
import type { CalloutGroup } from '../observe/calloutGroups.ts';
import type { OrgUser } from '../org/users.ts';
import type { StepResult } from '../result.ts';

export type Action = StepResult['action'];
export type Side = 'hub' | 'spoke';

/** One thing that a link consists of, and what has to happen to it. */
export type Step = {
  org: Side;
  /** A metadata type, or an sObject whose rows are written one by one. */
  type:
    | ComponentType
    | 'PermissionSetAssignment'
    | 'PermissionSetGroupComponent'
    | 'SetupEntityAccess'
    | 'User'
    | 'PermissionSetLicenseAssign';
  /** Full name of the component, or what an assignment joins: `<permission set>: <user, group or app>`. */
  name: string;
  action: Action;
  /** Elements that an update changes, or what is left to a person. */
  changes: string[];
  /** What would be sent. */
  component?: Component;
  /** Which permission set is assigned to whom; with the id of the assignment that has ended. */
  assigned?: { permissionSet: string; user: OrgUser; ended?: string };
  /** A row of the service user or of what it holds, with its id where it is there; `AssigneeId` is left out while the user has none. */
  record?: { id?: string; fields: Record<string, string | boolean | null> };
  /** Which permission set becomes part of which group. */
  joined?: { permissionSet: string; group: CalloutGroup };
  /** Id of a row that is deleted. */
  rowId?: string;
  /** Why a conflict is one. */
  reason?: Obstacle;
};

/** Made by somebody else; of another hub, spoke or app; a copy of the link to another spoke; an external credential of another kind. */
export type Obstacle = 'foreign' | 'otherHub' | 'otherSpoke' | 'otherCopy' | 'otherApp' | 'otherKind';

/** What has to happen to a component so that it becomes the wanted one. */
export const compare = (
  existing: Component | undefined,
  wanted: Component
): Pick<Step, 'action' | 'changes' | 'component'> => {
  if (!existing) return { action: 'create', changes: [], component: wanted };
  const component = merge(existing, wanted);
  const changes = differences(existing, component);
  return { action: changes.length > 0 ? 'update' : 'unchanged', changes, component };
};

export type Existing = Component | undefined;
/** Whose link a component has to belong to, and whether somebody else's may be taken over. */
export type Guard = {
  org: Side;
  hubId: string;
  adopt: boolean;
  isThisSpoke: (spokeId: string) => boolean;
  /** Whether what carries another hub's marker is this link's all the same: a sandbox refresh copied it, or renewed the hub's id. */
  takesCopies: boolean;
  /** What a component of the hub is that belongs to the link to another spoke. */
  elsewhere: Obstacle;
};

/** Whether a component of that name may be written, and if not, why. */
const obstacle = (
  existing: Existing,
  { org, hubId, adopt, isThisSpoke, takesCopies, elsewhere }: Guard
): Obstacle | undefined => {
  const description = existing?.body.description;
  const owner = existing ? ownerOf(description, hubId) : 'ours';
  if (owner === 'foreign') return adopt ? undefined : 'foreign';
  // Another hub's marker: on the hub a sandbox refresh copied it, on the spoke it is as a rule that hub's property.
  if (owner === 'copy' && !takesCopies) return elsewhere;
  if (owner === 'copy') return undefined;
  const marked = readMarker(description);
  return marked && org === 'hub' && !isThisSpoke(marked.spokeId) ? elsewhere : undefined;
};

/** A component that says whose it is: what somebody else made is left alone. */
export const owned = (existing: Existing, wanted: Component, guard: Guard): Step => {
  const reason = obstacle(existing, guard);
  const base = { org: guard.org, type: wanted.type, name: wanted.fullName };
  return reason
    ? { ...base, action: 'conflict', changes: [], reason }
    : { ...base, ...compare(existing, wanted) };
};

/** @param ended id of the assignment that is there but has ended */
export const assignment = (
  org: Side,
  permissionSet: string,
  user: OrgUser,
  isAssigned: boolean,
  ended?: string
): Step => ({
  org,
  type: 'PermissionSetAssignment',
  name: `${permissionSet}: ${user.username}`,
  ...(isAssigned
    ? { action: 'unchanged', changes: [] }
    : ended === undefined
      ? { action: 'create', changes: [] }
      : { action: 'update', changes: ['ExpirationDate'] }),
  assigned: { permissionSet, user, ended },
});
