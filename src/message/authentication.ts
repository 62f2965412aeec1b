import { readAuthenticationResults, type Statement } from './authentication-results.ts'

/** What one check of the mail host found. */
export interface Finding {
  /** Lower-case: `pass`, `fail`, `none`, `softfail`, `temperror`, … */
  result: string
  /**
   * The domain that it is about: of MAIL FROM, of the signature, of From; null where none is named.
   */
  domain: string | null
  reason: string | null
}

/**
 * What our mail host says about who sent a mail; several findings where it says so several times.
 */
export interface Authentication {
  /** Empty where the header names no server. */
  authservId: string
  spf: Finding[]
  dkim: Finding[]
  dmarc: Finding[]
  /** Microsoft's verdict over all of them. */
  compauth: Finding[]
}

/** Stands in `authservIds` for the header of Microsoft 365, which names no server. */
const UNNAMED = '-'

/**
 * What the mail host says, from the bodies of the Authentication-Results headers, topmost first
 * (RFC 8601). Each server puts its header above what it was handed: of those that name one of
 * `authservIds` only the topmost is believed, and where that one cannot be read, none. Null
 * when nothing can be believed. An id may be `*.example.org` for any server of a domain, and
 * `-` for a nameless header.
 */
export function authenticationOf(
  headers: readonly string[],
  authservIds: readonly string[],
): Authentication | null {
  if (authservIds.length === 0) return null
  for (const header of headers) {
    const read = readAuthenticationResults(header)
    // Whose it is cannot be told: it may be ours.
    if (!read) return null
    const { authservId, statements } = read
    if (!authservIds.some((id) => names(id, authservId)) || isAside(statements)) continue
    return {
      authservId,
      spf: findings(statements, 'spf', ['smtp.mailfrom', 'smtp.mail']),
      dkim: findings(statements, 'dkim', ['header.d', 'header.i']),
      dmarc: findings(statements, 'dmarc', ['header.from']),
      compauth: findings(statements, 'compauth', []),
    }
  }
  return null
}

/** Fastmail puts a header of experimental methods above the one that matters. */
function isAside(statements: readonly Statement[]): boolean {
  return statements.length > 0 && statements.every(({ method }) => method.startsWith('x-'))
}

function names(written: string, authservId: string): boolean {
  const id = written.toLowerCase()
  if (id === UNNAMED) return authservId === ''
  return id.startsWith('*.') ? authservId.endsWith(id.slice(1)) : authservId === id
}

function findings(statements: Statement[], method: string, about: string[]): Finding[] {
  return statements
    .filter((statement) => statement.method === method)
    .map(({ result, reason, properties }) => {
      const written = about.map((name) => properties.get(name)).find((value) => value !== undefined)
      return { result, domain: written === undefined ? null : domainOf(written), reason }
    })
}

/** Of `ana@example.org`, `@example.org`, `example.org` and `<ana@example.org>`. */
function domainOf(written: string): string {
  return written
    .slice(written.lastIndexOf('@') + 1)
    .replace(/[>.]+$/, '')
    .toLowerCase()
}
