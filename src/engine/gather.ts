import type { Config } from '../config/schema.ts'
import { authenticityOf } from '../decision/authenticity.ts'
import type { Facts, OwnMailbox, TicketFacts } from '../decision/facts.ts'
import type { Streak } from '../decision/streak.ts'
import { authenticationOf } from '../message/authentication.ts'
import type { Mail } from '../message/mail.ts'
import { readOwnMessageId } from '../message/own-ids.ts'
import { countAnswers } from '../store/answers.ts'
import type { Reader } from '../store/database.ts'
import { textOfMail } from '../store/entries.ts'
import { findByFingerprint, listByMessageId } from '../store/ledger-look-up.ts'
import { recipientsOfSeqs } from '../store/sent.ts'
import { findTicket } from '../store/tickets.ts'
import type { Person } from '../ticket/ticket.ts'
import { gatherBounced } from './gather/bounced.ts'
import { gatherAwaiting } from './gather/case-access.ts'
import { gatherCircle, targetOf } from './gather/circle.ts'
import { gatherDetails } from './gather/details.ts'
import { doorsOf } from './gather/doors.ts'
import { followed, gatherEvidence } from './gather/evidence.ts'
import { gatherForward } from './gather/forward.ts'
import { gatherMatter } from './gather/matter.ts'
import { gatherNamed } from './gather/named.ts'
import { accountOfDeployment } from './gather/named-account.ts'
import { gatherRecent } from './gather/recent.ts'
import { gatherRegistration } from './gather/registration.ts'
import { gatherSender } from './gather/sender.ts'
import { gatherStanding } from './gather/standing.ts'
import type { Signatures } from './signatures.ts'
import { gatherStreak } from './streaks.ts'

/** What facts are gathered about: one stored mail, read. */
export interface Letter {
  ledgerId: number
  /** Name of the mailbox in which it arrived. */
  mailbox: string
  mail: Mail
  /** The address in From as it arrived: behind a group not the writer's. */
  from: string
  release: Facts['release']
  /** The account that the writer named when asked. */
  namedAccount?: string
  /** The mail that named it and says more: that follows into the ticket. */
  answer?: number
  /** The domains that signed it, as far as they were asked for. */
  signers: readonly string[]
  /** That of its own time, where it is judged again for that. */
  streak?: Streak
}

/**
 * Reads all that a decision about this mail may rest on. Asks the store and the
 * configuration, nobody else.
 */
export async function gatherFacts(
  reader: Reader,
  config: Config,
  signatures: Signatures,
  letter: Letter,
  now: number,
): Promise<Facts> {
  const { mail, release } = letter
  const mailboxes = ownMailboxes(config)
  const sender = await gatherSender(reader, config, mail.from)
  const senderOf = (from: Person) => gatherSender(reader, config, from)
  const forward = await gatherForward(config, mail, sender, senderOf)
  const lookUp = eachOnce((number) => gatherTicket(reader, config, number, letter, now))
  const { evidence, refused } = await gatherEvidence(
    mail,
    {
      reader,
      signatures,
      word: config.desk.tag,
      domain: config.desk.domain,
      plusAddresses: config.mailboxes.filter((m) => m.plusAddresses).map((m) => m.address),
    },
    lookUp,
  )
  const { matter, refused: refusedTags } = await gatherMatter(
    reader,
    config,
    signatures,
    { mail, sender },
    lookUp,
  )
  const asked = await gatherAwaiting(reader, config, matter, now)
  if (asked.ticket !== null) {
    // It has become a ticket meanwhile: an answer to our question goes there.
    const [shown, number] = [`our question about ticket ${asked.ticket}`, asked.ticket]
    const signedFor = sender.address
    evidence.push(await followed({ kind: 'tag', shown, number, signedFor }, lookUp))
  }
  if (release && release.ticket !== null) {
    const [shown, number] = [`released by ${release.by}`, release.ticket]
    evidence.unshift(await followed({ kind: 'release', shown, number, signedFor: null }, lookUp))
  }
  return {
    at: new Date(now).toISOString(),
    mailbox: mailboxes.find((m) => m.name === letter.mailbox) ?? (mailboxes[0] as OwnMailbox),
    mailboxes,
    doors: doorsOf(config),
    ...(await gatherStanding(reader, config, sender.address, now)),
    own: await ownBecause(reader, config, signatures, mail),
    ...(await gatherTwins(reader, letter)),
    bounced: mail.bounce ? await gatherBounced(reader, config, signatures, mail) : null,
    sender,
    authentication: authenticityOf(
      { from: letter.from, writer: sender.address },
      saidOf(config, letter),
      letter.signers,
    ),
    forward,
    streak: letter.streak ?? (await gatherStreak(reader, config, letter.mailbox)),
    evidence,
    matter,
    awaiting: asked.awaiting,
    registration: await gatherRegistration(reader, config, {
      mail,
      mailbox: letter.mailbox,
      sender,
      matter,
    }),
    details: gatherDetails(config, mail, sender, matter),
    named: await gatherNamed(reader, mail, sender, evidence[0]?.target?.ticket ?? null, lookUp),
    refused: [...refused, ...refusedTags],
    answers: await countAnswers(reader, (forward?.original ?? sender).address, now),
    release,
    namedAccount: letter.namedAccount ?? (await accountOfDeployment(reader, mail, sender)),
  }
}

