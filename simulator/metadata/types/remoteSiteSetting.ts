import { newId } from '../../tables.ts';
import { checkLength, checkUrl } from '../values.ts';
import { text } from '../content.ts';
import type { TypeRules } from '../typeRules.ts';

/** RemoteSiteSetting (Metadata API Developer Guide): kept and given back; named credentials need none. */
export const remoteSiteSetting: TypeRules = {
  check: (_org, _fullName, body) => {
    checkLength('Description', text(body, 'description'), 255);
    checkUrl(text(body, 'url'));
    return { body };
  },
  save: (org, fullName) =>
    org.components.get(`RemoteSiteSetting:${fullName}`)?.id ?? newId(org, 'RemoteProxy'),
  remove: () => undefined,
  read: (_org, { body }) => body,
};
