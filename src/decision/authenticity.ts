import { domainToASCII } from 'node:url'
import type { Authentication, Finding } from '../message/authentication.ts'

/** Whether a mail is from whom its From names, as far as that can be told. */
export interface Authenticity {
  verdict: 'pass' | 'fail' | 'unknown'
  /** A sentence for `explain`. */
  because: string
}

/**
 * Weighs what the mail host says, else who signed the mail by our own check. Only DMARC of our mail
 * host can make it fail: SPF breaks with every forward and DKIM with every list. `from` is the
 * address that was checked, `writer` whom we take for the writer: behind a group that puts its own
 * address into From they differ, and the group vouches only for itself.
 */
export function authenticityOf(
  { from, writer }: { from: string; writer: string },
  said: Authentication | null,
  signers: readonly string[],
): Authenticity {
  const found = authenticityOfFrom(from, said, signers)
  if (found.verdict !== 'pass' || from === writer) return found
  return { verdict: 'unknown', because: `${found.because}; the writer is named by ${from} alone` }
}

function authenticityOfFrom(
  from: string,
  said: Authentication | null,
  signers: readonly string[],
): Authenticity {
  const domain = ascii(from.slice(from.lastIndexOf('@') + 1))
  if (domain === '') return { verdict: 'unknown', because: 'the mail names no writer' }
  if (said) return weigh(said, domain)
  if (signers.some((signer) => ascii(signer) === domain)) {
    return { verdict: 'pass', because: `${domain} signed it (our own DKIM check)` }
  }
  return { verdict: 'unknown', because: 'nothing proves or disproves its From' }
}

function weigh({ authservId, spf, dkim, dmarc, compauth }: Authentication, domain: string) {
  const server = authservId || 'the mail host'
  const of = (verdict: Authenticity['verdict'], because: string): Authenticity => {
    return { verdict, because: `${because}, says ${server}` }
  }
  // Asked first: a name in the mail may have made the server say `dmarc=pass` too.
  if (dmarc.some(isFailure)) {
    return compauth.some(isTrustedForward)
      ? of('unknown', 'DMARC fails behind a forwarder that the mail host trusts')
      : of('fail', `DMARC fails for ${domain}`)
  }
  if (dmarc.some((it) => isPass(it) && (it.domain === null || ascii(it.domain) === domain))) {
    return of('pass', `DMARC passes for ${domain}`)
  }
  // Without a DMARC record of the domain we ask for its very own name: stricter
  // than DMARC would be.
  const own = (it: Finding) => it.result === 'pass' && ascii(it.domain ?? '') === domain
  if (dkim.some(own)) return of('pass', `${domain} signed it`)
  if (spf.some(own)) return of('pass', `SPF passes for ${domain}`)
  return of('unknown', 'neither DMARC, DKIM nor SPF settles it')
}

function isFailure({ result }: Finding): boolean {
  return result === 'fail'
}

/** `bestguesspass`: the domain has no DMARC record and would pass if it had one (Microsoft). */
function isPass({ result }: Finding): boolean {
  return result === 'pass' || result === 'bestguesspass'
}

/**
 * Reason 130 of Microsoft's composite verdict: an ARC seal of a forwarder that the tenant trusts.
 */
function isTrustedForward({ result, reason }: Finding): boolean {
  return result === 'pass' && reason === '130'
}

/** The form in which domains are compared (RFC 5891); what is no domain is nothing. */
function ascii(domain: string): string {
  return domainToASCII(domain).replace(/\.$/, '').toLowerCase()
}
