import type { ElementRule } from './schema.ts';

/**
 * Elements that the WSDL no longer has, with the last API version that has them: a package written for an older
 * version may use them. Source: metadata.wsdl 56.0 to 58.0 in forcedotcom/wsdl; Metadata API Developer Guide,
 * ExternalCredentialParameter.
 */
export const olderElements: { type: string; until: number; element: ElementRule }[] = [
  { type: 'ExternalCredentialParameter', until: 57, element: { name: 'principal', type: 'string' } },
];
