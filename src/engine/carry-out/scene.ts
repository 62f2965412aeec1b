import { addressedMailbox, otherDepartments } from '../../decision/addressed.ts'
import type { Refusal } from '../../decision/commanded.ts'
import type { Act, Decision } from '../../decision/decision.ts'
import type { Facts } from '../../decision/facts.ts'
import { capacityOf } from '../../decision/support-wrote.ts'
import type { StoppedFacts } from '../../notification/context.ts'
import type { Words } from '../../notification/relay.ts'
import { htmlBeside } from '../../notification/reply-html.ts'
import type { WorkFacts } from '../../notification/work-facts.ts'
import type { Audience, Circle, Person, Ticket } from '../../ticket/ticket.ts'
import type { Letter } from '../gather.ts'
import type { Telling, Told } from '../tell.ts'

/** What is at hand while the acts of one decision are done, one after the other. */
export interface Scene {
  ticket: Ticket | null
  circle: Circle | null
  /** The entry that this mail became, as the following acts pass it on. */
  entry: Telling['entry']
  /** The ticket before this mail; null: it opens it. */
  before: Ticket | null
  /** Whether the customer has heard from a person of the support side. */
  updated: boolean
  told: Told[]
  more: NonNullable<Telling['more']>
}

/** Who wrote the mail, as others are shown it. */
export function writerOf(facts: Facts): Person {
  return {
    name: facts.sender.contact?.name || facts.sender.name,
    address: facts.sender.address,
  }
}

/** What a decision to tell somebody comes to. */
export function tellingOf(
  scene: Scene,
  letter: Letter,
  facts: Facts,
  decision: Decision,
  act: Extract<Act, { act: 'tell' }>,
): Telling {
  const { mail, ledgerId } = letter
  const { happening, silence } = act
  const recorded = recordedBy(decision.acts)
  const because = decision.reason
  const receivedAt = mail.date ?? new Date(0).toISOString()
  const held = { ledgerId, subject: mail.subject, receivedAt, because }
  return {
    happening,
    silence,
    ticket: scene.ticket,
    circle: scene.circle,
    writer: writerOf(facts),
    known: facts.sender.contact !== null,
    commented: decision.acts.some((one) => one.act === 'comment'),
    mailbox: facts.mailbox.name,
    ...(happening === 'held' && { matter: `M${ledgerId}` }),
    ...(happening === 'registration-needed' && { matter: `R${ledgerId}` }),
    ...(happening === 'held-command-refused' && facts.matter && { matter: facts.matter.id }),
    mail: { ledgerId, mail },
    entry: scene.entry,
    otherDepartments: otherDepartments(mail, facts, addressedMailbox(mail, facts)),
    more: {
      ...scene.more,
      ...(scene.ticket && happening.startsWith('command-') && commandsFor(facts, scene.ticket)),
      ...(happening === 'held' && { held, words: wordsOf(letter, facts, 'support', mail.reply) }),
      ...(recorded.stopped !== undefined && { stopped: recorded.stopped as StoppedFacts }),
      ...(recorded.refusals !== undefined && { refusals: recorded.refusals as Refusal[] }),
      ...(recorded.lines !== undefined && { refusedLines: recorded.lines as string[] }),
    },
  }
}

function commandsFor(facts: Facts, ticket: Ticket): Pick<WorkFacts, 'capacity'> {
  return { capacity: capacityOf(facts, ticket) }
}

/** The words of this mail as others are shown them. */
export function wordsOf(letter: Letter, facts: Facts, audience: Audience, reply: string): Words {
  const { mail, ledgerId } = letter
  return {
    writer: writerOf(facts),
    audience,
    reply,
    html: htmlBeside(mail, reply),
    text: mail.text,
    folds: mail.folds,
    attachments: mail.attachments.map(({ index, name, type, size, inline, contentId }) => {
      return { ledgerId, position: index, name, type, size, inline, contentId }
    }),
  }
}

/** What was recorded on the way: the lines of a wrong command. */
function recordedBy(acts: Act[]): Record<string, unknown> {
  return Object.assign({}, ...acts.map((a) => (a.act === 'record' ? a.data : {})))
}