/** Asks once about each ticket, however often it is pointed at. */
function eachOnce<Answer>(ask: (number: number) => Promise<Answer>) {
  const known = new Map<number, Promise<Answer>>()
  return (number: number): Promise<Answer> => {
    const answer = known.get(number) ?? ask(number)
    known.set(number, answer)
    return answer
  }
}

/** What the host of the mailbox says about the sender. */
function saidOf(config: Config, { mailbox, mail }: Letter) {
  const ids = config.mailboxes.find(({ name }) => name === mailbox)?.authservIds ?? []
  return authenticationOf(mail.headers.authenticationResults, ids)
}

function ownMailboxes(config: Config): OwnMailbox[] {
  return config.mailboxes.map(({ name, address, department, groups }) => {
    return { name, address, department, groups }
  })
}

async function ownBecause(
  reader: Reader,
  config: Config,
  signatures: Signatures,
  mail: Mail,
): Promise<Facts['own']> {
  const id = mail.messageId ? readOwnMessageId(mail.messageId, config.desk.domain) : null
  if (id) {
    const recipient =
      id.kind === 'ticket'
        ? (await recipientsOfSeqs(reader, id.ticket, [id.seq])).get(id.seq)?.recipient
        : ''
    if (recipient !== undefined && signatures.made(id, recipient)) {
      return { because: 'we signed its Message-ID', probe: id.kind === 'probe' }
    }
  }
  return mail.headers.loop?.trim().toLowerCase() === config.desk.domain
    ? { because: 'it carries our loop header', probe: false }
    : null
}

/** Mails with the same content, or with the same Message-ID. */
async function gatherTwins(
  reader: Reader,
  { ledgerId, mail }: Letter,
): Promise<Pick<Facts, 'duplicate' | 'sameIdAs'>> {
  if (saysNothing(mail)) return { duplicate: null, sameIdAs: null }
  const twin = await findByFingerprint(reader, mail.fingerprint, ledgerId)
  if (twin !== undefined) {
    const duplicate = { of: twin, because: 'the same content', flagged: false }
    return { duplicate, sameIdAs: null }
  }
  if (mail.messageId === null) return { duplicate: null, sameIdAs: null }
  const others = await listByMessageId(reader, mail.messageId, ledgerId)
  for (const other of others) {
    if (other.fromAddress !== (mail.from?.address ?? null) || other.date !== mail.date) continue
    const text = await textOfMail(reader, other.id)
    // A list puts its footer under the same mail.
    if (text !== undefined && oneBeginsTheOther(text, mail.text)) {
      const because = 'the same Message-ID, From and Date, and one text begins the other'
      return { duplicate: { of: other.id, because, flagged: true }, sameIdAs: null }
    }
  }
  return { duplicate: null, sameIdAs: others[0]?.id ?? null }
}

/** Nothing could be read of it: that much any two broken mails have in common. */
function saysNothing({ messageId, from, date, subject, text, html, attachments }: Mail): boolean {
  const read = [messageId, from, date, subject.trim(), text.trim(), html?.trim()]
  return attachments.length === 0 && read.every((it) => !it)
}

function oneBeginsTheOther(a: string, b: string): boolean {
  const [one, other] = [a.trim(), b.trim()]
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one))
}

async function gatherTicket(
  reader: Reader,
  config: Config,
  number: number,
  { mail }: Letter,
  now: number,
): Promise<TicketFacts | null> {
  const found = await findTicket(reader, number)
  if (!found) return null
  const ticket = await targetOf(reader, found)
  return {
    ticket,
    circle: await gatherCircle(reader, config, ticket),
    recent: await gatherRecent(reader, config, ticket, mail, now),
  }
}
