import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import type { CertificateResult } from '../../../certificate/result.ts';
import { environmentSection } from '../../../cli/helpSections.ts';
import { apiVersionFlag, endOf, plainHubFlag } from '../../../cli/flags.ts';
import { printJson } from '../../../text/json.ts';
import { endOnSignals } from '../../../cli/signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.certificate.upload');

export default class CertificateUpload extends SfCommand<CertificateResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'The hub has the chain (0)': messages.getMessage('exitCode.0'),
    'Refused, or failed (1)': messages.getMessage('exitCode.1'),
  });
  public static readonly envVariablesSection = environmentSection();

  public static readonly flags = {
    hub: plainHubFlag,
    name: Flags.string({ required: true, summary: messages.getMessage('flags.name.summary') }),
    file: Flags.file({
      required: true,
      summary: messages.getMessage('flags.file.summary'),
      description: messages.getMessage('flags.file.description'),
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary'), default: false }),
    'api-version': apiVersionFlag,
  };

  public async _run<R>(): Promise<R> {
    const work = super._run<R>();
    // Right after the base command has added its own listeners, and before it waits for anything.
    endOnSignals(messages.getMessage('stopped'));
    return work;
  }

  public async run(): Promise<CertificateResult> {
    const { useSteadyTransport } = await import('../../../org/http.ts');
    // First of all: the flags look their orgs up.
    useSteadyTransport();
    const { flags } = await this.parse(CertificateUpload);
    const { uploadReport } = await import('../../../certificate/report.ts');
    const { uploadChain } = await import('../../../certificate/upload.ts');
    const { print } = await import('../../../report/report.ts');
    const { hub: org, name, file, 'dry-run': dryRun, 'api-version': apiVersion } = flags;
    const hub = await endOf(org, apiVersion);
    const { result, warnings } = await uploadChain({ hub, name, file, dryRun });
    warnings.forEach((warning) => this.warn(warning));
    print(this, uploadReport(result, hub.name, dryRun));
    return result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
