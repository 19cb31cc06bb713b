import { noteChange } from '../changes.ts';
import { metadataSoap } from '../metadata/soap.ts';
import type { Org } from '../org.ts';
import type { Answer } from './http.ts';
import { requireMetadataAccess } from './metadataaccess.ts';

/** A call of the Metadata SOAP API by a user whose session is alive. */
export const soapMetadata = async (org: Org, userId: string, xml: string): Promise<Answer> => {
  requireMetadataAccess(org, userId);
  const answer = await metadataSoap(org, xml, () => userId);
  answer.changes.forEach(noteChange);
  return { status: answer.status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: answer.xml };
};
