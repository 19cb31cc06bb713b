import { hasPermission } from '../data/permissions.ts';
import { insufficientAccess } from '../errors.ts';
import type { Org } from '../org.ts';

/**
 * The Metadata API is for users with Modify Metadata Through Metadata API Functions or Modify All Data (Metadata API
 * Developer Guide, "Prerequisites").
 * @throws SalesforceError INSUFFICIENT_ACCESS
 */
export const requireMetadataAccess = (org: Org, userId: string): void => {
  if (hasPermission(org, userId, 'ModifyMetadata') || hasPermission(org, userId, 'ModifyAllData')) return;
  throw insufficientAccess(
    'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions'
  );
};
