import { requestReport, uploadReport } from '../../src/certificate/report.ts';
import { requestCertificate } from '../../src/certificate/request.ts';
import { uploadChain } from '../../src/certificate/upload.ts';
import { makeAuthority } from '../authority.ts';
import { fileWith } from '../e2e/handing.ts';
import { nothing, pairScene, start } from './pairScene.ts';
import { type Scene, told } from './scene.ts';

const name = 'Acme';

export const requestingCertificate = async (): Promise<Scene> => {
  const pair = await start();
  const { alias } = pair.hub.org;
  return pairScene(pair, ['certificate', 'request', '--hub', alias, '--name', name], nothing, ({ ends }) =>
    told(
      requestCertificate({ hub: { conn: ends.hub, name: alias }, name }),
      () => 0,
      ({ result }) => requestReport(result, alias, undefined)
    )
  );
};

export const uploadingCertificate = async (): Promise<Scene> => {
  const pair = await start();
  const { alias, certificates } = pair.hub.org;
  await requestCertificate({ hub: { conn: pair.ends.hub, name: alias }, name });
  const authority = makeAuthority('Acme', Date.now());
  const file = fileWith(authority.sign(certificates.get(name)!.pem) + authority.intermediate);
  const words = ['certificate', 'upload', '--hub', alias, '--name', name, '--file', file];
  return pairScene(pair, words, nothing, ({ ends }) =>
    told(
      uploadChain({ hub: { conn: ends.hub, name: alias }, name, file, dryRun: false }),
      () => 0,
      ({ result }) => uploadReport(result, alias, false)
    )
  );
};
