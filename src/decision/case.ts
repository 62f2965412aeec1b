import {
  missingFields,
  type ReadCase,
  readCase,
  readForm,
  type StatedCase,
} from '../ticket/case-fields.ts'
import type { Priority } from '../ticket/ticket.ts'
import { addressedMailbox } from './addressed.ts'
import type { Facts, OwnMailbox } from './facts.ts'
import type { Question } from './question.ts'
import { type Speaker, speakersOf } from './speaker.ts'

/** The fields at the top of a first mail, as far as each can be read for itself. */
export function writtenCase({ mail, facts, policy }: Question): ReadCase {
  const { department } = addressedMailbox(mail, facts)
  // A form is filled in where it stands: within the quote of our mail.
  if (isFilledForm(facts)) return readForm(mail.text, department, policy.caseFields)
  return readCase(facts.forward?.words ?? mail.reply, department, policy.caseFields)
}

/** The Account ID that the writer named: one of theirs in the mail, else when asked for it. */
export function accountNamed({ facts }: Question, { fields }: ReadCase): string | null {
  const own = speakersOf(facts.sender).some(({ account }) => account.accountId === fields.account)
  return (own ? fields.account : facts.namedAccount) ?? fields.account ?? null
}

function isFilledForm({ matter }: Facts): boolean {
  return matter?.id.startsWith('F') === true
}

/** Where a first mail goes: to the department that it names, else to the one it was written to. */
export function placeOf({ mail, facts }: Question, { fields }: ReadCase): OwnMailbox {
  const addressed = addressedMailbox(mail, facts)
  const named = fields.department
  if (named === undefined || named === addressed.department) return addressed
  return (
    facts.mailboxes.find(({ department }) => department === named) ?? {
      ...addressed,
      department: named,
    }
  )
}

/**
 * The case as this speaker may state it: only an authorised contact, and who answers for the
 * account, may call it an emergency, and nobody names an account of somebody else.
 */
export function statedCase(
  question: Question,
  read: ReadCase,
  speaker: Speaker | null,
  department: string,
): StatedCase {
  const { policy, facts } = question
  const fields = { ...read.fields }
  const refused = [...read.refused]
  const { account, priority } = fields
  if (account !== undefined && account !== speaker?.account.accountId) {
    delete fields.account
    const own = speakersOf(facts.sender).map((one) => one.account.accountId)
    refused.push({ field: 'account', value: account, allowed: own })
  }
  const mayAlarm = speaker?.authorised === true || facts.forward !== null
  if (priority === 'P1' && !mayAlarm) {
    delete fields.priority
    refused.push({ field: 'priority', value: 'P1', allowed: ['P2', 'P3'] })
  }
  const stated = (fields.priority as Priority | undefined) ?? 'P3'
  return {
    priority: stated,
    fields,
    refused,
    missing: missingFields(fields, department, policy.caseFields),
  }
}
