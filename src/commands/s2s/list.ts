import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { environmentWithDefaultOrg } from '../../cli/helpSections.ts';
import { anyHubFlag, apiVersionFlag, endOf } from '../../cli/flags.ts';
import { printJson } from '../../text/json.ts';
import type { LinksResult } from '../../result.ts';
import { endOnSignals } from '../../cli/signals.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.list');

export default class List extends SfCommand<LinksResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'Links were listed, or there are none (0)': messages.getMessage('exitCode.0'),
    'A certificate ends too soon, or the hub could not be asked (1)': messages.getMessage('exitCode.1'),
  });
  public static readonly envVariablesSection = environmentWithDefaultOrg;

  public static readonly flags = {
    hub: anyHubFlag,
    'expires-within': Flags.integer({
      min: 1,
      default: undefined,
      summary: messages.getMessage('flags.expires-within.summary'),
      description: messages.getMessage('flags.expires-within.description'),
    }),
    'result-format': Flags.option({
      char: 'r',
      options: ['human', 'csv', 'mermaid', 'json'] as const,
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
    const { flags } = await this.parse(List);
    const { failure } = await import('../../text/messages.ts');
    const { listLinks } = await import('../../list/list.ts');
    const { exitCodeOf, listDocument, listReport } = await import('../../list/report.ts');
    const { checkOutputFile, give } = await import('../../files/outputFile.ts');
    const { hub: org, 'api-version': apiVersion, 'output-file': file } = flags;
    if (!org) throw failure('noHub', { command: 'list' });
    if (file !== undefined) await checkOutputFile(file);
    const hub = await endOf(org, apiVersion);
    this.spinner.start(messages.getMessage('progress'));
    const work = listLinks({ hub, expiresWithin: flags['expires-within'], apiVersion });
    const outcome = await work.finally(() => {
      this.spinner.stop();
    });
    const format = flags['result-format'] ?? (this.jsonEnabled() ? 'json' : 'human');
    const sections = listReport(outcome, hub.name);
    await give(this, { format, file, sections, document: listDocument(format, outcome, sections) });
    for (const line of outcome.ending) this.warn(line);
    process.exitCode = exitCodeOf(outcome);
    return outcome.result;
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }
}
