import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import type { CertificateResult } from '../../../certificate/result.ts';
import { environmentSection } from '../../../cli/helpSections.ts';
import { apiVersionFlag, endOf, plainHubFlag } from '../../../cli/flags.ts';
import { printJson } from '../../../text/json.ts';
import { endOnSignals } from '../../../cli/signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.certificate.request');

export default class CertificateRequest extends SfCommand<CertificateResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'The request was handed out (0)': messages.getMessage('exitCode.0'),
    'Failed, and nothing was written (1)': messages.getMessage('exitCode.1'),
  });
  public static readonly envVariablesSection = environmentSection();

  public static readonly flags = {
    hub: plainHubFlag,
    name: Flags.string({
      required: true,
      summary: messages.getMessage('flags.name.summary'),
      description: messages.getMessage('flags.name.description'),
    }),
    'output-file': Flags.file({
      summary: messages.getMessage('flags.output-file.summary'),
      description: messages.getMessage('flags.output-file.description'),
    }),
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
    const { flags } = await this.parse(CertificateRequest);
    const { requestReport } = await import('../../../certificate/report.ts');
    const { requestCertificate } = await import('../../../certificate/request.ts');
    const { checkOutputFile, writeOutputFile } = await import('../../../files/outputFile.ts');
    const { asText, print } = await import('../../../report/report.ts');
    const { hub: org, name, 'output-file': file, 'api-version': apiVersion } = flags;
    if (file !== undefined) await checkOutputFile(file);
    const hub = await endOf(org, apiVersion);
    const { result, warnings } = await requestCertificate({ hub, name });
    warnings.forEach((warning) => this.warn(warning));
    const sections = requestReport(result, hub.name, file);
    if (file !== undefined) {
      await writeOutputFile(file, String(result.request));
      print(this, sections);
    } else {
      // The request alone, so that it can be piped on.
      this.log(result.request?.trimEnd());
      this.logToStderr(asText(sections).trimEnd());
    }
    return result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
