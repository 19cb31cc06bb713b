import type { Node } from '../org.ts';
import { text } from './content.ts';
import { MetadataProblem } from './problem.ts';

const legal = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

/**
 * Refuses what is no API name (Salesforce Help, "API names": letters, digits and underscores, a letter first, no
 * underscore last, no two in a row, at most 80 characters).
 * @throws MetadataProblem
 */
export const checkName = (type: string, fullName: string): void => {
  if (!legal.test(fullName)) {
    throw new MetadataProblem(
      'FIELD_INTEGRITY_EXCEPTION',
      `The ${type} API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.`,
      ['fullName']
    );
  }
  checkLength('API Name', fullName, 80);
};

/** @throws MetadataProblem in the platform's words if a value is longer than its field */
export const checkLength = (label: string, value: string | undefined, maximum: number): void => {
  if (value !== undefined && value.length > maximum) {
    throw new MetadataProblem(
      'STRING_TOO_LONG',
      `${label}: data value too large: ${value} (max length=${maximum})`,
      [label]
    );
  }
};

/** @throws MetadataProblem in the platform's words if a value is none of a picklist's */
export const checkPicklist = (label: string, value: string | undefined, values: string[]): void => {
  if (value !== undefined && !values.includes(value)) {
    throw new MetadataProblem(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${label}: bad value for restricted picklist field: ${value}`,
      [label]
    );
  }
};

/** @throws MetadataProblem for the first of repeated elements that another one equals in the fields that tell them apart */
export const checkUnique = (element: string, entries: Node[], fields: string[]): void => {
  const keys = entries.map((entry) => fields.map((field) => text(entry, field)).join(' '));
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice === undefined) return;
  // The platform's pattern for records; no source gives the text for metadata.
  throw new MetadataProblem('DUPLICATE_VALUE', `duplicate value found: ${element}: ${twice}`, [element]);
};

/** @throws MetadataProblem for a value that is no URL of http or https; no source gives the text */
export const checkUrl = (value: string | undefined): void => {
  if (value === undefined || /^https?:$/.test(URL.parse(value)?.protocol ?? '')) return;
  throw new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', `Invalid URL: ${value}`);
};

/** @throws MetadataProblem for callback URLs, one a line, of which one has no scheme; no source gives the text */
export const checkCallbackUrls = (value: string | undefined): void => {
  const wrong = (value ?? '')
    .split(/\s+/)
    .find((url) => url !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url));
  if (wrong !== undefined)
    throw new MetadataProblem('FIELD_INTEGRITY_EXCEPTION', `Invalid callback URL: ${wrong}`, ['callbackUrl']);
};

/** @throws MetadataProblem in the platform's words if a value is no email address */
export const checkEmail = (label: string, value: string | undefined): void => {
  if (value === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return;
  throw new MetadataProblem('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${value}`, [label]);
};
