import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { environmentSection } from '../../cli/helpSections.ts';
import { apiVersionFlag, hubIdFlag, hubOrIdFlag, nameOfOrgFlag, optionalSpokeFlag } from '../../cli/flags.ts';
import { printJson } from '../../text/json.ts';
import type { LinksResult } from '../../result.ts';
import { endOnSignals } from '../../cli/signals.ts';
import type { UnlinkRequest } from '../../unlink/request.ts';
import type { UnlinkOutcome } from '../../unlink/unlink.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.unlink');

const headingOf = ({ hub, isHubFar, spoke, name }: UnlinkRequest): string => {
  if (spoke === undefined) return messages.getMessage('heading.byName', [name, hub]);
  return messages.getMessage(isHubFar ? 'heading.spokesHalf' : 'heading', [hub, spoke]);
};

export default class Unlink extends SfCommand<LinksResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly usage = messages.getMessages('usage');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'Nothing of the link is left (0)': messages.getMessage('exitCode.0'),
    'Failed, nothing was changed (1)': messages.getMessage('exitCode.1'),
    'One end is left (68)': messages.getMessage('exitCode.68'),
    'Not finished in time (69)': messages.getMessage('exitCode.69'),
  });
  public static readonly envVariablesSection = environmentSection();

  public static readonly flags = {
    hub: hubOrIdFlag,
    'hub-id': hubIdFlag,
    spoke: optionalSpokeFlag,
    name: Flags.string({
      summary: messages.getMessage('flags.name.summary'),
      description: messages.getMessage('flags.name.description'),
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary'), default: false }),
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary'), default: false }),
    force: Flags.boolean({
      summary: messages.getMessage('flags.force.summary'),
      description: messages.getMessage('flags.force.description'),
      default: false,
    }),
    'delete-certificate': Flags.boolean({
      summary: messages.getMessage('flags.delete-certificate.summary'),
      description: messages.getMessage('flags.delete-certificate.description'),
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
    const { flags } = await this.parse(Unlink);
    const { unlinkOrgs } = await import('../../unlink/unlink.ts');
    const { guardRequest } = await import('../../unlink/request.ts');
    const { exitCodeOf, isDeclined, unlinkReport, warningsOf } = await import('../../unlink/report.ts');
    const { print } = await import('../../report/report.ts');
    const { showStages } = await import('../../cli/stages.ts');
    const { askYes, canAsk } = await import('../../cli/ask.ts');
    const { 'api-version': apiVersion, 'dry-run': dryRun, 'no-prompt': noPrompt } = flags;
    const request = {
      hub: flags.hub ? await nameOfOrgFlag(flags.hub) : flags['hub-id']!,
      isHubFar: !flags.hub,
      spoke: flags.spoke && (await nameOfOrgFlag(flags.spoke)),
      name: flags.name,
      force: flags.force,
      deleteCertificate: flags['delete-certificate'],
    };
    guardRequest(request, dryRun || noPrompt || (!this.jsonEnabled() && canAsk()));
    const stages = showStages(this.jsonEnabled(), headingOf(request), [
      request.isHubFar ? 'look' : 'observe',
      'plan',
      'hub',
      'spoke',
    ]);
    const show = (outcome: UnlinkOutcome): void => {
      warningsOf(outcome).forEach((warning) => this.warn(warning));
      print(this, unlinkReport(outcome, dryRun));
    };
    const spoke = flags.spoke?.getConnection(apiVersion);
    const work = unlinkOrgs(
      flags.hub ? { hub: flags.hub.getConnection(apiVersion), spoke } : { hubId: request.hub, spoke: spoke },
      request,
      {
        dryRun,
        progress: stages.progress,
        confirm: noPrompt
          ? undefined
          : (outcome) => (stages.pause(), show(outcome), askYes(messages.getMessage('ask'))),
      }
    );
    const outcome = await stages.during(work, (ended) => exitCodeOf(ended, dryRun));
    if (isDeclined(outcome, dryRun)) this.log(messages.getMessage('declined'));
    else show(outcome);
    process.exitCode = exitCodeOf(outcome, dryRun);
    return outcome.result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
