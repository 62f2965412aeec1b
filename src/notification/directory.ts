import type { DirectoryFault } from '../account/directory-fault.ts'
import { sayDirectoryFault } from '../account/say-directory-fault.ts'
import type { Requirement } from '../config/services.ts'
import { oneLine } from '../message/unicode.ts'
import { titleIn } from './title.ts'

/** How the sync of an account's directory stands, for its Decision Maker. */
export interface DirectoryFacts {
  account: { accountId: string; company: string }
  kind: 'invalid-login' | 'error' | 'solved'
  /** What is wrong, where it is no login. */
  fault: DirectoryFault | null
  /** Where the users come from: `push`, or what was read. */
  source: string
}

export function directoryFields(
  { account, kind, fault, source }: DirectoryFacts,
  language: string,
) {
  const words = fault ? sayDirectoryFault(fault, language) : ''
  return {
    account,
    solved: kind === 'solved',
    invalidLogin: kind === 'invalid-login',
    pushed: source === 'push',
    source,
    words: capital(oneLine(words).slice(0, 300)),
  }
}

/** Of a word; what is no word, such as an address, stays as it is. */
function capital(words: string): string {
  return words.replace(/^\p{Ll}(?=\p{L}*\s)/u, (letter) => letter.toUpperCase())
}

/** A service of one person. */
export interface ServiceFacts {
  account: { accountId: string; company: string }
  /** What people call it, by language. */
  title: Record<string, string>
  name: string
  /** The number or address of it; empty where there is none of its own. */
  given: string
  /** What the user lacks for it; empty: somebody changed it. */
  lacks: readonly Requirement[]
}

export function serviceFields(
  { account, title, name, given, lacks }: ServiceFacts,
  language: string,
) {
  const called = titleIn(language, title) ?? name
  return {
    account,
    title: called,
    given,
    lacking: lacks.length > 0,
    lacksAddress: lacks.includes('address'),
    lacksMailboxAddress: lacks.includes('mailbox-address'),
    lacksWav: lacks.includes('deliver-as-wav'),
    lacksPhone: lacks.includes('phone'),
    lacksFax: lacks.includes('fax'),
  }
}
