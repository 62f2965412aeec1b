import type { Readable } from 'node:stream'
import type { RawBody } from '../../store/raw.ts'
import { openSigned } from './dkim-source.ts'
import type { LookUpText } from './dns.ts'

/** The domains whose DKIM signature on a mail holds (RFC 6376); none when that cannot be told. */
export type SignersOf = (mail: RawBody) => Promise<string[]>

/** A mail with more signatures than people's mails have is not worth more questions. */
const MOST_QUESTIONS = 6
/** Then the mail is decided without an answer, in milliseconds. */
const DEADLINE = 8_000

/** What mailauth finds of one signature, as far as we look at it. */
interface Signature {
  signingDomain?: string
  algo?: string
  status: { result: string }
  /** `From: Subject: Date`, the headers that are signed. */
  signingHeaders?: { keys: string }
  /** True when `l=` leaves the end of the body unsigned. */
  canonBodyLengthLimited?: boolean
  signatureTimeValid?: boolean
  /** The key's record without white space. */
  rr?: string
}

/**
 * Our own check, for mail whose host says nothing. That a signature does not hold means
 * nothing: lists and gateways change mails, keys are taken back, the DNS may be away. So it
 * gives only who signed.
 */
export function createDkimCheck(lookUp: LookUpText, now: () => number): SignersOf {
  return async (mail) => {
    const source = await openSigned(mail).catch(() => null)
    if (!source) return []
    const late = timer(DEADLINE)
    try {
      return await Promise.race([signersOf(source, lookUp, now()), late.passed])
    } catch {
      return []
    } finally {
      late.stop()
      source.destroy()
    }
  }
}

async function signersOf(source: Readable, lookUp: LookUpText, now: number): Promise<string[]> {
  // Most desks never need it, and loading it takes longer than a mail.
  const { dkimVerify } = await import('mailauth/lib/dkim/verify.js')
  let questions = 0
  const { results, headers } = await dkimVerify(source, {
    curTime: new Date(now),
    resolver: async (name) => {
      if (++questions > MOST_QUESTIONS) throw new Error('The mail asks too many questions.')
      return await lookUp(name)
    },
  })
  if (hasTwins((headers?.parsed ?? []).map(({ key }) => key))) return []
  return (results as Signature[])
    .filter(holds)
    .map(({ signingDomain }) => (signingDomain ?? '').toLowerCase())
}

/** What a signature must cover. */
const SIGNED = ['from', 'subject']

/** Of two headers one may be signed and the other read (RFC 6376 section 8.15). */
function hasTwins(names: readonly string[]): boolean {
  const single = [...SIGNED, 'in-reply-to', 'references', 'content-type']
  return single.some((name) => names.filter((it) => it === name).length > 1)
}

function holds(signature: Signature): boolean {
  const signed = (signature.signingHeaders?.keys ?? '').toLowerCase().split(/:\s*/)
  return (
    signature.status.result === 'pass' &&
    signature.signatureTimeValid !== false &&
    // Whoever has the mail could put words of their own behind what is signed.
    signature.canonBodyLengthLimited !== true &&
    // RFC 6376 section 5.4; and the tag in the subject says where the words go.
    SIGNED.every((name) => signed.includes(name)) &&
    // RFC 8301 section 3.1.
    !/sha1/i.test(signature.algo ?? '') &&
    !isBeingTried(signature.rr ?? '')
  )
}

/** `t=y`: the domain only tries DKIM (RFC 6376 section 3.6.1). */
function isBeingTried(record: string): boolean {
  const flags = /(?:^|;)t=([^;]*)/i.exec(record)?.[1] ?? ''
  return flags.toLowerCase().split(':').includes('y')
}

function timer(ms: number): { passed: Promise<never>; stop: () => void } {
  let stop = () => {}
  const passed = new Promise<never>((_, reject) => {
    const waiting = setTimeout(() => reject(new Error('The DNS took too long.')), ms)
    stop = () => clearTimeout(waiting)
  })
  return { passed, stop }
}
