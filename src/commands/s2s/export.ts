import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import type { ExportResult } from '../../export/result.ts';
import { environmentWithDefaultOrg } from '../../cli/helpSections.ts';
import { anyHubFlag, apiVersionFlag, endOf } from '../../cli/flags.ts';
import { printJson } from '../../text/json.ts';
import { endOnSignals } from '../../cli/signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.export');

export default class Export extends SfCommand<ExportResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'The manifest was written (0)': messages.getMessage('exitCode.0'),
    'The hub could not be asked, or the file not be written (1)': messages.getMessage('exitCode.1'),
  });
  public static readonly envVariablesSection = environmentWithDefaultOrg;

  public static readonly flags = {
    hub: anyHubFlag,
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

  public async run(): Promise<ExportResult> {
    const { useSteadyTransport } = await import('../../org/http.ts');
    // First of all: the flags look their orgs up.
    useSteadyTransport();
    const { flags } = await this.parse(Export);
    const { failure } = await import('../../text/messages.ts');
    const { exportLinks } = await import('../../export/export.ts');
    const { exportReport, manifestDocument } = await import('../../export/document.ts');
    const { checkOutputFile, writeOutputFile } = await import('../../files/outputFile.ts');
    const { hub: org, 'api-version': apiVersion, 'output-file': file } = flags;
    if (!org) throw failure('noHub', { command: 'export' });
    if (file !== undefined) await checkOutputFile(file);
    const hub = await endOf(org, apiVersion);
    this.spinner.start(messages.getMessage('progress'));
    const outcome = await exportLinks({ hub, apiVersion }).finally(() => {
      this.spinner.stop();
    });
    const document = manifestDocument(outcome);
    if (file !== undefined) await writeOutputFile(file, document);
    this.log(file === undefined ? document.trimEnd() : exportReport(outcome, file));
    for (const line of [...outcome.left, ...outcome.warnings]) this.warn(line);
    return outcome.result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
