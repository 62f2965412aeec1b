import { first, firstText, type Headers } from './headers.ts'
import type { NotedHeaders } from './mail.ts'

/**
 * Picks the headers that judgements need later; everything else of the head stays in the raw mail.
 */
export function notedHeaders(headers: Headers): NotedHeaders {
  return {
    loop: first(headers, 'x-ticketd-loop'),
    returnPath: first(headers, 'return-path'),
    autoSubmitted: first(headers, 'auto-submitted')?.toLowerCase() ?? null,
    listId: firstText(headers, 'list-id'),
    viaList: isViaList(headers),
    spamMark: isMarkedAsSpam(headers),
    authenticationResults: [...(headers.get('authentication-results') ?? [])],
    xOriginalFrom: firstText(headers, 'x-original-from') ?? firstText(headers, 'x-original-sender'),
  }
}

/** RFC 2919 and RFC 2369, and what older list managers write. */
function isViaList(headers: Headers): boolean {
  const marks = [
    'list-id',
    'list-post',
    'list-unsubscribe',
    'list-help',
    'mailing-list',
    'x-mailing-list',
    'x-mailman-version',
  ]
  const precedence = first(headers, 'precedence')?.toLowerCase() ?? ''
  return (
    marks.some((name) => headers.has(name)) || ['list', 'bulk', 'junk'].includes(precedence.trim())
  )
}

/** The verdicts of SpamAssassin, rspamd, Exchange and hosters' filters. */
function isMarkedAsSpam(headers: Headers): boolean {
  const says = (name: string, pattern: RegExp) => pattern.test(first(headers, name) ?? '')
  return (
    says('x-spam-flag', /^yes/i) ||
    says('x-spam-status', /^yes/i) ||
    says('x-spam', /^(?:yes|spam)/i) ||
    says('x-spam-action', /^(?:add header|rewrite subject|reject)/i) ||
    says('x-forefront-antispam-report', /\bSFV:SPM\b/i) ||
    says('x-ms-exchange-organization-scl', /^[5-9]$/)
  )
}
