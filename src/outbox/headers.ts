import { domainToASCII } from 'node:url'
import type { Letter } from '../store/outbox.ts'
import type { Person } from '../ticket/ticket.ts'
import { headerText, phrase } from './encode.ts'

/**
 * The header fields of a mail, a line each, without those of MIME. Everything that came from
 * outside is encoded or checked here: nothing in it can begin a field of its own. Throws on an
 * address that is none.
 *
 * @param domain the desk's, by which it knows its own mails when they come back
 */
export function headersOf(letter: Letter, domain: string): string[] {
  return [
    `Date: ${dateText(letter.date)}`,
    `From: ${mailboxText({ name: letter.from.name, address: letter.from.address })}`,
    `Reply-To: ${mailboxText({ name: '', address: letter.replyTo })}`,
    `To: ${mailboxText(letter.recipient)}`,
    `Subject: ${headerText(letter.subject)}`,
    `Message-ID: ${idText(letter.messageId)}`,
    ...idsField('In-Reply-To', letter.inReplyTo === null ? [] : [letter.inReplyTo]),
    ...idsField('References', letter.references),
    ...automaticFields(letter.autoSubmitted),
    ...languageField(letter.language),
    `X-Ticketd-Loop: ${headerText(domain)}`,
    'MIME-Version: 1.0',
  ]
}

/** RFC 3834 section 5, and what keeps Exchange from answering. */
function automaticFields(autoSubmitted: Letter['autoSubmitted']): string[] {
  if (autoSubmitted === null) return []
  return [`Auto-Submitted: ${autoSubmitted}`, 'X-Auto-Response-Suppress: All']
}

/** RFC 3282. */
function languageField(language: string): string[] {
  return /^[a-z\d-]{2,35}$/i.test(language) ? [`Content-Language: ${language}`] : []
}

/** `Sat, 21 Nov 2026 19:14:18 +0000` (RFC 5322 section 3.3). */
function dateText(instant: string): string {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) throw new Error(`${JSON.stringify(instant)} is no date.`)
  return date.toUTCString().replace('GMT', '+0000')
}

function mailboxText({ name, address }: Person): string {
  const words = phrase(name)
  return words === '' ? `<${addressText(address)}>` : `${words} <${addressText(address)}>`
}

/** The address as it goes into headers and envelope, its domain in ASCII (RFC 5891). */
export function addressText(address: string): string {
  const [, local, domain] = ADDRESS.exec(address) ?? []
  const ascii = domain === undefined ? '' : domainToASCII(domain)
  if (local === undefined || ascii === '') {
    throw new Error(`${JSON.stringify(address)} is no address.`)
  }
  return `${local}@${ascii}`
}

/**
 * No character that has a meaning in a header, a command or, for the domain, in a URL. Longer local
 * parts than RFC 5321 has, and hosts with an underscore, write to us and take answers.
 */
const ADDRESS = /^([^\p{C}\p{Z}<>()[\]\\,;:"@]{1,250})@([\p{L}\p{M}\p{N}._-]{1,255})$/u

function idText(id: string): string {
  if (!isId(id)) throw new Error(`${JSON.stringify(id)} is no Message-ID.`)
  return id
}

/** Ids of other people's mails: what is none is left out, one stands on each line. */
function idsField(field: string, ids: string[]): string[] {
  const good = ids.filter(isId)
  return good.length === 0 ? [] : [`${field}: ${good.join('\r\n ')}`]
}

function isId(id: string): boolean {
  return /^<[!-;=?-~]{1,900}>$/.test(id)
}
