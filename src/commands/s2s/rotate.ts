import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { environmentSection } from '../../cli/helpSections.ts';
import { apiVersionFlag, plainHubFlag, endOf, endsOf, rotatedSpokesFlag, waitOf } from '../../cli/flags.ts';
import { printJson } from '../../text/json.ts';
import type { LinksResult } from '../../result.ts';
import { endOnSignals } from '../../cli/signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.rotate');

export default class Rotate extends SfCommand<LinksResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'Rotated, and every link works (0)': messages.getMessage('exitCode.0'),
    'Failed, or a check failed (1)': messages.getMessage('exitCode.1'),
    'Some links rotated and some not (68)': messages.getMessage('exitCode.68'),
    'Not finished in time (69)': messages.getMessage('exitCode.69'),
  });
  public static readonly envVariablesSection = environmentSection();

  public static readonly flags = {
    hub: plainHubFlag,
    spoke: rotatedSpokesFlag,
    certificate: Flags.string({
      summary: messages.getMessage('flags.certificate.summary'),
      description: messages.getMessage('flags.certificate.description'),
    }),
    'retire-now': Flags.boolean({
      summary: messages.getMessage('flags.retire-now.summary'),
      description: messages.getMessage('flags.retire-now.description'),
      default: false,
    }),
    'delete-certificate': Flags.boolean({
      summary: messages.getMessage('flags.delete-certificate.summary'),
      description: messages.getMessage('flags.delete-certificate.description'),
      default: false,
    }),
    wait: Flags.integer({
      char: 'w',
      min: 0,
      default: 10,
      summary: messages.getMessage('flags.wait.summary'),
      description: messages.getMessage('flags.wait.description'),
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
    const { flags } = await this.parse(Rotate);
    const { rotateLinks } = await import('../../rotate/rotate.ts');
    const { exitCodeOf, rotateReport } = await import('../../rotate/report.ts');
    const { spin } = await import('../../cli/countdown.ts');
    const { print } = await import('../../report/report.ts');
    const { 'api-version': apiVersion, 'dry-run': dryRun } = flags;
    const request = {
      hub: await endOf(flags.hub, apiVersion),
      spokes: await endsOf(flags.spoke, apiVersion),
      certificate: flags.certificate,
      retireNow: flags['retire-now'],
      deleteCertificate: flags['delete-certificate'],
      apiVersion,
    };
    const wait = waitOf(flags.wait);
    const { waiting, during } = spin(this.spinner, messages.getMessage('progress'));
    const outcome = await during(rotateLinks(request, { dryRun, wait, waiting }));
    print(this, rotateReport(outcome, request, dryRun));
    process.exitCode = exitCodeOf(outcome);
    return outcome.result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
