import { randomInt } from 'node:crypto';
import type { Org } from '../org.ts';
import { node, text } from './content.ts';
import { MetadataProblem } from './problem.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** A consumer key as Salesforce mints it: `3MVG9` and 80 characters more. */
export const mintConsumerKey = (): string =>
  `3MVG9${Array.from({ length: 80 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;

/** The consumer key that an app of either kind holds. */
export const consumerKeyOf = (type: string, body: Parameters<typeof text>[0]): string | undefined =>
  text(type === 'ConnectedApp' ? node(body, 'oauthConfig') : body, 'consumerKey');

/**
 * The consumer key of an app that is deployed with or without one. An existing app keeps its key; sending another one
 * is refused (seen live: trailheadapps/ready-to-fly#29). A new app may bring its own (Metadata API Developer Guide,
 * ConnectedApp.consumerKey: 8 to 256 characters, letters and digits; external client apps are seen to take base64
 * too) unless another app has it (seen live: forcedotcom/devops-center-feedback#256).
 * @throws MetadataProblem
 */
export const settleConsumerKey = (
  org: Org,
  type: string,
  fullName: string,
  sent: string | undefined,
  legal: RegExp
): string => {
  const refuse = (message: string): never => {
    throw new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', message, ['consumerKey']);
  };
  const existing = org.components.get(`${type}:${fullName}`);
  const held = existing && consumerKeyOf(type, existing.body);
  if (sent === undefined || sent === held) return held ?? mintConsumerKey();
  if (held !== undefined) return refuse('You cannot provide a Consumer Key');
  // One that Salesforce has minted belongs to an app of some org, and keys are unique among all orgs.
  if (type === 'ConnectedApp' && sent.startsWith('3MVG9')) return refuse('The consumer key is already taken');
  if (!legal.test(sent)) {
    return refuse(
      'The consumer key must be alphanumeric, with no special characters or spaces, 8 to 256 characters long.'
    );
  }
  const taken = [...org.components.values()].some((other) => consumerKeyOf(other.type, other.body) === sent);
  return taken ? refuse('The consumer key is already taken') : sent;
};
