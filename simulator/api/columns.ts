import type { AggregateColumn } from '../data/aggregates.ts';
import type { Path } from '../data/paths.ts';
import type { Selection } from '../data/selection.ts';
import { apexTypes, findParent } from '../data/sobjects.ts';
import type { SObject } from '../data/sobjects.ts';

/** A column as `columns=true` tells it. */
export type Column = Record<string, unknown> & { columnName: string; joinColumns: Column[] };

const plain = {
  aggregate: false,
  booleanType: false,
  custom: false,
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: false,
  textType: false,
  updatable: false,
};

const fieldColumns = (sobject: SObject, paths: Path[]): Column[] => {
  const names = [...new Set(paths.map(({ relationships, field }) => relationships[0] ?? field))];
  return names.map((name) => {
    const below = paths.filter(({ relationships }) => relationships[0] === name);
    const parent = below.length === 0 ? undefined : findParent(sobject, name);
    const type = sobject.fields.get(name) ?? 'string';
    return {
      ...plain,
      apexType: parent ? parent.target.name : apexTypes[type],
      booleanType: type === 'boolean',
      columnName: name,
      displayName: name,
      foreignKeyName: parent ? parent.target.name : null,
      insertable: sobject.createable.includes(name),
      joinColumns: parent
        ? fieldColumns(
            parent.target,
            below.map((path) => ({ ...path, relationships: path.relationships.slice(1) }))
          )
        : [],
      numberType: type === 'int',
      textType: type === 'string' && parent === undefined,
      updatable: sobject.updateable.includes(name),
    };
  });
};

/** The columns of a query that selects rows (REST API Developer Guide, "Query", columnMetadata); subqueries count as aggregate. */
export const selectionColumns = ({ sobject, paths, children }: Selection): Column[] => [
  ...fieldColumns(sobject, paths),
  ...children.map(({ relationship, selection }) => ({
    ...plain,
    aggregate: true,
    apexType: selection.sobject.name,
    columnName: relationship,
    displayName: relationship,
    joinColumns: selectionColumns(selection),
  })),
];

/** The columns of a query that groups. */
export const aggregatedColumns = (columns: AggregateColumn[]): Column[] =>
  columns.map(({ alias, display, aggregate, type }) => ({
    ...plain,
    aggregate,
    apexType: apexTypes[type],
    booleanType: type === 'boolean',
    columnName: alias,
    displayName: display,
    numberType: type === 'int',
    textType: type === 'string',
  }));
