import { addressesOf } from './addresses.ts'
import type { Address, Mail } from './mail.ts'

/**
 * The mail with its true writer. A group in front of a mailbox puts its own address into From where
 * the writer's DMARC policy would refuse the copy (Google Groups, Mailman): the writer is then in
 * X-Original-From, X-Original-Sender or Reply-To. Any other From is left alone.
 */
export function asWritten(mail: Mail, groups: readonly string[]): Mail {
  if (!mail.from || !groups.includes(mail.from.address)) return mail
  const writer = writersNamedIn(mail).find(({ address }) => !groups.includes(address))
  if (!writer) return mail
  return { ...mail, from: { ...writer, name: writer.name || withoutVia(mail.from.name) } }
}

function writersNamedIn({ headers, replyTo }: Mail): Address[] {
  const { xOriginalFrom: written } = headers
  const named = written === null ? [] : [Buffer.from(written).toString('latin1')]
  return [...addressesOf(named), ...replyTo]
}

/** `'Ana Ruiz' via Everybody` as Google Groups and Mailman write it. */
function withoutVia(name: string): string {
  return name.replace(/\s+via\s+.*$/, '').replace(/^'(.*)'$/, '$1')
}
