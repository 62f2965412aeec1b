import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import { accountNamed, writtenCase } from './case.ts'
import type { Act, Decision } from './decision.ts'
import type { Question } from './question.ts'
import { speakerFor, speakersOf } from './speaker.ts'
import { stopNotice } from './stop.ts'
import { saysMore } from './supplied.ts'

/** Who looks after several accounts is asked which one a mail is about; until then it waits. */
export function isOfSeveralAccounts(question: Question): Decision | null {
  const { facts } = question
  if (facts.release || facts.forward || facts.sender.agentOf.length > 0) return null
  const named = accountNamed(question, writtenCase(question))
  if (speakerFor(facts.sender, named) !== 'several') return null
  const count = speakersOf(facts.sender).length
  const { why, acts } = asking(question)
  const reason = `a support contact of ${count} accounts names none${why ? `; not asked: ${why}` : ''}`
  return { outcome: 'held', reason, ticket: null, acts }
}

/** The answer to that question: the mail that waits is decided again with the account. */
export function namesTheAccount(question: Question): Decision | null {
  const { mail, facts, threading } = question
  // It has become a ticket meanwhile: they write to that.
  if (threading.thread) return null
  const waiting = /^Q(\d+)$/.exec(facts.matter?.id ?? '')?.[1]
  if (waiting === undefined || facts.release) return null
  const accountId = /\bA-\d{1,15}\b/i.exec(mail.reply)?.[0].toUpperCase()
  const own = speakersOf(facts.sender).some(({ account }) => account.accountId === accountId)
  if (accountId === undefined || !own) {
    const { why, acts } = asking(question)
    const reason = `names no account of theirs${why ? `; not asked again: ${why}` : ''}`
    return { outcome: 'command', reason, ticket: null, acts }
  }
  const more = saysMore(mail.reply, accountId)
  const said = `${facts.sender.address} says that mail ${waiting} is about ${accountId}`
  return {
    // Its words wait for the ticket that the mail opens, and follow it there.
    outcome: more ? 'held' : 'command',
    reason: more ? `${said}, and more` : said,
    ticket: null,
    acts: [{ act: 'name-account', mail: Number(waiting), accountId, saysMore: more }],
  }
}

function asking(question: Question): { why: string | null; acts: Act[] } {
  const { mail, facts, policy } = question
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const why = silence ?? limit
  const ask: Act = { act: 'tell', happening: 'account-asked', silence: null }
  return { why, acts: why ? stopNotice(question, limit) : [ask] }
}
