import { addressesOf, normalAddress } from './addresses.ts'
import { judged, readBounceText } from './bounce-text.ts'
import { readDeliveryStatus } from './delivery-status.ts'
import type { Head } from './head.ts'
import { first, type Headers, headersOf, parameter, splitHead } from './headers.ts'
import type { Bounce } from './mail.ts'
import { messageIdOf } from './message-ids.ts'
import type { RawAttachment } from './parts.ts'

/**
 * What a server reports about a mail of ours: a failure, a delay, a success (RFC 3464), or a reader's
 * complaint (RFC 5965). Null for everything else; a person's mail about a bounce is not one. Whether
 * the mail was really ours is for the caller to check, by `originalMessageId`.
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
  const { kind, recipients } = readBounceText(text, head.subject, own)
  const named = (headers.get('x-failed-recipients') ?? []).flatMap((value) => addressesOf([value]))
  const missing = named.filter(
    ({ address }) => !recipients.some((known) => known.address === address),
  )
  const all = [
    ...missing.map(({ address }) => judged(address, text.slice(0, 4000), kind === 'delayed')),
    ...(named.length > 0
      ? recipients.filter(
          (known) => !missing.length || named.some(({ address }) => address === known.address),
        )
      : recipients),
  ]
  // A report that names nobody still says that something did not arrive.
  return {
    kind,
    recipients: all.length > 0 ? all : [judged('', text.slice(0, 4000), kind === 'delayed')],
  }
}

const serverNames =
  /^(?:mailer-daemon|mailerdaemon|mail-daemon|mdaemon|maildelivery|mail\.delivery|bounce|bounces)$/
const maybeServerNames =
  /^(?:postmaster|administrator|system|mailadmin|mail|root|noreply|no-reply)$/
const subjectSays =
  /undeliver(?:ed|able|y)|un?deliver|delivery (?:status notification|failure|failed|report|has failed|notification|problem|delay|incomplete)|returned mail|mail (?:delivery|system error|failure|returned)|failure notice|failed delivery|message (?:undeliverable|delayed|not delivered)|non[- ]?delivery|could ?n[o']t (?:be )?deliver|warning: (?:could not send|message)|rejected mail|user unknown|mail could not be delivered|unzustellbar|nicht zugestellt|unzustellbarkeit|no se (?:ha podido|pudo) entregar|no entregado|devuelto|échec de (?:la )?remise|non remis|mancata consegna|non recapitabile|falha na entrega|não entregue|onbestelbaar|niet bezorgd|kan inte leverera|olevererbart|недоставленное|не доставлено|не удалось доставить|配信(?:不能|エラー)|退信|投递失败|반송|전송 실패|niedostarczon|nedoručiteln/i
const textSays =
  /this is the mail system at host|this message was created automatically by (?:the )?mail (?:delivery|system)|could not be delivered|couldn't be delivered|wasn't delivered|was not delivered|delivery (?:has |to the following recipients? )?failed|did not reach|i(?:'m| was) (?:afraid i wasn't able|unable) to deliver|undeliverable|were unable to deliver|permanent (?:fatal )?errors?|rejected your message|user unknown|konnte nicht zugestellt|no se (?:ha podido|pudo) entregar|n'a pas pu être (?:remis|distribué)|kan niet worden bezorgd|не может быть доставлено|returned to sender|mail delivery (?:failed|failure)/i

/** A server wrote it: its name says so, or its null return path together with what it says. */
function isFromServer(headers: Headers, head: Head, text: string): boolean {
  if (headers.has('x-failed-recipients')) return true
  const local = head.from?.address.split('@')[0] ?? ''
  if (serverNames.test(local)) return true
  const byReport = parameter(first(headers, 'content-type'), 'report-type') === 'delivery-status'
  if (!byReport && !maybeServerNames.test(local) && !hasNullReturnPath(headers)) return false
  return subjectSays.test(head.subject) || textSays.test(text.slice(0, 3000))
}

/** RFC 5321 section 4.5.5: reports travel with an empty reverse-path. */
export function hasNullReturnPath(headers: Headers): boolean {
  return ['return-path', 'x-envelope-from', 'x-original-return-path'].some(
    (name) => first(headers, name)?.replace(/\s/g, '') === '<>',
  )
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

/** The Message-ID of the mail that came back: from its copy, else from what the report answers to. */
function originalId(headers: Headers, attachments: RawAttachment[], text: string): string | null {
  const copy =
    bytesOf(attachments, 'message/rfc822') ??
    bytesOf(attachments, 'text/rfc822-headers') ??
    bytesOf(attachments, 'message/rfc822-headers')
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
