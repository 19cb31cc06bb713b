import { type Body, type Component, type Content, type Later, textOf } from '../metadata/component.ts';
import { connectedApp } from '../metadata/connectedApp.ts';
import { merge } from '../metadata/merge.ts';
import { type AppNames, externalClientAppParts, namesFor, type SpokeSpec } from '../metadata/spoke.ts';
import { asLabel, isSameName, nameOfOrg } from '../names.ts';
import { type App, labelOf, partsOf, setsOf } from '../observe/app.ts';
import type { SpokeState } from '../observe/spoke.ts';

/** The name without the counter that a rotation gave it. @param hubUrl origin of the hub's My Domain */
const baseOf = ({ names }: App, hubUrl: string): string => {
  const own = nameOfOrg(hubUrl);
  const shorter = names.app.replace(/_\d+$/, '');
  return isSameName(names.app, own) || isSameName(shorter, own) ? own : shorter;
};

/**
 * Whether of two apps of a hub one took the other's place: they let users in by the same permission set, or their names
 * differ by a counter alone. Two of which each has a permission set of its own belong to two links, whatever their names.
 * @param hubUrl origin of the hub's My Domain
 */
export const isSameLine = (one: App, other: App, hubUrl: string): boolean => {
  if (isSameName(one.names.permissionSet, other.names.permissionSet)) return true;
  const hasOwnSet = (app: App): boolean =>
    setsOf(app).some((set) => isSameName(set, app.names.permissionSet));
  return isSameName(baseOf(one, hubUrl), baseOf(other, hubUrl)) && !(hasOwnSet(one) && hasOwnSet(other));
};

/**
 * The name of the app that takes another's place: the one that `link` would give, or the same with a counter.
 * @param hubUrl origin of the hub's My Domain
 * @param taken names that apps on the spoke, or parts of them, have
 */
export const successorNames = (old: App, hubUrl: string, taken: string[]): AppNames => {
  const { kind, permissionSet } = old.names;
  const base = baseOf(old, hubUrl);
  const candidates = [base, ...taken.map((_, i) => `${base}_${i + 2}`), `${base}_${taken.length + 2}`];
  const isFree = (name: string): boolean => {
    const { kind: _kind, permissionSet: _set, ...parts } = namesFor(kind, name);
    return Object.values(parts).every((part) => !taken.some((other) => isSameName(other, part)));
  };
  // Both apps let the same users in.
  return { ...namesFor(kind, candidates.find(isFree)!), permissionSet };
};

/** Labels tell logins through the one app from those through the other in the login history. */
const successorLabel = (old: App, name: string, hubUrl: string): string => {
  const base = baseOf(old, hubUrl);
  const counterOf = (app: string): string => app.slice(base.length).replace('_', ' ');
  const [before, after] = [counterOf(old.names.app), counterOf(name)];
  const label = labelOf(old);
  const own = before !== '' && label.endsWith(before) ? label.slice(0, -before.length) : label;
  return `${asLabel(own, 64 - after.length)}${after}`;
};

/** What an app can't hand on: it belongs to that one app. */
const bound = ['orgScopedExternalApp', 'oauthLink', 'consumerKey', 'consumerSecret'];

const copyOf = (part: Component, wanted: Component): Component => {
  const own: [string, Content][] = ['label', 'description', 'externalClientApplication'].flatMap((name) =>
    wanted.body[name] === undefined ? [] : [[name, wanted.body[name]]]
  );
  const handedOn = Object.entries(part.body).filter(([name]) => !bound.includes(name));
  return {
    ...part,
    fullName: wanted.fullName,
    body: { ...Object.fromEntries(handedOn), ...Object.fromEntries(own) },
  };
};

const callbackUrlOf = (app: App): string => {
  const bodies = partsOf(app).flatMap(({ body }) => [body, (body.oauthConfig ?? {}) as Body]);
  return bodies.map(({ callbackUrl }) => textOf(callbackUrl)).find((url) => url !== '') ?? '';
};

/**
 * Every component of the app that takes another's place: its copy, policies included, which trusts another certificate.
 * Salesforce makes the consumer key.
 * @param certificate PEM
 */
export const successorParts = (
  app: App,
  names: AppNames,
  {
    hubUrl,
    spoke,
    ...rest
  }: { hubUrl: string; spoke: SpokeState; marker: string; certificate: string | Later }
): Component[] => {
  const spec: SpokeSpec = {
    names,
    label: successorLabel(app, names.app, hubUrl),
    permissionSetLabel: textOf(spoke.permissionSet?.body.label) || names.permissionSet,
    ...rest,
    contactEmail: textOf(app.component.body.contactEmail) || spoke.org.user.email,
    callbackUrl: callbackUrlOf(app),
    apiVersion: spoke.org.apiVersion,
  };
  const wanted =
    names.kind === 'connected-app'
      ? [connectedApp({ ...spec, names })]
      : externalClientAppParts({ ...spec, names });
  const existing = partsOf(app);
  return wanted.map((part) => {
    const old = existing.find(({ type }) => type === part.type);
    const merged = old ? merge(copyOf(old, part), part) : part;
    if (spoke.permissionSet) return merged;
    // A policy names only permission sets that are there.
    const { commaSeparatedPermissionSet, permissionSetName } = old?.body ?? {};
    return { ...merged, body: { ...merged.body, commaSeparatedPermissionSet, permissionSetName } };
  });
};
