import { normalAddress } from './addresses.ts'
import { first, type Headers, headersOf, unicode } from './headers.ts'
import type { Bounce } from './mail.ts'

type Recipient = Bounce['recipients'][number]

export interface DeliveryStatus {
  kind: Bounce['kind']
  recipients: Recipient[]
}

/** A report of RFC 3464: a block of fields about the mail, then one for each recipient. */
export function readDeliveryStatus(bytes: Buffer): DeliveryStatus | null {
  const blocks = bytes
    .toString('latin1')
    .split(/\r?\n[ \t]*\r?\n/)
    .map((block) => headersOf(block.split(/\r?\n(?![ \t])/)))
    .filter((block) => block.has('final-recipient') || block.has('original-recipient'))
  const recipients = blocks.map(recipientOf).filter((recipient) => recipient !== null)
  return recipients.length > 0 ? { kind: kindOf(blocks), recipients } : null
}

function recipientOf(block: Headers): Recipient | null {
  const address =
    addressOf(first(block, 'original-recipient')) ?? addressOf(first(block, 'final-recipient'))
  if (address === null) return null
  const diagnostic = first(block, 'diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '') ?? null
  const status = first(block, 'status')?.match(/[245]\.\d{1,3}\.\d{1,3}/)?.[0] ?? null
  const failed = !/^(?:delayed|delivered|relayed|expanded)/i.test(
    first(block, 'action') ?? 'failed',
  )
  return {
    address,
    status,
    permanent: failed && isPermanent(status, diagnostic),
    reason: unicode(diagnostic ?? first(block, 'action') ?? '').slice(0, 1000),
  }
}

/** What the server answered counts before the status: gateways write 5.0.0 for everything. */
function isPermanent(status: string | null, diagnostic: string | null): boolean {
  const answer = diagnostic?.match(/(?:^|[\s:'"])([245])\d\d[\s-]/)?.[1]
  return (answer ?? status?.[0]) === '5'
}

/** `rfc822; user@example.com`, also in brackets and with prose around it. */
function addressOf(value: string | null): string | null {
  const found = unicode(value ?? '')
    .replace(/^\s*[\w-]+\s*;/, '')
    .match(/[^\s<>;,"]+@[^\s<>;,"]+/)?.[0]
  return found ? normalAddress(found) : null
}

function kindOf(blocks: Headers[]): Bounce['kind'] {
  const actions = blocks.map((block) => (first(block, 'action') ?? 'failed').trim().toLowerCase())
  if (actions.some((action) => action.startsWith('failed'))) return 'bounce'
  if (actions.some((action) => action.startsWith('delayed'))) return 'delayed'
  return actions.some((action) => /^(?:delivered|relayed|expanded)/.test(action))
    ? 'delivered'
    : 'bounce'
}
