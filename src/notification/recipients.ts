import type { Happening } from '../ticket/happening.ts'
import { ACCESS_ROWS } from './access-rows.ts'
import {
  administrators,
  decisionMaker,
  otherDepartment,
  participants,
  requester,
  supportSide,
  theDecider,
  thePerson,
  theWriter,
  whoIsLeft,
} from './groups.ts'
import type { Notice } from './notice.ts'
import { PERSON_ROWS } from './person-rows.ts'
import { REFERRAL_ROWS } from './referral-rows.ts'
import { REGISTRATION_ROWS } from './registration-rows.ts'
import type { Kind, Row } from './row.ts'
import type { Surroundings } from './surroundings.ts'
import { WORK_ROWS } from './work-rows.ts'

/** Who is told of what. Of two lines that name the same address the first one counts. */
const TABLE: Record<Happening, Row> = {
  ...REGISTRATION_ROWS,
  ...WORK_ROWS,
  ...ACCESS_ROWS,
  ...REFERRAL_ROWS,
  ...PERSON_ROWS,
  opened: {
    because: 'a ticket was opened',
    tell: [
      { whom: requester, template: 'customer-opened', kind: 'answer' },
      { whom: supportSide, template: 'support-opened', kind: 'words' },
    ],
  },
  'customer-replied': {
    because: 'the customer wrote',
    tell: [{ whom: supportSide, template: 'support-customer-replied', kind: 'words' }],
  },
  'support-replied': {
    because: 'support wrote',
    tell: [
      // First: a support contact who asks for himself is answered as whoever asks.
      {
        whom: requester,
        template: 'customer-support-replied',
        kind: 'words',
        unlessAddressed: true,
      },
      { whom: supportSide, template: 'support-support-replied', kind: 'words' },
      {
        whom: participants,
        template: 'customer-support-replied',
        kind: 'words',
        unlessAddressed: true,
      },
    ],
  },
  closed: {
    because: 'the ticket was closed',
    tell: [
      { whom: requester, template: 'customer-closed', kind: 'notice' },
      { whom: supportSide, template: 'support-closed', kind: 'notice' },
    ],
  },
  'answered-and-closed': {
    because: 'support answered and closed the ticket',
    tell: [
      { whom: supportSide, template: 'support-answered-and-closed', kind: 'words' },
      {
        whom: requester,
        template: 'customer-answered-and-closed',
        kind: 'words',
        unlessAddressed: true,
      },
      // Who was addressed has the answer, and is told only that it closes the ticket.
      { whom: requester, template: 'customer-closed', kind: 'notice' },
      {
        whom: participants,
        template: 'customer-answered-and-closed',
        kind: 'words',
        unlessAddressed: true,
      },
    ],
  },
  reopened: {
    because: 'the ticket was reopened',
    tell: [
      { whom: requester, template: 'customer-reopened', kind: 'answer' },
      { whom: supportSide, template: 'support-reopened', kind: 'words' },
    ],
  },
  held: {
    because: 'a mail that may belong to the ticket waits for a person',
    tell: [{ whom: supportSide, template: 'support-held', kind: 'notice', alsoWriter: true }],
  },
  'reopenings-bundled': {
    because: 'the ticket was reopened again and again',
    tell: [{ whom: supportSide, template: 'support-reopenings-bundled', kind: 'notice' }],
  },
  'answers-stopped': {
    because: 'a limit of automatic answers was reached',
    tell: [{ whom: administrators, template: 'admin-answers-stopped', kind: 'notice' }],
  },
  'held-digest': {
    because: 'mails wait for a person',
    tell: [{ whom: theDecider, template: 'support-held-digest', kind: 'notice' }],
  },
  'held-command-refused': {
    because: 'the answer says nothing that can be done to a mail that waits',
    tell: [{ whom: theWriter, template: 'support-held-command-refused', kind: 'answer' }],
  },
  'other-user-wrote': {
    because: 'another user of the account wrote',
    tell: [{ whom: supportSide, template: 'support-other-user-wrote', kind: 'words' }],
  },
  'unverified-wrote': {
    because: 'somebody wrote to whom our mail was passed on',
    tell: [{ whom: supportSide, template: 'support-unverified-wrote', kind: 'words' }],
  },
  'relay-stopped': {
    because: 'too many mails of one address came at once',
    tell: [{ whom: supportSide, template: 'support-relay-stopped', kind: 'notice' }],
  },
  'answer-not-passed-on': {
    because: 'their answer was not passed on',
    tell: [{ whom: theWriter, template: 'support-answer-not-passed-on', kind: 'answer' }],
  },
  'words-not-passed-on': {
    because: 'their mail was not passed on',
    tell: [{ whom: theWriter, template: 'customer-words-not-passed-on', kind: 'answer' }],
  },
  'cross-posted': {
    because: 'a mail to two departments became a ticket of the other one',
    tell: [{ whom: otherDepartment, template: 'support-cross-posted', kind: 'words' }],
  },
  'tickets-listed': {
    because: 'they asked for their tickets',
    tell: [{ whom: theWriter, template: 'customer-tickets-listed', kind: 'answer' }],
  },
  'case-form-asked': {
    because: 'they asked for the form',
    tell: [{ whom: theWriter, template: 'case-form', kind: 'answer' }],
  },
  'account-asked': {
    because: 'they look after several accounts and named none',
    tell: [{ whom: theWriter, template: 'support-account-asked', kind: 'answer' }],
  },
  'command-refused': {
    because: 'a line of the mail looks like a command and is none',
    tell: [{ whom: theWriter, template: 'support-command-refused', kind: 'answer' }],
  },
  'directory-problem': {
    because: 'the sync of the directory failed, or works again',
    tell: [{ whom: decisionMaker, template: 'customer-directory-problem', kind: 'notice' }],
  },
  'service-started': {
    because: 'a service has started for them',
    tell: [{ whom: thePerson, template: 'customer-service-started', kind: 'notice' }],
  },
  'service-changed': {
    because: 'a service of theirs has changed',
    tell: [{ whom: thePerson, template: 'customer-service-changed', kind: 'notice' }],
  },
  'service-ended': {
    because: 'a service of theirs has ended',
    tell: [{ whom: thePerson, template: 'customer-service-ended', kind: 'notice' }],
  },
  'address-bounced': {
    because: 'an address of the ticket cannot be reached',
    tell: [{ whom: whoIsLeft, template: 'support-address-bounced', kind: 'notice' }],
  },
  'mail-failed': {
    because: 'a mail could not be delivered',
    tell: [{ whom: administrators, template: 'admin-mail-failed', kind: 'notice' }],
  },
  'mail-quarantined': {
    because: 'a mail could not be read or decided',
    tell: [{ whom: administrators, template: 'admin-mail-quarantined', kind: 'notice' }],
  },
  'mail-in-doubt': {
    because: 'a mail may have arrived or not',
    tell: [{ whom: administrators, template: 'admin-mail-in-doubt', kind: 'notice' }],
  },
  'sign-in-refused': {
    because: 'a mail provider has refused the sign-in',
    tell: [{ whom: administrators, template: 'admin-sign-in-refused', kind: 'notice' }],
  },
  'sending-stopped': {
    because: 'too many mails would leave',
    tell: [{ whom: administrators, template: 'admin-sending-stopped', kind: 'notice' }],
  },
  'mailbox-halted': {
    because: 'a mailbox waits for a person',
    tell: [{ whom: administrators, template: 'admin-mailbox-halted', kind: 'notice' }],
  },
  'authentication-failing': {
    because: 'no sender of a mailbox can be authenticated any more',
    tell: [{ whom: administrators, template: 'admin-authentication-failing', kind: 'notice' }],
  },
}

