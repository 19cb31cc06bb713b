import { type Connection, Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { environmentSection } from '../../cli/helpSections.ts';
import {
  apiVersionFlag,
  endsOf,
  hubFlag,
  mostAtOnce,
  nameOfOrgFlag,
  spokesOrReplyFlag,
  waitOf,
} from '../../cli/flags.ts';
import type { ReplyDocument } from '../../handover/document.ts';
import { adoptFlag, allowProductionFlag, spokeHalfFlags, spokeHalfOf } from '../../cli/spokeFlags.ts';
import { printJson } from '../../text/json.ts';
import type { LinkOptions } from '../../link/outcome.ts';
import type { LinkRequest } from '../../link/request.ts';
import type { LinksResult } from '../../result.ts';
import { endOnSignals } from '../../cli/signals.ts';
import type { End } from '../../org/end.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-s2s', 's2s.link');

/** What was chosen for the run, whatever it links. */
type Chosen = Pick<LinkOptions, 'dryRun' | 'outputDir' | 'wait'>;

export default class Link extends SfCommand<LinksResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  // Made from the flags, it would tell --reply-file and all that it excludes as one choice.
  public static readonly usage = messages.getMessages('usage');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = toHelpSection('ERROR CODES', {
    'Done, and the link works (0)': messages.getMessage('exitCode.0'),
    'Failed, or a check failed (1)': messages.getMessage('exitCode.1'),
    'One org changed and the other not (68)': messages.getMessage('exitCode.68'),
    'Not finished in time (69)': messages.getMessage('exitCode.69'),
  });
  public static readonly envVariablesSection = environmentSection();

  public static readonly flags = {
    hub: hubFlag,
    spoke: spokesOrReplyFlag,
    'reply-file': Flags.file({
      summary: messages.getMessage('flags.reply-file.summary'),
      description: messages.getMessage('flags.reply-file.description'),
      exclusive: [...Object.keys(spokeHalfFlags), 'certificate', 'allow-self'],
    }),
    name: Flags.string({
      summary: messages.getMessage('flags.name.summary'),
      description: messages.getMessage('flags.name.description'),
    }),
    ...spokeHalfFlags,
    'assign-to': Flags.string({
      summary: messages.getMessage('flags.assign-to.summary'),
      description: messages.getMessage('flags.assign-to.description'),
      multiple: true,
      multipleNonGreedy: true,
    }),
    unassign: Flags.string({
      summary: messages.getMessage('flags.unassign.summary'),
      description: messages.getMessage('flags.unassign.description'),
      multiple: true,
      multipleNonGreedy: true,
    }),
    'credential-access': Flags.option({
      options: ['modify-all', 'read'] as const,
      summary: messages.getMessage('flags.credential-access.summary'),
      description: messages.getMessage('flags.credential-access.description'),
    })(),
    certificate: Flags.string({
      summary: messages.getMessage('flags.certificate.summary'),
      description: messages.getMessage('flags.certificate.description'),
    }),
    wait: Flags.integer({
      char: 'w',
      min: 0,
      default: 10,
      summary: messages.getMessage('flags.wait.summary'),
      description: messages.getMessage('flags.wait.description'),
    }),
    'dry-run': Flags.boolean({
      summary: messages.getMessage('flags.dry-run.summary'),
      description: messages.getMessage('flags.dry-run.description'),
      default: false,
    }),
    'output-dir': Flags.directory({
      char: 'd',
      summary: messages.getMessage('flags.output-dir.summary'),
      description: messages.getMessage('flags.output-dir.description'),
    }),
    'allow-self': Flags.boolean({ summary: messages.getMessage('flags.allow-self.summary'), default: false }),
    'allow-production': allowProductionFlag,
    adopt: adoptFlag,
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary'), default: false }),
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
    const { flags } = await this.parse(Link);
    const { canAsk } = await import('../../cli/ask.ts');
    const { 'reply-file': replyFile } = flags;
    const reply = replyFile === undefined ? undefined : await this.readReply(replyFile);
    const spokes = await endsOf(flags.spoke, flags['api-version']);
    const request: LinkRequest = {
      ...spokeHalfOf(flags),
      hub: await nameOfOrgFlag(flags.hub),
      spoke: spokes[0]?.name ?? reply!.spoke.url,
      files: replyFile === undefined ? undefined : { reply: replyFile },
      name: flags.name,
      assignTo: flags['assign-to'] ?? [],
      unassign: flags.unassign ?? [],
      credentialAccess: flags['credential-access'],
      certificate: flags.certificate,
      allowSelf: flags['allow-self'],
      allowProduction: flags['allow-production'],
      adopt: flags.adopt,
    };
    const options = {
      dryRun: flags['dry-run'],
      outputDir: flags['output-dir'],
      wait: waitOf(flags.wait),
    };
    const hub = flags.hub.getConnection(flags['api-version']);
    if (spokes.length > 1) return this.linkSeveral(hub, spokes, request, options);
    const mayAsk = !this.jsonEnabled() && !flags['no-prompt'] && canAsk();
    return this.linkOne(hub, reply ?? spokes[0].conn, request, { ...options, mayAsk });
  }

  public logJson(json: unknown): void {
    printJson(json, this.config.theme?.json);
  }

  /** What the spoke's admin has replied. Loaded only where it is used: links by a login do without. */
  private async readReply(file: string): Promise<ReplyDocument> {
    const { readReply } = await import('../../handover/read.ts');
    const { printable } = await import('../../text/printable.ts');
    const reply = await readReply(file, new Date());
    const { url, name, orgId } = reply.spoke;
    this.log(messages.getMessage('reply', [url, printable(name), orgId, reply.serviceUser, reply.checksum]));
    return reply;
  }

  /** Links one spoke, by a login or by what its admin has replied. */
  private async linkOne(
    hub: Connection,
    spoke: Connection | ReplyDocument,
    request: LinkRequest,
    { mayAsk, ...options }: Chosen & { mayAsk: boolean }
  ): Promise<LinksResult> {
    const { linkOrgs } = await import('../../link/link.ts');
    const { exitCodeOf, linkReport } = await import('../../link/report.ts');
    const { print } = await import('../../report/report.ts');
    const { showStages } = await import('../../cli/stages.ts');
    const { stages: stageNames } = await import('../../link/progress.ts');
    const { askText } = await import('../../cli/ask.ts');
    const heading = messages.getMessage('heading', [request.hub, request.spoke]);
    const isByReply = 'kind' in spoke;
    const shown = stageNames.filter((stage) => stage !== (isByReply ? 'observe' : 'look'));
    const stages = showStages(this.jsonEnabled(), heading, shown);
    const question = messages.getMessage('ask.serviceUser', [request.spoke]);
    const ask = (): Promise<string> => (stages.pause(), askText(question));
    const all = { ...options, progress: stages.progress, askServiceUser: mayAsk ? ask : undefined };
    const work =
      'kind' in spoke
        ? import('../../handover/linkByReply.ts').then(({ linkByReply }) =>
            linkByReply(hub, spoke, request, all)
          )
        : linkOrgs({ hub, spoke }, request, all);
    const outcome = await stages.during(work, exitCodeOf);
    outcome.warnings.forEach((warning) => this.warn(warning));
    print(this, linkReport(outcome, request));
    process.exitCode = exitCodeOf(outcome);
    return outcome.result;
  }

  /** Links several spokes side by side, with the same wishes. */
  private async linkSeveral(
    hub: Connection,
    spokes: End[],
    request: LinkRequest,
    options: Chosen
  ): Promise<LinksResult> {
    const { linkSeveral } = await import('../../apply/several.ts');
    const { withSource } = await import('../../source/withSource.ts');
    const { applyExitCode, applyReport } = await import('../../apply/report.ts');
    const { againCommand } = await import('../../link/request.ts');
    const { print } = await import('../../report/report.ts');
    const { showMany } = await import('../../cli/many.ts');
    const names = spokes.map(({ name }) => name);
    const progress = showMany(names, this.jsonEnabled());
    const end = { conn: hub, name: request.hub };
    const { done: outcome, files } = await withSource(options.outputDir, (keep) =>
      linkSeveral(end, spokes, request, { ...options, keep, progress, atOnce: mostAtOnce })
    ).finally(progress.end);
    outcome.warnings.forEach((warning) => this.warn(warning));
    const again = againCommand({ ...request, spoke: names });
    const written = { files, directory: options.outputDir };
    print(this, applyReport([outcome], again, options.dryRun, written));
    process.exitCode = applyExitCode([outcome], false);
    return outcome.result;
  }
}
