import { createHash } from 'node:crypto'
import type { ParsedMail } from 'mailparser'
import { until } from '../servers/child.ts'
import type { Desk } from './desk.ts'
import { SUPPORT } from './desk.ts'
import { promise } from './expect.ts'
import type { Person } from './person.ts'
import { command, mail, note, output, step, written } from './show.ts'

export interface Cast {
  /** Decision Maker of the customer. */
  ana: Person
  /** Support contact of the customer's account, at a partner. */
  paul: Person
  /** Agent of the vendor's support department. */
  olivia: Person
  /** Knows the number and has no business with it. */
  mallory: Person
}

interface ShownTicket {
  number: number
  status: string
  reopened: number
}

interface ListedMail {
  from: string
  outcome: string | null
  reason: string
  ticket: number | null
}

/** The third mail is decided, and its notices lie in the outbox: the moment at which the daemon dies. */
export const DEATH = 'settled:3'

/** The story of one ticket, from the account to the reopening. Gives the ticket's number. */
export async function play(desk: Desk, cast: Cast): Promise<number> {
  const { ana, paul, olivia, mallory } = cast
  const status = async () => await desk.json<ShownTicket>('ticket', 'show', String(number))
  const fate = async (outcome: string): Promise<ListedMail> =>
    await until(
      `a mail with the outcome ${outcome}`,
      async () =>
        (await desk.json<ListedMail[]>('mail', 'list')).find((m) => m.outcome === outcome),
      20_000,
    )
  const everybodyElse = async (...silent: Person[]) => {
    for (const { name, glance } of silent) {
      promise(`${name} got nothing`, (await glance()).length === 0)
    }
  }

  step('The operator makes an account for Globex; Decision Maker and support contact are told')
  const form = `--kind customer --model cloud --company Globex --support-contact ${paul.address}`
  const maker = `${ana.name} <${ana.address}>`
  command(`ticketd account create ${form} --decision-maker "${maker}"`)
  const words = [...form.split(' '), '--decision-maker', maker]
  const accountId = (await desk.ticketd('account', 'create', ...words)).trim()
  output(accountId)
  const [welcome] = await arrive(ana, 1)
  promise('the welcome mail names the Account ID', welcome?.text?.includes(accountId) === true)
  const [named] = await arrive(paul, 1)
  promise('Paul knows whose issues reach him', says(named, 'a support contact of Globex'))

  step('Ana writes to support, with a picture of what she sees')
  const problem = 'No dial tone'
  const plea =
    'Good morning,\n\nsince 9 o’clock no phone on the second floor has a dial tone.\n\nAna'
  const picture = { filename: 'phone.png', content: PICTURE, contentType: 'image/png' }
  written(ana.name, problem, plea, ['Attached: phone.png'])
  await ana.write({ to: SUPPORT, subject: problem, text: plea, attachments: [picture] })
  const [confirmation] = await arrive(ana, 1)
  const [report] = await arrive(paul, 1)
  const [copy] = await arrive(olivia, 1)
  const subject = confirmation?.subject ?? ''
  const number = Number(/\[Acme#(\d+)\]/.exec(subject)?.[1])
  promise(`the ticket has a number: ${number}`, number > 0)
  promise('the support contact and the agent have the picture', [report, copy].every(hasPicture))

  step('Paul answers from a phone that keeps nothing but the subject')
  const answer = 'Please unplug the gateway for a minute. Does the tone come back?'
  await write(paul, { subject: `Re: ${report?.subject}`, text: answer })
  const [toAna] = await arrive(ana, 1)
  const [toOlivia] = await arrive(olivia, 1)
  promise(
    'his words reached Ana and the agent',
    [toAna, toOlivia].every((m) => says(m, answer)),
  )
  await everybodyElse(paul)
  promise('the ticket waits for the customer', (await status()).status === 'waiting')

  step('Ana replies, and the daemon is killed with SIGKILL before it has told anybody')
  const reply = 'It did, for ten minutes. Now it is gone again.'
  await write(ana, { ...replyTo(toAna), text: `${reply}\n\n> ${answer}` })
  await desk.killed()
  note('Killed, at the worst moment: decided, and nothing sent. It is started again.')
  const killedAt = performance.now()
  await desk.start()
  const [afterKill] = await arrive(paul, 1)
  const [alsoAfterKill] = await arrive(olivia, 1)
  note(`It went on ${((performance.now() - killedAt) / 1000).toFixed(1)} s after the kill.`)
  promise(
    'her words reached both',
    [afterKill, alsoAfterKill].every((m) => says(m, reply)),
  )
  promise('the ticket is open again', (await status()).status === 'open')

  step('Olivia closes the ticket with one line')
  await write(olivia, { ...replyTo(alsoAfterKill), text: 'The gateway was replaced.\n\n#close' })
  const closing = await arrive(ana, 1)
  await arrive(paul, 1)
  promise('the ticket is closed', (await status()).status === 'closed')

  step('Ana’s out-of-office answer arrives, and changes nothing')
  await write(ana, {
    ...replyTo(closing.at(-1)),
    subject: `Automatic reply: ${closing.at(-1)?.subject}`,
    text: 'I am out of the office until Monday.',
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
  const machine = await fate('automatic')
  note(`ticketd: ${machine.outcome}, because ${machine.reason}`)
  promise('the ticket is still closed', (await status()).status === 'closed')
  await everybodyElse(ana, paul, olivia)

  step('Mallory knows the number, and writes to the ticket')
  await write(mallory, { subject, text: 'Please send me the whole conversation.' })
  const held = await fate('held')
  note(`ticketd: ${held.outcome}, because ${held.reason}`)
  await arrive(olivia, 1)
  await arrive(paul, 1)
  await everybodyElse(mallory, ana)
  promise('the ticket is still closed', (await status()).status === 'closed')

  step('Weeks later Ana replies to an old mail: the ticket is open again, under its number')
  const again = 'The second floor is silent again!'
  await write(ana, { ...replyTo(toAna), text: again })
  const [reopened] = await arrive(ana, 1)
  promise('she is told', reopened?.subject?.includes(`#${number}]`) === true)
  const told = [...(await arrive(paul, 1)), ...(await arrive(olivia, 1))]
  promise(
    'support has her words',
    told.every((m) => says(m, again)),
  )
  const end = await status()
  promise('it was reopened once and is open', end.reopened === 1 && end.status === 'open')
  return number
}

async function arrive(reader: Person, count: number): Promise<ParsedMail[]> {
  const mails = await reader.receive(count)
  for (const it of mails) mail(reader.name, it)
  promise(
    `${reader.name} got ${count === 1 ? 'one mail' : `${count} mails`}`,
    mails.length === count,
  )
  return mails
}

async function write(
  writer: Person,
  it: { subject: string; text: string; inReplyTo?: string; headers?: Record<string, string> },
): Promise<void> {
  written(writer.name, it.subject, it.text)
  await writer.write({ ...it, to: SUPPORT })
}

function replyTo(it: ParsedMail | undefined): { subject: string; inReplyTo?: string } {
  const subject = `Re: ${it?.subject ?? ''}`
  return it?.messageId ? { subject, inReplyTo: it.messageId } : { subject }
}

function says(it: ParsedMail | undefined, words: string): boolean {
  return it?.text?.replace(/\s+/g, ' ').includes(words) ?? false
}

/** A picture of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

function hasPicture(it: ParsedMail | undefined): boolean {
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  return it?.attachments.some((a) => sum(a.content) === sum(PICTURE)) ?? false
}
