import { deleteRows } from '../../tables.ts';
import { flag, text } from '../content.ts';
import { checkEmail, checkLength } from '../values.ts';
import { MetadataProblem } from '../problem.ts';
import { developerRow, putRow } from '../records.ts';
import type { TypeRules } from '../typeRules.ts';
import { removeSatellites } from './satellites.ts';

/**
 * ExternalClientApplication (Metadata API Developer Guide). `orgScopedExternalApp` is the id of the org and the name
 * of the app; the org adds it, and what belongs to another org is refused (seen live; its wording is not recorded).
 */
export const externalClientApplication: TypeRules = {
  check: (org, fullName, sent) => {
    checkLength('External Client App Name', text(sent, 'label'), 80);
    checkEmail('Contact Email', text(sent, 'contactEmail'));
    checkLength('Description', text(sent, 'description'), 255);
    const scoped = `${org.id.slice(0, 15)}:${fullName}`;
    const given = text(sent, 'orgScopedExternalApp');
    if (given !== undefined && given !== scoped && given !== `${org.id}:${fullName}`) {
      throw new MetadataProblem(
        'FIELD_INTEGRITY_EXCEPTION',
        `Invalid orgScopedExternalApp: ${given}. The expected value is ${scoped}.`,
        ['orgScopedExternalApp']
      );
    }
    return {
      body: {
        distributionState: 'Local',
        label: fullName,
        ...sent,
        isProtected: String(flag(sent, 'isProtected')),
        orgScopedExternalApp: scoped,
      },
    };
  },
  save: (org, fullName, body) =>
    putRow(org, 'ExternalClientApplication', (row) => row.DeveloperName === fullName, {
      DeveloperName: fullName,
      MasterLabel: text(body, 'label'),
      Language: 'en_US',
      NamespacePrefix: null,
      ContactEmail: text(body, 'contactEmail') ?? null,
      ContactPhone: text(body, 'contactPhone') ?? null,
      Description: text(body, 'description') ?? null,
      DistributionState: text(body, 'distributionState'),
      InfoUrl: text(body, 'infoUrl') ?? null,
      IsProtected: flag(body, 'isProtected'),
      OrgScopedExternalApp: text(body, 'orgScopedExternalApp'),
    }).Id,
  remove: (org, fullName) => {
    const id = developerRow(org, 'ExternalClientApplication', fullName)?.Id;
    removeSatellites(org, fullName);
    deleteRows(org, 'SetupEntityAccess', (row) => row.SetupEntityId === id);
    deleteRows(org, 'ExternalClientApplication', (row) => row.Id === id);
  },
  read: (_org, { body }) => body,
};
