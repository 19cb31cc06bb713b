import { isSameId } from '../metadata/marker.ts';
import { calloutRefusals, findRefusal } from '../diagnosis/table.ts';
import { apexText, type ApexOutcome } from '../org/apex.ts';
import type { Probe, RunProbe } from '../org/probes.ts';
import { readIdentityUrl } from '../org/token.ts';
import { oldestVersion } from '../org/version.ts';
import { assignSelf } from './accessRemedies.ts';
import { hasLeft, mayRunningUserCall } from './callers.ts';
import type { Attempt } from './attempt.ts';
import type { Check } from '../result.ts';
import { found, passed } from './check.ts';
import { diagnoseAnswer, diagnoseException, type Known } from './refusal.ts';
import { isStray, type LinkView, namedCredentialOf, spokeIdOf, valuesOf } from './view.ts';

/**
 * Apex that makes one callout and reports what came back. The list of API resources needs a session, unlike the bare
 * /services/data, and names the org and the user at the other end.
 */
const calling = (namedCredential: string): Probe => ({
  statements: [
    'HttpRequest request = new HttpRequest();',
    `request.setEndpoint(${apexText(`callout:${namedCredential}/services/data/v${oldestVersion}/`)});`,
    "request.setMethod('GET');",
    'request.setTimeout(15000);',
    'Map<String, Object> report = new Map<String, Object>();',
    'try {',
    '  HttpResponse response = new Http().send(request);',
    "  report.put('status', response.getStatusCode());",
    '  String body = response.getBody();',
    '  if (response.getStatusCode() == 200) {',
    "    report.put('identity', ((Map<String, Object>) JSON.deserializeUntyped(body)).get('identity'));",
    '  } else {',
    "    report.put('body', body == null ? '' : body.left(500));",
    '  }',
    '} catch (System.CalloutException e) {',
    "  report.put('problem', e.getMessage());",
    '}',
  ],
  value: 'JSON.serialize(report)',
});

type Report = { status?: number; identity?: string; body?: string; problem?: string };

const readReport = (text: string): Report | undefined => {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
};

const errorCode = (body: string | undefined): string =>
  /"errorCode"\s*:\s*"(\w+)"/.exec(body ?? '')?.[1] ?? '';

/**
 * Runs Apex that makes a callout under the name of the named credential; where an org with a namespace knows no such name, under the
 * one with its namespace. Sources do not say which of the two anonymous Apex takes there.
 */
export const callThrough = async (
  run: (namedCredential: string) => Promise<ApexOutcome>,
  name: string,
  namespace: string | undefined
): Promise<ApexOutcome> => {
  const outcome = await run(name);
  const isUnknown = (one: ApexOutcome): boolean => {
    const problem = one.kind === 'value' ? readReport(one.value)?.problem : one.message;
    return findRefusal(calloutRefusals, problem ?? '')?.id === 'noEndpointAccess';
  };
  if (namespace === undefined || !isUnknown(outcome)) return outcome;
  const other = await run(`${namespace}__${name}`);
  return isUnknown(other) ? outcome : other;
};

/** What is known to stand against any callout. */
export const whyNoCallout = (view: LinkView): Check | undefined => {
  const values = valuesOf(view);
  const missing = (['AuthorApex', 'CustomizeApplication'] as const).find((right) =>
    view.hub.org.missingRights.includes(right)
  );
  if (isStray(view)) return found('callout', 'skipped', 'copy', values);
  if (missing) return found('callout', 'skipped', 'noRight', { ...values, right: missing });
  if (!namedCredentialOf(view)) return found('callout', 'skipped', 'noNamedCredential', values);
  if (mayRunningUserCall(view) === false) {
    return found('callout', 'skipped', hasLeft(view) ? 'runningUserLeft' : 'runningUserLacks', {
      ...values,
      user: view.hub.org.user.username,
      assignSelf: assignSelf(view),
    });
  }
  return undefined;
};

/** Lets the hub call, as its code would. Only where nothing stands against it. */
export const callSpoke = (view: LinkView, probe: RunProbe): Promise<ApexOutcome> =>
  callThrough((name) => probe(calling(name)), namedCredentialOf(view)!.name, view.hub.org.namespace);

/**
 * Rung 7: a real callout of the hub.
 * @param call makes it, or hands over one that is under way
 * @param userId of the spoke's user whom the token was for, where rung 6 saw one
 */
export const tryCallout = async (
  known: Known,
  call: () => Promise<ApexOutcome>,
  userId: string | undefined
): Promise<Attempt> => {
  const { view } = known;
  const skipped = whyNoCallout(view);
  if (skipped) return { check: skipped };
  const values = valuesOf(view);
  const outcome = await call();
  if (outcome.kind === 'exception') return diagnoseException(outcome.message, known);
  const report = outcome.kind === 'value' ? readReport(outcome.value) : undefined;
  if (!report)
    return {
      check: found('callout', 'failed', 'notRun', {
        ...values,
        problem: outcome.kind === 'compile' ? outcome.message : '',
      }),
    };
  if (report.problem !== undefined) return diagnoseException(report.problem, known);
  if (report.status !== 200) {
    const text = `${report.status} ${errorCode(report.body)}`;
    return diagnoseAnswer(text, { ...known, granted: userId !== undefined });
  }
  const identity = readIdentityUrl(String(report.identity));
  if (!identity) return { check: found('callout', 'failed', 'noIdentity', values) };
  const spokeId = spokeIdOf(view);
  const seen = { ...values, orgId: identity.orgId, userId: identity.userId };
  if (spokeId !== undefined && !isSameId(identity.orgId, spokeId))
    return { check: found('callout', 'failed', 'otherOrg', seen) };
  const expected = view.spoke?.serviceUser?.id ?? userId;
  if (expected !== undefined && !isSameId(identity.userId, expected))
    return { check: found('callout', 'failed', 'otherUser', seen) };
  return { check: passed('callout', seen) };
};
