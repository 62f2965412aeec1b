/** What people do with a noun, as they would type it: shown below its help. */
export const EXAMPLES: Record<string, readonly string[]> = {
  init: [
    'init',
    'init --force --start all',
    'init --login google --oauth2-client-id ID --oauth2-client-secret-env GOOGLE_SECRET',
  ],
  doctor: ['doctor', 'doctor --no-mail'],
  ticket: [
    'ticket list --status open',
    'ticket show 100042',
    'ticket reply 100042 --as kim@example.com --text "We are looking into it."',
    'ticket close 100042',
  ],
  report: ['report cadence --since 7d'],
  account: [
    'account create --kind customer --model cloud --company "Iberia Foods" --decision-maker "Ana Ruiz <ana@example.com>" --support-contact help@example.org',
    'account show A-10001',
    'account support-contact add A-10001 noor@example.org',
  ],
  contact: [
    'contact add A-10001 --name "Luis Gil" --email luis@example.com',
    'contact grant A-10001 luis@example.com administrator',
  ],
  department: ['department check hardware --account A-10001 --deployment PBX-12'],
  deployment: ['deployment add PBX-12 --account A-10001 --product FreePBX'],
  contract: ['contract add --account A-10001 --deployment PBX-12 --type Gold --starts 2026-01-31'],
  credit: ['credit buy A-10001 120', 'credit show A-10001'],
  directory: [
    'directory push users.csv --account A-10001 --token-file token.txt',
    'directory status A-10001',
  ],
  service: ['service list A-10001', 'service activate A-10001 voicemail-to-text'],
  mail: ['mail list --held', 'mail show 17', 'mail release 17', 'mail block example.net'],
  outbox: [
    'outbox list --status failed',
    'outbox show 815',
    'outbox retry 815',
    'outbox list --asked',
    'outbox arrived 816',
    'outbox cancel --since 2h --mailbox support',
  ],
  mailbox: [
    'mailbox add --name billing --address billing@example.com --department billing --login microsoft --oauth2-client-id ID',
    'mailbox authorize billing',
    'mailbox test support',
    'mailbox continue support',
  ],
  parse: ['parse mail.eml', 'parse mails/ --json'],
  explain: ['explain 17', 'explain mail.eml', 'explain --changed --since 7d'],
  ingest: ['ingest - < mail.eml'],
  template: ['template list', 'template preview customer-opened --locale es'],
  config: ['config show', 'config schema > config.schema.json'],
  backup: ['backup backups/monday.tar', 'backup verify backups/monday.tar'],
  restore: ['restore backups/monday.tar'],
}

/** Below the help of a noun. */
export function examplesOf(noun: string): string {
  const lines = (EXAMPLES[noun] ?? []).map((line) => `  ticketd ${line}\n`)
  return lines.length === 0 ? '' : `\nExamples:\n${lines.join('')}`
}

/** Below the help of all. */
export const BEGIN = `
Begin with \`ticketd init\`, then \`ticketd doctor\`, then \`ticketd run\`.
\`ticketd NOUN --help\` shows examples, \`ticketd NOUN VERB --help\` every option.
`
