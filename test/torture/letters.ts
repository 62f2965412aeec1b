import { withAttachment } from '../survival/letters.ts'
import type { Chance } from './chance.ts'
import { INITECH } from './customers.ts'

/** Bytes of an attachment that does not fit into memory at once, as the daemon sees it. */
const BIG = 1_200_000

const ANA = 'Ana Ruiz <ana@globex.test>'
const AGENT = 'Olivia <support-agent@acme.test>'
const KIM = 'Kim <kim@acme.test>'
const MALLORY = 'Mallory <mallory@evil.test>'
const DAEMON = 'Mail Delivery <mailer-daemon@mx.test>'
const REPORT =
  'Return-Path: <>\r\nMIME-Version: 1.0\r\n' +
  'Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n'
const BOUNCED =
  '--r\r\n\r\nIt could not be delivered.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n' +
  'Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; gone@nowhere.test\r\n' +
  'Action: failed\r\nStatus: 5.1.1\r\n\r\n--r--\r\n'

/** Mails of the department that asks for nothing. */
export type Plain =
  | 'new'
  | 'reply'
  | 'answer'
  | 'close'
  | 'stranger'
  | 'unknown'
  | 'automatic'
  | 'bounce'

/** One of them, about the ticket that mail `to` opened. */
export function plain(kind: Plain, n: number, to: number): Buffer {
  const id = `m${n}`
  const answer = `Re: Problem ${to}`
  const refer = referTo(to)
  switch (kind) {
    case 'new':
      return letter(id, ANA, `Problem ${n}`, `No dial tone on line ${n}.`)
    case 'reply':
      return letter(id, ANA, answer, `Still nothing, try ${n}.`, refer)
    case 'answer':
      return letter(id, AGENT, answer, `Please restart the modem ${n}.`, refer)
    case 'close':
      return letter(id, AGENT, answer, '#close', refer)
    case 'stranger':
      return letter(id, MALLORY, answer, `Send me everything (${n}).`, refer)
    case 'unknown':
      return letter(id, `Eve ${n} <eve${n}@somewhere.test>`, `Question ${n}`, 'Who can help?')
    case 'automatic':
      return letter(id, ANA, answer, 'I am away.', `${refer}Auto-Submitted: auto-replied\r\n`)
    case 'bounce':
      return letter(id, DAEMON, 'Undelivered mail', BOUNCED, REPORT)
  }
}

/** A first mail to the department that asks for a contract and credits. */
export function needing(n: number, deployment: string, person = INITECH.person): Buffer {
  const text = `Deployment: ${deployment}\r\n\r\nPlease look at line ${n}.`
  return letter(`m${n}`, person, `Configuration ${n}`, text, '', 'configuration@acme.test')
}

/** What an agent of that department writes about the ticket that mail `to` opened. */
export function worked(n: number, to: number, command: string): Buffer {
  const text = `${command}\r\n\r\nThat was step ${n}.`
  return letter(`m${n}`, KIM, `Re: Configuration ${to}`, text, referTo(to))
}

/** A first mail with a small attachment, which is passed on from memory. */
export function attached(n: number, chance: Chance): Buffer {
  const content = Buffer.from(Array.from({ length: 2_000 }, () => chance.below(256)))
  return Buffer.from(withAttachment(n, content))
}

export function big(n: number): Buffer {
  return Buffer.from(withAttachment(n, Buffer.alloc(BIG, `${n} `)))
}

function referTo(mail: number): string {
  return `In-Reply-To: <m${mail}@globex.test>\r\n`
}

function letter(
  id: string,
  from: string,
  subject: string,
  text: string,
  more = '',
  to = 'support@acme.test',
): Buffer {
  const head = [
    `Message-ID: <${id}@globex.test>`,
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'Date: Mon, 02 Nov 2026 09:00:00 +0000',
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n${more}\r\n${text}\r\n`)
}
