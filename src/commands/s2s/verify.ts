import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { environmentWithDefaultOrg } from '../../cli/helpSections.ts';
import {
  anyHubOrIdFlag,
  apiVersionFlag,
  endOf,
  endsOf,
  hubIdFlag,
  spokesFlag,
  waitOf,
} from '../../cli/flags.ts';
import { printJson } from '../../text/json.ts';
import type { LinksResult } from '../../result.ts';
import { endOnSignals } from '../../cli/signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.verify');

export default class Verify extends SfCommand<LinksResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'No check failed (0)': messages.getMessage('exitCode.0'),
    'A check failed (1)': messages.getMessage('exitCode.1'),
    'Not finished in time (69)': messages.getMessage('exitCode.69'),
  });
  public static readonly envVariablesSection = environmentWithDefaultOrg;

  public static readonly flags = {
    hub: anyHubOrIdFlag,
    'hub-id': hubIdFlag,
    spoke: spokesFlag,
    'callout-user': Flags.string({
      summary: messages.getMessage('flags.callout-user.summary'),
      description: messages.getMessage('flags.callout-user.description'),
      multiple: true,
      multipleNonGreedy: true,
    }),
    wait: Flags.integer({
      char: 'w',
      min: 0,
      default: 0,
      summary: messages.getMessage('flags.wait.summary'),
      description: messages.getMessage('flags.wait.description'),
    }),
    'expires-within': Flags.integer({
      min: 1,
      default: undefined,
      summary: messages.getMessage('flags.expires-within.summary'),
      description: messages.getMessage('flags.expires-within.description'),
    }),
    'result-format': Flags.option({
      char: 'r',
      options: ['human', 'json', 'junit'] as const,
      summary: messages.getMessage('flags.result-format.summary'),
      description: messages.getMessage('flags.result-format.description'),
    })(),
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

  public async run(): Promise<LinksResult> {
    const { useSteadyTransport } = await import('../../org/http.ts');
    // First of all: the flags look their orgs up.
    useSteadyTransport();
    const { flags } = await this.parse(Verify);
    const { failure, say, withAction } = await import('../../text/messages.ts');
    const { guardHubId } = await import('../../verify/select.ts');
    const { verifyLinks } = await import('../../verify/links.ts');
    const { checkOutputFile, give } = await import('../../files/outputFile.ts');
    const { spin } = await import('../../cli/countdown.ts');
    const { 'api-version': apiVersion, 'output-file': file } = flags;
    const { hub: hubOrg, 'hub-id': hubId } = flags;
    if (!hubOrg && hubId === undefined)
      throw withAction(failure('noHub', { command: 'verify' }), say('s2s', 'noHub.atSpoke'));
    if (hubId !== undefined) guardHubId(hubId);
    if (file !== undefined) await checkOutputFile(file);
    const asked = {
      spokes: await endsOf(flags.spoke, apiVersion),
      calloutUsers: flags['callout-user'] ?? [],
      expiresWithin: flags['expires-within'],
      apiVersion,
    };
    const wait = waitOf(flags.wait);
    const { waiting, during } = spin(this.spinner, messages.getMessage('progress'));
    const hub = hubId === undefined ? await endOf(hubOrg, apiVersion) : undefined;
    // What comes after the answers is loaded while the orgs are asked.
    const work = hub
      ? Promise.all([
          verifyLinks({ ...asked, hub }, { wait, waiting }),
          import('../../rotate/finishDue.ts'),
        ]).then(([verified, { finishDue }]) => finishDue(verified, { ...asked, hub }))
      : import('../../verify/atSpoke.ts')
          .then(({ verifyAtSpoke }) => verifyAtSpoke({ ...asked, hubId: hubId! }))
          .then((outcome) => ({ outcome, notes: [] }));
    const [{ outcome, notes }, { exitCodeOf, verifyDocument, verifyReport }] = await Promise.all([
      during(work),
      import('../../verify/report.ts'),
    ]);
    const format = flags['result-format'] ?? (this.jsonEnabled() ? 'json' : 'human');
    const sections = [
      ...verifyReport(outcome, { ...asked, hub: { name: hub?.name ?? '' } }),
      { lines: notes },
    ];
    await give(this, { format, file, sections, document: verifyDocument(format, outcome, sections) });
    process.exitCode = exitCodeOf(outcome);
    return outcome.result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
