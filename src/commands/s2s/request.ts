import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { environmentSection } from '../../cli/helpSections.ts';
import { apiVersionFlag, nameOfOrgFlag, plainHubFlag } from '../../cli/flags.ts';
import { printJson } from '../../text/json.ts';
import type { LinksResult } from '../../result.ts';
import { endOnSignals } from '../../cli/signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.request');

export default class Request extends SfCommand<LinksResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'The file was written (0)': messages.getMessage('exitCode.0'),
    'Failed (1)': messages.getMessage('exitCode.1'),
  });
  public static readonly envVariablesSection = environmentSection();

  public static readonly flags = {
    hub: plainHubFlag,
    'spoke-url': Flags.string({
      required: true,
      summary: messages.getMessage('flags.spoke-url.summary'),
    }),
    'output-file': Flags.file({
      required: true,
      summary: messages.getMessage('flags.output-file.summary'),
    }),
    certificate: Flags.string({
      summary: messages.getMessage('flags.certificate.summary'),
      description: messages.getMessage('flags.certificate.description'),
    }),
    rotate: Flags.boolean({
      summary: messages.getMessage('flags.rotate.summary'),
      description: messages.getMessage('flags.rotate.description'),
      exclusive: ['certificate'],
      default: false,
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

  public async run(): Promise<LinksResult> {
    const { useSteadyTransport } = await import('../../org/http.ts');
    // First of all: the flags look their orgs up.
    useSteadyTransport();
    const { flags } = await this.parse(Request);
    const { requestLink } = await import('../../handover/request.ts');
    const { render } = await import('../../handover/document.ts');
    const { requestReport } = await import('../../handover/report.ts');
    const { checkOutputFile, writeOutputFile } = await import('../../files/outputFile.ts');
    const { print } = await import('../../report/report.ts');
    const { showStages } = await import('../../cli/stages.ts');
    const { 'dry-run': dryRun, 'output-file': outputFile } = flags;
    const asking = {
      hub: await nameOfOrgFlag(flags.hub),
      spokeUrl: flags['spoke-url'],
      certificate: flags.certificate,
      rotate: flags.rotate,
      outputFile,
    };
    // Before anything is made for nothing.
    if (!dryRun) await checkOutputFile(outputFile);
    const stages = showStages(this.jsonEnabled(), messages.getMessage('heading', [asking.hub]), [
      'look',
      'certificate',
    ]);
    const conn = flags.hub.getConnection(flags['api-version']);
    const work = requestLink(conn, asking, { dryRun, progress: stages.progress });
    const outcome = await stages.during(work, () => 0);
    if (outcome.document && !dryRun) await writeOutputFile(outputFile, render(outcome.document));
    print(this, requestReport(outcome, asking, dryRun));
    return outcome.result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
