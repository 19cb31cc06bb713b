import type { Query } from '@jetstreamapp/soql-parser-js';
import type { Org, Row } from '../org.ts';
import type { UserPermission } from './permissions.ts';

export type Api = 'data' | 'tooling';
export type FieldType = 'id' | 'string' | 'boolean' | 'int' | 'datetime' | 'reference';

/** An sObject in short; lists are words with spaces between. */
export type Description = {
  apis?: Api[];
  strings?: string;
  booleans?: string;
  ints?: string;
  datetimes?: string;
  /** `Field` refers to the sObject of that name, `Field:SObject` to another one, `Field:` to several. */
  references?: string;
  /** System fields besides Id; default: all. */
  system?: string;
  /** `Relationship:SObject.Field`: relationships to children. */
  children?: string;
  /** Fields that Salesforce has and the simulator has not; `Name*` stands for all that begin so. */
  unsimulated?: string;
  createable?: string;
  required?: string;
  updateable?: string;
  deletable?: boolean;
  /** Permissions of which one is needed to see the rows; none: everybody. */
  readers?: UserPermission[];
  /** Permissions of which one is needed to write rows. */
  writers?: UserPermission[];
  /** Rows that are computed instead of stored; `token` is that of the session which asks, where there is one. */
  view?: (org: Org, userId: string, token?: string) => Row[];
  /** Refuses queries that other sObjects may have. */
  check?: (query: Query) => void;
  /** How many records a query gives at most; there is no next batch. */
  most?: number;
};

export const bothApis: Api[] = ['data', 'tooling'];
