import type { Certificate, Component, Node, Org } from '../org.ts';
import { rows } from '../tables.ts';
import { text } from './content.ts';

/** What a type needs to know about the call that saves its component. */
export type Context = {
  /** Certificates made for this call, by name: a key pair takes time, saving must not wait. */
  minted: Map<string, Certificate>;
};

export type Checked = {
  /** What is saved: as sent, completed with what the org adds. */
  body: Node;
  /** Said about a component that is accepted nevertheless. */
  warnings?: string[];
};

/** The behaviour of one metadata type; each function belongs to one org at one moment and never waits. */
export type TypeRules = {
  /** @throws MetadataProblem for what the org refuses, before anything is changed */
  check: (org: Org, fullName: string, body: Node, context: Context) => Checked;
  /** Brings the records of the org in step; gives the id of the component's own. */
  save: (org: Org, fullName: string, body: Node, context: Context) => string;
  /** Takes the records away. @throws MetadataProblem if something in the org still needs the component */
  remove: (org: Org, fullName: string) => void;
  /** The component as the org tells it, in any order: what Salesforce adds is there, what it withholds is not. */
  read: (org: Org, component: Required<Component>) => Node;
};

/** A reference to a type that is not simulated: accepted, and said so. */
export const notChecked = (field: string, type: string, name: string): string =>
  `not simulated: ${type} ${name} (${field}) is not checked`;

/** Users that elements name for flows that are not simulated, as far as the org does not have them. */
export const usersNotChecked = (org: Org, body: Node | undefined, ...elements: string[]): string[] =>
  elements.flatMap((element) => {
    const name = text(body, element);
    const known = name === undefined || rows(org, 'User').some((row) => row.Username === name);
    return known ? [] : [notChecked(element, 'flow of User', name)];
  });
