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
