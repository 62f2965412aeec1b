import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { loadConfig } from '../config/load.ts'
import { knownLocales, localeFault } from '../config/locales.ts'
import { Failure } from '../errors.ts'
import type { DeskFacts } from '../notification/context.ts'
import type { Draft } from '../notification/notice.ts'
import { preview } from '../notification/preview.ts'
import { loadTemplates, type Templates } from '../notification/templates.ts'
import { type Io, printJson } from './io.ts'
import { printTable } from './table.ts'

/** `template list` and `template preview`. */
export function register(program: Command, io: Io): void {
  const template = program.command('template')
  template
    .command('list')
    .description('print all templates, their languages, and where your own are used')
    .option('--json', 'print them as JSON')
    .action((options: { json?: boolean }, command: Command) => {
      const rows = load(command, io).templates.list()
      if (options.json) printJson(io, rows)
      else {
        const cells = rows.map((r) => [r.name, r.languages.join(' '), r.own.join(' ') || '-'])
        printTable(io, ['template', 'languages', 'own'], cells)
      }
    })
  template
    .command('preview')
    .argument('<name>', 'the template, as `template list` names it')
    .description('print a template, filled with examples, as the mail that would leave')
    .option('--locale <language>', 'the language; that of the desk by default')
    .option('--html', 'print the HTML part')
    .option('--json', 'print the whole mail as JSON')
    .action(
      (
        name: string,
        options: { locale?: string; html?: boolean; json?: boolean },
        command: Command,
      ) => {
        const { templates, desk, own } = load(command, io)
        if (options.locale !== undefined) refuseUnknown(options.locale, own)
        const mail = preview(templates, name, options.locale ?? desk?.locale ?? 'en', desk)
        if (options.json) printJson(io, mail)
        else io.out(options.html ? mail.html : asText(mail))
      },
    )
}

/** Where there is no configuration yet, the templates that come with the program. */
function load(
  command: Command,
  io: Io,
): { templates: Templates; desk?: DeskFacts; own: string | undefined } {
  const { config: file } = command.optsWithGlobals<{ config: string }>()
  if (file === 'config.json' && !existsSync(file))
    return { templates: loadTemplates(null), own: undefined }
  const { templates, desk } = loadConfig(file, io.env)
  return { templates: loadTemplates(templates ?? null), desk, own: templates }
}

function refuseUnknown(locale: string, own: string | undefined): void {
  const fault = localeFault(locale, knownLocales(own))
  if (fault !== undefined) throw new Failure('usage', `--locale ${fault}.`)
}

function asText({ from, recipient, subject, text }: Draft): string {
  const to = recipient.name ? `${recipient.name} <${recipient.address}>` : recipient.address
  return `From: ${from.name} <${from.address}>\nTo: ${to}\nSubject: ${subject}\n\n${text}`
}
