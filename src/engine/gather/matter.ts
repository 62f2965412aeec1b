import type { Config } from '../../config/schema.ts'
import type { Tried } from '../../decision/decision.ts'
import type { Matter, Sender, TicketFacts, WaitingMail } from '../../decision/facts.ts'
import { permissionOf } from '../../decision/permission.ts'
import type { Mail } from '../../message/mail.ts'
import { tagsIn } from '../../message/subject.ts'
import type { Reader } from '../../store/database.ts'
import { findMail, type LedgerRow } from '../../store/ledger.ts'
import { findMailboxName } from '../../store/mailboxes.ts'
import { commandsIn, HELD_COMMANDS } from '../../ticket/commands.ts'
import type { Signatures } from '../signatures.ts'

/** So many mails are looked up for one answer. */
const MOST = 100

/** Reads what the signed tag in the subject is about: ours, and written to this very sender. */
export async function gatherMatter(
  reader: Reader,
  config: Config,
  signatures: Signatures,
  { mail, sender }: { mail: Mail; sender: Sender },
  lookUp: (number: number) => Promise<TicketFacts | null>,
): Promise<{ matter: Matter | null; refused: Tried[] }> {
  const refused: Tried[] = []
  for (const tag of tagsIn(mail.subject, config.desk.tag).own) {
    if (tag.kind !== 'signed') continue
    if (signatures.madeTag(tag, sender.address)) {
      const about = /^M(\d+)$/.exec(tag.id)?.[1]
      const own = about === undefined ? null : Number(about)
      const mails: WaitingMail[] = []
      for (const id of namedIn(mail, own)) {
        const row = await findMail(reader, id)
        if (row) mails.push(await waitingMail(reader, config, sender, row, lookUp))
      }
      return { matter: { id: tag.id, mail: own, mails }, refused }
    }
    const shown = `[${config.desk.tag}#${tag.id}-${tag.signature}]`
    const verdict = 'refused: we did not sign it for this writer'
    refused.push({ kind: 'tag', shown, ticket: null, verdict })
  }
  return { matter: null, refused }
}

function namedIn(mail: Mail, own: number | null): number[] {
  const { commands } = commandsIn(mail, HELD_COMMANDS)
  const named = commands.flatMap((command) => ('mails' in command ? command.mails : []))
  return [...new Set(own === null ? named : [own, ...named])].slice(0, MOST)
}

async function waitingMail(
  reader: Reader,
  config: Config,
  sender: Sender,
  row: LedgerRow,
  lookUp: (number: number) => Promise<TicketFacts | null>,
): Promise<WaitingMail> {
  const { id, ticket } = row
  const outcome = row.outcome ?? row.state
  // Whether it is there is nobody's business who may not decide about it.
  const refused = (await mayDecide(reader, config, sender, row, lookUp))
    ? whyNothingCanBeDone(row)
    : 'there is no such mail'
  return { id, outcome, ticket, refused }
}

/**
 * A mail that may belong to a ticket is for its support side, any other for its
 * department's agents.
 */
async function mayDecide(
  reader: Reader,
  config: Config,
  sender: Sender,
  row: LedgerRow,
  lookUp: (number: number) => Promise<TicketFacts | null>,
): Promise<boolean> {
  const target = row.ticket === null ? null : await lookUp(row.ticket)
  // The signed tag, written to this address, is the proof that the policy may ask for.
  if (target) {
    return permissionOf(sender, [], target, { staffByFromAlone: true }).side === 'support'
  }
  const name = await findMailboxName(reader, row.mailboxId)
  const department = config.mailboxes.find((mailbox) => mailbox.name === name)?.department
  return department !== undefined && sender.agentOf.includes(department)
}

function whyNothingCanBeDone({ state, outcome, rawId }: LedgerRow): string | null {
  if (state !== 'decided') return 'it is decided again already'
  const waits = outcome === 'held' || outcome === 'quarantined' || outcome === 'referred'
  if (!waits) return `it does not wait: ${outcome}`
  return rawId === null ? 'its text is not kept' : null
}