/** All that can happen. */
export const HAPPENINGS = Object.keys(TABLE) as Happening[]

/**
 * Whom a happening is told to, each with the reason: every address once, never one of the desk's
 * own, and nobody is told what he wrote or did himself, save by the desk's answer to it.
 */
export function recipients(happening: Happening, around: Surroundings): Notice[] {
  const { because, tell } = TABLE[happening]
  const writer = around.writer?.address ?? null
  const done = new Set<string>()
  const notices: Notice[] = []
  for (const line of tell) {
    for (const { person, as, audience } of line.whom(around)) {
      const { address } = person
      if (address === '' || done.has(address) || isOwn(address, around.ownAddresses)) continue
      if (line.kind !== 'answer' && !line.alsoWriter && address === writer) continue
      if (line.unlessAddressed && around.addressed.includes(address)) continue
      done.add(address)
      notices.push({
        happening,
        template: line.template,
        recipient: person,
        audience,
        reason: `Told as ${as} because ${because}.`,
        ...manner(
          around.wordless && line.kind === 'words' ? 'notice' : line.kind,
          address === writer,
        ),
      })
    }
  }
  return notices
}

function manner(kind: Kind, toWriter: boolean): Pick<Notice, 'autoSubmitted' | 'priority'> {
  if (kind === 'words') return { autoSubmitted: null, priority: 0 }
  if (kind === 'answer' && toWriter) return { autoSubmitted: 'auto-replied', priority: 2 }
  return { autoSubmitted: 'auto-generated', priority: 1 }
}

/** `support+anything@` is our own address too. */
function isOwn(address: string, own: readonly string[]): boolean {
  return own.includes(address) || own.includes(address.replace(/\+[^@]*@/, '@'))
}
