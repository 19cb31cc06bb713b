import type { Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import { nodes, text } from '../metadata/content.ts';
import { namedCredentialOf } from '../metadata/types/externalServiceRegistration.ts';
import type { Component, Content, Org, Row } from '../org.ts';

const textsIn = (content: Content): string[] =>
  typeof content === 'string' ? [content] : Object.values(content).flatMap(textsIn);

/** Whether some text of a flow is the name of a credential, or calls it. */
const names = ({ body }: Component, credential: string): boolean =>
  textsIn(body).some((value) => {
    const [, called] = /\bcallout:(\w+)/.exec(value) ?? [];
    return value === credential || called === credential;
  });

/** External services whose operations a flow calls: actions are named `<service>.<operation>`. */
const servicesOf = ({ body }: Component): string[] =>
  nodes(body, 'actionCalls')
    .filter((action) => text(action, 'actionType') === 'externalService')
    .map((action) => (text(action, 'actionName') ?? '').split('.')[0]);

/** What a component refers to, as `<type>:<name>`, as far as the Dependency API is known to tell it. */
const referencesOf = (org: Org, component: Component): string[] => {
  if (component.type === 'ExternalServiceRegistration')
    return [`NamedCredential:${namedCredentialOf(component.body) ?? ''}`];
  if (component.type !== 'Flow') return [];
  const credentials = [...org.components.values()].filter(
    ({ type, fullName }) => type === 'NamedCredential' && names(component, fullName)
  );
  return [
    ...credentials.map(({ fullName }) => `NamedCredential:${fullName}`),
    ...servicesOf(component).map((name) => `ExternalServiceRegistration:${name}`),
  ];
};

/**
 * The rows of MetadataComponentDependency (Tooling API): flows and external services that use named credentials. Flows and
 * Apex classes are seen to be told of in public code, which matches names and labels; nobody shows that references to
 * external credentials and certificates are told, nor those of permission sets and profiles: they are not here.
 */
export const dependencyRows = (org: Org): Row[] =>
  [...org.components.values()].flatMap((component) =>
    [...new Set(referencesOf(org, component))].flatMap((key) => {
      const target = org.components.get(key);
      if (target === undefined) return [];
      return [
        {
          Id: '000000000000000AAA',
          MetadataComponentId: component.id,
          MetadataComponentName: component.fullName,
          MetadataComponentNamespace: null,
          MetadataComponentType: component.type,
          RefMetadataComponentId: target.id,
          RefMetadataComponentName: target.fullName,
          RefMetadataComponentNamespace: null,
          RefMetadataComponentType: target.type,
        },
      ];
    })
  );

const conditionsOf = (where: WhereClause | undefined): { field?: string; operator: string }[] => {
  const found: { field?: string; operator: string }[] = [];
  for (let clause = where; clause !== undefined; clause = 'right' in clause ? clause.right : undefined) {
    const left = clause.left as { field?: string; operator?: string } | null;
    if (left?.operator !== undefined)
      found.push({ field: left.field, operator: left.operator.toUpperCase() });
  }
  return found;
};

/**
 * Refuses what queries of MetadataComponentDependency can't have: "SOQL ORDER BY clause", "count() function", "OFFSET",
 * filters by either name, "operators other than =, !=, AND, or OR" (Tooling API 45.0, MetadataComponentDependency; newer
 * guides no longer list them all). No source gives the texts.
 * @throws SalesforceError
 */
export const checkDependencyQuery = ({ orderBy, offset, groupBy, fields = [], where }: Query): void => {
  const refuse = (what: string): never => {
    throw new SalesforceError(
      400,
      'MALFORMED_QUERY',
      `${what} is not supported in queries of MetadataComponentDependency`
    );
  };
  if (orderBy !== undefined) refuse('ORDER BY');
  if (offset !== undefined) refuse('OFFSET');
  if (groupBy !== undefined || fields.some(({ type }) => type === 'FieldFunctionExpression'))
    refuse('COUNT()');
  for (const { field, operator } of conditionsOf(where)) {
    if (/^(Ref)?MetadataComponentName$/i.test(field ?? '')) refuse(`A filter by ${field}`);
    if (operator !== '=' && operator !== '!=') refuse(operator);
  }
};
