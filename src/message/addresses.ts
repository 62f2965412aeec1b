import { domainToASCII } from 'node:url'
import addressparser, { type AddressOrGroup } from 'nodemailer/lib/addressparser'
import { decodeWords } from './encoded-words.ts'
import { unicode } from './headers.ts'
import type { Address } from './mail.ts'
import { oneLine } from './unicode.ts'

/** Longer address headers are cut: this is room for more than 10,000 recipients. */
const longest = 512 * 1024

/**
 * The addresses of header values (`To`, `Cc`, …) in their order: groups flattened, names decoded,
 * addresses normal. Entries without an address (an empty group, a name alone) are left out.
 */
export function addressesOf(values: readonly string[] | undefined): Address[] {
  if (!values) return []
  return values.flatMap((value) => flatten(addressparser(atEntry(unicode(value)))))
}

/** Cuts a flood at a comma, so that no half address comes out. */
function atEntry(text: string): string {
  if (text.length <= longest) return text
  const comma = text.lastIndexOf(',', longest)
  return text.slice(0, comma > 0 ? comma : longest)
}

function flatten(entries: AddressOrGroup[]): Address[] {
  return entries
    .flatMap((entry) => {
      if (entry.group) return flatten(entry.group)
      const name = oneLine(decodeWords(entry.name ?? '')).replace(/ {2,}/g, ' ')
      if (entry.address) return [{ name, address: normalAddress(decodeWords(entry.address)) }]
      // Some senders encode the whole `Name <address>` as one word.
      return /=\?/.test(entry.name ?? '') && /<[^<>\s@]+@[^<>\s@]+>/.test(name)
        ? flatten(addressparser(name))
        : []
    })
    .filter((entry) => entry.address !== '')
}

/**
 * An address as it is compared everywhere: trimmed, lower-case, international domains in their
 * ASCII form (RFC 5891), so that both spellings of one domain are one address.
 */
export function normalAddress(text: string): string {
  const plain = oneLine(text).replace(/^<|>$/g, '').trim().toLowerCase()
  const at = plain.lastIndexOf('@')
  if (at < 0 || !/\P{ASCII}/u.test(plain.slice(at))) return plain
  const domain = domainToASCII(plain.slice(at + 1))
  return domain === '' ? plain : `${plain.slice(0, at)}@${domain}`
}
