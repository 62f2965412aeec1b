import { setTimeout as sleep } from 'node:timers/promises'
import type { Mailbox } from '../../config/schema.ts'
import type { Desk } from '../../engine/desk.ts'
import { holderOf } from '../../engine/holder.ts'
import { pollOnce } from '../../engine/poll.ts'
import { findProbe, type Probe, sendProbe } from '../../engine/probe.ts'
import { codeOf } from '../../errors.ts'
import { authenticationOf } from '../../message/authentication.ts'
import { readAuthenticationResults } from '../../message/authentication-results.ts'
import type { ListedMail } from '../../store/ledger-view.ts'
import { type Finding, findingOf } from './finding.ts'

/** Between two looks, in milliseconds. */
const BETWEEN = { looks: 250, polls: 2_000 }
/** So long it is waited for what nobody relies on, in milliseconds. */
const CURIOSITY = 5_000
/**
 * A clock that is wrong by more makes periods and dates wrong that people notice, in milliseconds.
 */
const CLOCK = 120_000

/**
 * Sends a mail from each mailbox to itself and waits for it in the ledger: the running daemon reads
 * it, or, where none runs, a poll does.
 */
export async function checkMail(desk: Desk, wait: number): Promise<Finding[]> {
  const findings: Finding[] = []
  // The first look of all fixes where a mailbox starts: the mail must come after it.
  await lookOnce(desk)
  for (const mailbox of desk.config.mailboxes) {
    const { value: probe, finding } = await findingOf(
      `mail ${mailbox.name}`,
      () => sendProbe(desk, mailbox),
      () => '',
    )
    if (probe === null) {
      findings.push(finding)
      continue
    }
    const began = desk.now()
    const row = await awaited(desk, probe, wait)
    findings.push(row ? arrived(probe, row, began, desk.now()) : missed(probe, wait))
    if (!row) continue
    findings.push(...(await checkSenders(desk, mailbox, row)))
    findings.push(...(await checkPlus(desk, mailbox, wait)))
  }
  return findings
}

/** Whether the mail host says who really wrote, by a name that the configuration does not know. */
async function checkSenders(desk: Desk, mailbox: Mailbox, row: ListedMail): Promise<Finding[]> {
  const bytes = row.rawId === null ? null : desk.store.raw.bytes(row.rawId)
  if (bytes === null) return []
  const { parse } = await import('../../message/parse.ts')
  const written = (await parse(bytes)).headers.authenticationResults
  const topmost = written[0] === undefined ? null : readAuthenticationResults(written[0])
  if (!topmost) return []
  const check = `sender ${mailbox.name}`
  const name = topmost.authservId || '-'
  if (authenticationOf(written, mailbox.authservIds)) {
    return [{ check, status: 'ok', says: `The mail host says who really wrote (${name}).` }]
  }
  return [
    {
      check,
      status: 'warn',
      says: `The mail host says who really wrote, but ${name} is not among authservIds.`,
      advice: `"authservIds": ["${name}"] lets it be believed; a host of many servers is *.its.domain.`,
    },
  ]
}

/**
 * Whether `support+anything@` arrives as well: a promise where it is used, good to know elsewhere.
 */
async function checkPlus(desk: Desk, mailbox: Mailbox, wait: number): Promise<Finding[]> {
  const check = `plus ${mailbox.name}`
  const to = mailbox.address.replace('@', '+doctor@')
  const { plusAddresses: used } = mailbox
  const { value: probe, finding } = await findingOf(
    check,
    () => sendProbe(desk, mailbox, to),
    () => '',
  )
  const row = probe && (await awaited(desk, probe, used ? wait : Math.min(wait, CURIOSITY)))
  if (row) {
    const hint = used ? '' : ' plusAddresses can be switched on.'
    return [{ check, status: 'ok', says: `Mail to ${to} arrives too.${hint}` }]
  }
  if (!used) return []
  const missed = { status: 'fail', says: `The mail to ${to} did not arrive.` } as const
  const advice = 'Switch plusAddresses off for this mailbox.'
  return [probe === null ? finding : { check, ...missed, advice }]
}

/** The probe's row of the ledger, once it was decided; undefined when it did not come in time. */
async function awaited(desk: Desk, probe: Probe, wait: number): Promise<ListedMail | undefined> {
  const end = desk.now() + wait
  while (desk.now() < end) {
    const between = (await lookOnce(desk)) ? BETWEEN.polls : BETWEEN.looks
    const row = await findProbe(desk.store.read, probe)
    if (row?.state === 'decided') return row
    await sleep(Math.min(between, wait))
  }
  return undefined
}

function missed(probe: Probe, wait: number): Finding {
  return {
    check: `mail ${probe.mailbox}`,
    status: 'fail',
    says: `The mail to itself was sent and did not arrive within ${wait / 1000} s.`,
    advice: 'Look for it in the spam folder, and whether its address is delivered to the mailbox.',
  }
}

function arrived(probe: Probe, row: ListedMail, began: number, now: number): Finding {
  const check = `mail ${probe.mailbox}`
  const seconds = ((now - began) / 1000).toFixed(1)
  if (row.outcome !== 'ignored') {
    const says = `The mail to itself arrived and was not known as ours: ${row.outcome}, ${row.reason}.`
    return { check, status: 'fail', says, advice: `\`ticketd mail show ${row.id}\` says more.` }
  }
  const ahead = row.internalDate === null ? 0 : Date.parse(row.internalDate) - began
  if (Math.abs(ahead) > CLOCK + (now - began)) {
    const says = `The clocks of this machine and of the mail server are ${Math.round(Math.abs(ahead) / 1000)} s apart.`
    return { check: 'clock', status: 'warn', says, advice: 'Set both by NTP.' }
  }
  if (row.messageId !== probe.messageId) {
    const says = `The mail to itself arrived after ${seconds} s with another Message-ID.`
    return { check, status: 'warn', says, advice: 'Answers are known by the tag in the subject.' }
  }
  const says = `The mail to itself arrived after ${seconds} s (${row.outcome}: ${row.reason}).`
  return { check, status: 'ok', says }
}

/** Polls where no daemon does. True when it did. */
async function lookOnce(desk: Desk): Promise<boolean> {
  if (await holderOf(desk.store, desk.now())) return false
  try {
    await pollOnce(desk, new AbortController().signal)
    return true
  } catch (error) {
    // A daemon was started in between: it looks now.
    if (codeOf(error) === 'lease-held') return false
    throw error
  }
}
