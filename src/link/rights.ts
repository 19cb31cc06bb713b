import { failure } from '../text/messages.ts';
import type { OrgFacts, UserRight } from '../org/identity.ts';
import { isSent } from './plan.ts';
import type { Side, Step } from './step.ts';

type Written = { org: Side; type: string; action: Step['action'] };
type Need = { rights: UserRight[]; when: (step: Written) => boolean };
const rows = ['PermissionSetAssignment', 'SetupEntityAccess'];
const userRows = ['User', 'PermissionSetLicenseAssign'];
const isComponent = ({ type }: Written): boolean =>
  ![...rows, ...userRows, 'Certificate', 'PermissionSetGroupComponent'].includes(type);
const isWritten = (step: Written): boolean =>
  isSent(step) || ['delete', 'release', 'deactivate'].includes(step.action);

/** Which rights a step needs; `ModifyAllData` stands for `ModifyMetadata` and `ManageRemoteAccess` too. Source: Salesforce Help, user permissions. */
const needs: Need[] = [
  { rights: ['ManageCertificates'], when: ({ type }) => type === 'Certificate' },
  { rights: ['CustomizeApplication', 'ModifyMetadata'], when: isComponent },
  {
    rights: ['ManageProfilesPermissionsets'],
    when: ({ type }) => type === 'PermissionSet' || type === 'PermissionSetGroupComponent',
  },
  {
    rights: ['ExternalClientAppDeveloper', 'ExternalClientAppAdmin'],
    when: ({ type }) => /^(External|Extl)Cl/.test(type),
  },
  { rights: ['ManageRemoteAccess'], when: ({ type }) => type === 'ConnectedApp' },
  { rights: ['ManageUsers'], when: ({ type }) => userRows.includes(type) },
  { rights: ['AssignPermissionSets'], when: ({ type }) => rows.includes(type) },
];

const isHeldWithAllData = (right: UserRight): boolean =>
  right === 'ModifyMetadata' || right === 'ManageRemoteAccess';

/** Refuses to begin what the logged-in users may not finish. @throws SfError that names org, user and rights */
export const guardRights = (
  { steps }: { steps: Written[] },
  facts: Partial<Record<Side, OrgFacts>>,
  names: Partial<Record<Side, string>>
): void => {
  for (const org of ['hub', 'spoke'] as const) {
    const { missingRights = [], user, url } = facts[org] ?? {};
    const writes = steps.filter((step) => step.org === org && isWritten(step));
    const needed = needs.filter(({ when }) => writes.some(when)).flatMap(({ rights }) => rights);
    if (org === 'hub' && steps.some(isSent)) needed.push('AuthorApex');
    const missing = needed.filter(
      (right) =>
        missingRights.includes(right) &&
        !(isHeldWithAllData(right) && !missingRights.includes('ModifyAllData'))
    );
    if (missing.length > 0) {
      const values = { org: names[org], url, user: user?.username };
      throw failure('missingRights', { ...values, rights: missing.join(', ') });
    }
  }
};
