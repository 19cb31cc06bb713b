import type { Node } from '../../org.ts';
import { deleteRows } from '../../tables.ts';
import { text } from '../content.ts';
import { noSuch } from '../problem.ts';
import { developerRow, putRow } from '../records.ts';
import type { TypeRules } from '../typeRules.ts';
import { checkLength } from '../values.ts';

/** Elements that name a named credential; the reference goes before the name (Metadata API Developer Guide). */
const references = ['namedCredentialReference', 'namedCredential'];

/** The named credential that an external service calls. */
export const namedCredentialOf = (body: Node): string | undefined =>
  references.map((element) => text(body, element)).find((name) => name !== undefined);

/**
 * ExternalServiceRegistration (Metadata API Developer Guide; Tooling API, ExternalServiceRegistration): which named
 * credential it calls. Its schema is not looked at.
 */
export const externalServiceRegistration: TypeRules = {
  check: (org, _fullName, sent) => {
    checkLength('External Service Name', text(sent, 'label'), 80);
    for (const element of references) {
      const name = text(sent, element);
      if (name !== undefined && !developerRow(org, 'NamedCredential', name))
        throw noSuch(element, 'NamedCredential', name);
    }
    return { body: sent };
  },
  save: (org, fullName, body) =>
    putRow(org, 'ExternalServiceRegistration', (row) => row.DeveloperName === fullName, {
      DeveloperName: fullName,
      MasterLabel: text(body, 'label'),
      Language: 'en_US',
      NamespacePrefix: null,
      Description: text(body, 'description') ?? null,
      NamedCredential: text(body, 'namedCredential') ?? null,
      NamedCredentialReferenceId:
        developerRow(org, 'NamedCredential', text(body, 'namedCredentialReference') ?? '')?.Id ?? null,
      Status: text(body, 'status'),
    }).Id,
  remove: (org, fullName) =>
    void deleteRows(org, 'ExternalServiceRegistration', (row) => row.DeveloperName === fullName),
  read: (_org, { body }) => body,
};
