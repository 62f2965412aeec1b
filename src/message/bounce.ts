import { addressesOf, normalAddress } from './addresses.ts'
import { readBounceText } from './bounce-text.ts'
import { readDeliveryStatus } from './delivery-status.ts'
import { isFromServer, isMachinesReport } from './from-server.ts'
import type { Head } from './head.ts'
import { first, type Headers, headersOf, splitHead } from './headers.ts'
import type { Bounce } from './mail.ts'
import { messageIdOf } from './message-ids.ts'
import type { RawAttachment } from './parts.ts'

/**
 * What a server reports about a mail of ours: a failure, a delay, a success (RFC 3464), or a
 * reader's complaint (RFC 5965). Null for everything else; a person's mail about a bounce is not
 * one. Whether the mail was really ours is for the caller to check, by `originalMessageId`.
 */
export function bounceOf(
  headers: Headers,
  attachments: RawAttachment[],
  head: Head,
  text: string,
): Bounce | null {
  const report = reportOf(headers, attachments, head, text)
  return report && { ...report, originalMessageId: originalId(headers, attachments, text) }
}

type Report = Omit<Bounce, 'originalMessageId'>

function reportOf(
  headers: Headers,
  attachments: RawAttachment[],
  head: Head,
  text: string,
): Report | null {
  if (!isMachinesReport(headers, head)) return null
  const complaint = bytesOf(attachments, 'message/feedback-report')
  if (complaint) return readComplaint(complaint)
  const statuses = attachments
    .filter((part) => /^message\/(?:global-)?delivery-status$/.test(part.type) && part.bytes)
    .map((part) => readDeliveryStatus(part.bytes ?? Buffer.alloc(0)))
    .filter((status) => status !== null)
  const [firstStatus] = statuses
  if (firstStatus) {
    return { kind: firstStatus.kind, recipients: statuses.flatMap((status) => status.recipients) }
  }
  return isFromServer(headers, head, text) ? readServersText(headers, head, text) : null
}

function readServersText(headers: Headers, head: Head, text: string): Report {
  const own = new Set([head.from, ...head.to, head.sender].map((entry) => entry?.address ?? ''))
  const named = addressesOf(headers.get('x-failed-recipients')).map(({ address }) => address)
  return readBounceText(text, head.subject, own, named)
}

/** RFC 5965: who complained stands in the report only when the provider tells it. */
function readComplaint(bytes: Buffer): Report {
  const fields = headersOf(splitHead(bytes).lines)
  const address = first(fields, 'original-rcpt-to')?.match(/[^\s<>;,]+@[^\s<>;,]+/)?.[0]
  const reason = `Feedback-Type: ${first(fields, 'feedback-type') ?? 'not given'}`
  const recipient = {
    address: address ? normalAddress(address) : '',
    status: null,
    permanent: false,
    reason,
  }
  return { kind: 'complaint', recipients: [recipient] }
}

/**
 * The Message-ID of the mail that came back: from its copy, else from what the report answers to.
 */
function originalId(headers: Headers, attachments: RawAttachment[], text: string): string | null {
  const copy =
    bytesOf(attachments, 'message/rfc822') ??
    bytesOf(attachments, 'text/rfc822-headers') ??
    bytesOf(attachments, 'message/rfc822-headers') ??
    bytesOf(attachments, 'message/global') ??
    bytesOf(attachments, 'message/global-headers')
  const inCopy = copy && messageIdOf(first(headersOf(splitHead(trimmed(copy)).lines), 'message-id'))
  const inText = text.match(/^[ \t>]{0,8}message-id:\s*(<[^<>\s]{1,990}>)/im)?.[1]
  return inCopy ?? inText ?? messageIdOf(first(headers, 'in-reply-to'))
}

function trimmed(bytes: Buffer): Buffer {
  let at = 0
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at++
  return bytes.subarray(at)
}

function bytesOf(attachments: RawAttachment[], type: string): Buffer | null {
  return attachments.find((part) => part.type === type && part.bytes !== null)?.bytes ?? null
}
