import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { environmentSection } from '../../cli/helpSections.ts';
import { apiVersionFlag, mostAtOnce, waitOf } from '../../cli/flags.ts';
import { printJson } from '../../text/json.ts';
import type { HubsResult } from '../../result.ts';
import { endOnSignals } from '../../cli/signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.apply');

export default class Apply extends SfCommand<HubsResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'Every link is as it should be (0)': messages.getMessage('exitCode.0'),
    'Failed, or something would change (1)': messages.getMessage('exitCode.1'),
    'Some links done and some not (68)': messages.getMessage('exitCode.68'),
    'Not finished in time (69)': messages.getMessage('exitCode.69'),
  });
  public static readonly envVariablesSection = environmentSection();

  public static readonly flags = {
    manifest: Flags.file({
      char: 'x',
      required: true,
      summary: messages.getMessage('flags.manifest.summary'),
    }),
    // Without a default: a flag that has one always counts as given for those that depend on it.
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    'fail-on-changes': Flags.boolean({
      summary: messages.getMessage('flags.fail-on-changes.summary'),
      dependsOn: ['dry-run'],
    }),
    prune: Flags.boolean({
      summary: messages.getMessage('flags.prune.summary'),
      description: messages.getMessage('flags.prune.description'),
      default: false,
    }),
    concurrency: Flags.integer({
      min: 1,
      max: 100,
      default: mostAtOnce,
      summary: messages.getMessage('flags.concurrency.summary'),
    }),
    'output-dir': Flags.directory({
      char: 'd',
      summary: messages.getMessage('flags.output-dir.summary'),
      description: messages.getMessage('flags.output-dir.description'),
    }),
    wait: Flags.integer({
      char: 'w',
      min: 0,
      default: 10,
      summary: messages.getMessage('flags.wait.summary'),
    }),
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary'), default: false }),
    'api-version': apiVersionFlag,
  };

  public async _run<R>(): Promise<R> {
    const work = super._run<R>();
    // Right after the base command has added its own listeners, and before it waits for anything.
    endOnSignals(messages.getMessage('stopped'));
    return work;
  }

  public async run(): Promise<HubsResult> {
    const { useSteadyTransport } = await import('../../org/http.ts');
    // First of all: the flags look their orgs up.
    useSteadyTransport();
    const { flags } = await this.parse(Apply);
    const { loadManifest, readManifest } = await import('../../manifest/read.ts');
    const { applyManifest, connectHubs } = await import('../../apply/apply.ts');
    const { withSource } = await import('../../source/withSource.ts');
    const { guardPrune } = await import('../../apply/guard.ts');
    const { showMany } = await import('../../cli/many.ts');
    const { applyExitCode, applyReport, resultOf } = await import('../../apply/report.ts');
    const { commandFor } = await import('../../command.ts');
    const { inOneLine } = await import('../../text/printable.ts');
    const { print } = await import('../../report/report.ts');
    const { askYes, canAsk } = await import('../../cli/ask.ts');
    const { manifest: file, 'dry-run': dryRun, 'no-prompt': noPrompt, prune } = flags;
    const declared = readManifest(await loadManifest(file), { file, env: process.env });
    const hubs = await connectHubs(declared.hubs, flags['api-version']);
    const again = commandFor('apply', { manifest: file, prune });
    const mayAsk = !this.jsonEnabled() && canAsk();
    guardPrune(prune, dryRun || noPrompt || mayAsk, again);
    const names = hubs.flatMap(({ links }) => links.map(({ request }) => request.name ?? request.spoke));
    const shown = showMany(names, this.jsonEnabled());
    const options = {
      dryRun,
      prune,
      outputDir: flags['output-dir'],
      wait: waitOf(flags.wait),
      atOnce: flags.concurrency,
      apiVersion: flags['api-version'],
      progress: shown,
      confirmPrune: noPrompt
        ? undefined
        : (hub: string, links: string[]) =>
            shown.during(() => askYes(messages.getMessage('ask.prune', [hub, inOneLine(links.join(', '))]))),
    };
    const { done: outcomes, files } = await withSource(options.outputDir, (keep) =>
      applyManifest(hubs, { ...options, keep })
    ).finally(shown.end);
    outcomes.flatMap(({ warnings }) => warnings).forEach((warning) => this.warn(warning));
    print(this, applyReport(outcomes, again, dryRun, { files, directory: options.outputDir }));
    process.exitCode = applyExitCode(outcomes, flags['fail-on-changes']);
    return resultOf(outcomes);
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
