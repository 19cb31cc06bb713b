import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { environmentSection } from '../../cli/helpSections.ts';
import { apiVersionFlag, nameOfOrgFlag, spokeFlag, waitOf } from '../../cli/flags.ts';
import type { AcceptOutcome } from '../../handover/accept.ts';
import { printJson } from '../../text/json.ts';
import type { LinksResult } from '../../result.ts';
import { endOnSignals } from '../../cli/signals.ts';
import { adoptFlag, allowProductionFlag, spokeHalfFlags, spokeHalfOf } from '../../cli/spokeFlags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.accept');

export default class Accept extends SfCommand<LinksResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly usage = messages.getMessages('usage');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'The hub is let in, and the reply was written (0)': messages.getMessage('exitCode.0'),
    'Failed, or the answer was no (1)': messages.getMessage('exitCode.1'),
    'The app is there, and something else was refused (68)': messages.getMessage('exitCode.68'),
    'Not finished in time (69)': messages.getMessage('exitCode.69'),
  });
  public static readonly envVariablesSection = environmentSection();

  public static readonly flags = {
    spoke: spokeFlag,
    'request-file': Flags.file({
      required: true,
      summary: messages.getMessage('flags.request-file.summary'),
    }),
    'output-file': Flags.file({
      required: true,
      summary: messages.getMessage('flags.output-file.summary'),
    }),
    ...spokeHalfFlags,
    'retire-now': Flags.boolean({
      summary: messages.getMessage('flags.retire-now.summary'),
      description: messages.getMessage('flags.retire-now.description'),
      default: false,
    }),
    wait: Flags.integer({
      char: 'w',
      min: 0,
      default: 10,
      summary: messages.getMessage('flags.wait.summary'),
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary'), default: false }),
    'allow-production': allowProductionFlag,
    adopt: adoptFlag,
    'no-prompt': Flags.boolean({
      summary: messages.getMessage('flags.no-prompt.summary'),
      description: messages.getMessage('flags.no-prompt.description'),
      default: false,
    }),
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
    const { flags } = await this.parse(Accept);
    const { acceptLink } = await import('../../handover/accept.ts');
    const { guardFiles, refuseUnconfirmed } = await import('../../handover/guardAccept.ts');
    const { readRequest } = await import('../../handover/read.ts');
    const { render } = await import('../../handover/document.ts');
    const { acceptExitCode, acceptQuestion, acceptReport } = await import('../../handover/report.ts');
    const { checkOutputFile, writeOutputFile } = await import('../../files/outputFile.ts');
    const { print } = await import('../../report/report.ts');
    const { showStages } = await import('../../cli/stages.ts');
    const { askText, askYes, canAsk } = await import('../../cli/ask.ts');
    const { 'dry-run': dryRun, 'no-prompt': noPrompt, 'request-file': requestFile } = flags;
    const accepting = {
      ...spokeHalfOf(flags),
      spoke: await nameOfOrgFlag(flags.spoke),
      requestFile,
      outputFile: flags['output-file'],
      allowProduction: flags['allow-production'],
      adopt: flags.adopt,
      retireNow: flags['retire-now'],
    };
    const mayAsk = !noPrompt && !this.jsonEnabled() && canAsk();
    const document = await readRequest(requestFile, new Date());
    guardFiles(accepting);
    if (!dryRun) await checkOutputFile(accepting.outputFile);
    const stages = showStages(this.jsonEnabled(), messages.getMessage('heading', [accepting.spoke]), [
      'look',
      'plan',
      'spoke',
      'verify',
    ]);
    const question = messages.getMessage('ask.serviceUser', [accepting.spoke, document.hub.url]);
    const show = (outcome: AcceptOutcome): void => {
      print(this, acceptQuestion(document, outcome, accepting));
    };
    const conn = flags.spoke.getConnection(flags['api-version']);
    const work = acceptLink(conn, document, accepting, {
      dryRun,
      wait: waitOf(flags.wait),
      progress: stages.progress,
      askServiceUser: mayAsk ? () => (stages.pause(), askText(question)) : undefined,
      confirm: noPrompt
        ? undefined
        : (outcome) => {
            if (!mayAsk) return refuseUnconfirmed(document, accepting);
            stages.pause();
            show(outcome);
            return askYes(messages.getMessage('ask'));
          },
    });
    const outcome = await stages.during(work, (ended) => acceptExitCode(ended, dryRun));
    if (outcome.reply) await writeOutputFile(accepting.outputFile, render(outcome.reply));
    if (outcome.reply || dryRun) print(this, acceptReport(document, outcome, accepting, dryRun));
    else this.log(messages.getMessage('declined'));
    process.exitCode = acceptExitCode(outcome, dryRun);
    return outcome.result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
