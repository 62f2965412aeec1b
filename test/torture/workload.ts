import { withAttachment } from '../survival/letters.ts'
import type { Chance } from './chance.ts'
import { hostile } from './hostile.ts'

/** What a mail of the workload is. */
const KINDS = [
  ...times('new', 8),
  ...times('reply', 8),
  ...times('duplicate', 2),
  ...times('bounce', 1),
  ...times('automatic', 2),
  ...times('hostile', 3),
  ...times('answer', 2),
  ...times('close', 2),
  ...times('stranger', 1),
  ...times('unknown', 1),
] as const
export type Kind = (typeof KINDS)[number] | 'big'

export interface Mail {
  kind: Kind
  bytes: Buffer
}

/** Bytes of an attachment that does not fit into memory at once, as the daemon sees it. */
const BIG = 1_200_000
/** One in so many mails is big. */
const SELDOM = 150

export interface Workload {
  /** All mails so far, in the order of their delivery: the first one gets UID 1. */
  mails: Mail[]
  next(): Mail
}

/** Mails of a busy and unkind day; each speaks of those before it. */
export function workloadOf(chance: Chance): Workload {
  const mails: Mail[] = []
  const opened: number[] = []
  return {
    mails,
    next() {
      const n = mails.length + 1
      const kind = opened.length === 0 ? 'new' : kindOf(n, chance)
      if (kind === 'new') opened.push(n)
      const about = opened[Math.max(0, opened.length - 1 - chance.below(20))] ?? n
      const mail = { kind, bytes: bytesOf(kind, n, about, mails, chance) }
      mails.push(mail)
      return mail
    },
  }
}

function kindOf(n: number, chance: Chance): Kind {
  return n % SELDOM === 0 ? 'big' : chance.oneOf(KINDS)
}

function bytesOf(kind: Kind, n: number, to: number, before: Mail[], chance: Chance): Buffer {
  const id = `m${n}`
  const answer = `Re: Problem ${to}`
  const refer = `In-Reply-To: <m${to}@globex.test>\r\n`
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
    case 'duplicate':
      return (before[chance.below(before.length)] as Mail).bytes
    case 'hostile':
      return hostile(id, chance)
    case 'big':
      return Buffer.from(withAttachment(n, Buffer.alloc(BIG, `${n} `)))
  }
}

const ANA = 'Ana Ruiz <ana@globex.test>'
const AGENT = 'Olivia <support-agent@acme.test>'
const MALLORY = 'Mallory <mallory@evil.test>'
const DAEMON = 'Mail Delivery <mailer-daemon@mx.test>'
const REPORT =
  'Return-Path: <>\r\nMIME-Version: 1.0\r\n' +
  'Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n'
const BOUNCED =
  '--r\r\n\r\nIt could not be delivered.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n' +
  'Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; gone@nowhere.test\r\n' +
  'Action: failed\r\nStatus: 5.1.1\r\n\r\n--r--\r\n'

function letter(id: string, from: string, subject: string, text: string, more = ''): Buffer {
  const head = [
    `Message-ID: <${id}@globex.test>`,
    `From: ${from}`,
    'To: support@acme.test',
    `Subject: ${subject}`,
    'Date: Mon, 02 Nov 2026 09:00:00 +0000',
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n${more}\r\n${text}\r\n`)
}

function times<const T>(kind: T, count: number): T[] {
  return Array.from({ length: count }, () => kind)
}
