import type { Org } from '../../org.ts';
import { rowOf } from '../records.ts';

/**
 * The permission sets behind profiles, given by the profiles' names; access of a profile is kept in its permission set
 * (Object Reference, PermissionSet.IsOwnedByProfile). Profiles that the org does not have are told apart.
 */
export const profileAccess = (org: Org, names: string[]): { parentIds: string[]; unknown: string[] } => {
  const found = names.map((name) => {
    const profile = rowOf(org, 'Profile', (row) => row.Name === name);
    return { name, owned: profile && rowOf(org, 'PermissionSet', (row) => row.ProfileId === profile.Id) };
  });
  return {
    parentIds: found.flatMap(({ owned }) => (owned ? [owned.Id] : [])),
    unknown: found.filter(({ owned }) => !owned).map(({ name }) => name),
  };
};
