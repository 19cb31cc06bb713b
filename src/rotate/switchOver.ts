import { exitCodes, failure } from '../text/messages.ts';
import type { Component } from '../metadata/component.ts';
import { readRetiring, withRetiring, withRotated } from '../metadata/marker.ts';
import { refreshed, refreshing, signingWith } from '../metadata/signing.ts';
import { refreshToken } from '../link/refreshToken.ts';
import type { ApexOutcome } from '../org/apex.ts';
import { countLogins } from '../org/loginHistory.ts';
import { atOrg } from '../org/explain.ts';
import { namedCredentialOf } from '../verify/view.ts';
import type { Context, Rotating, Target } from './context.ts';
import { deployCredential } from './deployAll.ts';
import type { NextApp } from './nextApp.ts';

const hour = 60 * 60 * 1000;
const pause = 2_000;
/** Each try may be a login of the service user. */
const mostTries = 10;

/**
 * Lets the hub sign with the new certificate for the new app, both in one deploy. The token that the hub holds is still
 * one of the old app, which stays as it is.
 * @returns the external credential as it is now
 */
export const switchOver = async (
  view: Rotating,
  target: Target,
  { consumerKey }: NextApp,
  context: Context
): Promise<Component> => {
  const signing = signingWith(view.credential.component, { certificate: target.name, consumerKey });
  const retiring = {
    since: new Date(context.clock.now()).toISOString(),
    app: view.spoke.app!.names.app,
  };
  const description = withRetiring(signing.body.description, retiring);
  const component = refreshing({ ...signing, body: { ...signing.body, description } });
  await deployCredential(view, component, context);
  context.did('credential');
  return component;
};

const problemOf = (outcome: ApexOutcome): string => ('message' in outcome ? outcome.message : outcome.value);

/** Logins of the service user through an app; undefined where the spoke does not tell. */
const loginsThrough = (view: Rotating, label: string, since: number): Promise<number | undefined> =>
  atOrg(
    view.spokeName,
    view.conn.instanceUrl,
    countLogins(view.conn, view.spoke.serviceUser?.id ?? '', label, since)
  );

/**
 * Makes the hub fetch a token through the new app and sees it arrive in the spoke's login history; only then is the old
 * app of no use any more, and the external credential as it was but for certificate and key.
 * @param component the external credential after the switch
 * @param label of the new app
 * @throws SfError with exit code 69 when that can't be seen, or not yet: nothing is lost, the same command goes on
 */
export const useNewToken = async (
  view: Rotating,
  component: Component,
  label: string,
  context: Context
): Promise<void> => {
  const { clock, deadline, again, hub } = context;
  const { name } = view.credential;
  const values = { name, app: label, spoke: view.spokeName, hub: view.hubName, again };
  const since = clock.now() - hour;
  const before = await loginsThrough(view, label, since);
  if (before === undefined)
    throw failure(
      'loginHistoryHidden',
      { ...values, user: view.spoke.org.user.username },
      exitCodes.unfinished
    );
  const named = namedCredentialOf(view)?.name ?? name;
  for (let tries = 1; ; tries += 1) {
    const outcome = await atOrg(
      view.hubName,
      hub.instanceUrl,
      refreshToken(hub, named, view.hub.org.namespace)
    );
    const logins = await loginsThrough(view, label, since);
    if (logins !== undefined && logins > before) break;
    if (tries === mostTries || clock.now() + pause * tries > deadline) {
      if (outcome.kind === 'done') throw failure('notUsedYet', values, exitCodes.unfinished);
      throw failure('notRefreshed', { ...values, problem: problemOf(outcome) }, exitCodes.unfinished);
    }
    await clock.sleep(pause * tries);
  }
  const retiring = readRetiring(component.body.description);
  const now = new Date(clock.now()).toISOString();
  const { description } = component.body;
  const told = retiring
    ? withRetiring(description, { ...retiring, since: now })
    : withRotated(description, now);
  await deployCredential(view, refreshed(component, told), context);
  context.did('credential');
};
