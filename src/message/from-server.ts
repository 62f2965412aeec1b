import type { Head } from './head.ts'
import { first, type Headers, parameter } from './headers.ts'

/** Local parts that only servers use. */
const servers = /^(?:mailer-?daemon|mail-daemon|mdaemon|mail\.?delivery|bounces?)$/
/** Local parts behind which a server or a person may be. */
const maybeServers = /^(?:post[-_.]?master|administrator|system|mailadmin|mail|root|no-?reply)$/

const subjects = [
  'undeliver(?:ed|able|y)',
  'non[- ]?deliver(?:y|able)',
  'delivery (?:status notification|failure|failed|report|has failed|notification|problem|delay|incomplete)',
  'returned mail',
  'rejected mail',
  'mail (?:delivery|system error|failure|returned|could not be delivered)',
  'failure notice',
  'failed delivery',
  'message (?:undeliverable|delayed|not delivered)',
  "could ?n[o']t (?:be )?deliver",
  'warning: (?:could not send|message)',
  'user unknown',
  'unzustellbar|nicht zugestellt',
  'no se (?:ha podido|pudo) entregar|no entregado|devuelto',
  'échec de (?:la )?remise|non remis',
  'mancata consegna|non recapitabile',
  'falha na entrega|não entregue',
  'onbestelbaar|niet bezorgd',
  'kan inte leverera|olevererbart',
  'недоставленное|не доставлено|не удалось доставить',
  'niedostarczon|nedoručiteln',
  '配信(?:不能|エラー)|退信|投递失败|반송|전송 실패',
  'não (?:é|foi) possível entregar|impossibile recapitare|impossible de remettre',
  'kan ikke lever(?:e|es)|ikke leveret|det går inte att leverera|ei voi(?:tu)? toimittaa|toimittamaton',
  'nie można dostarczyć|nelze doručit|не вдалося доставити|недоставлен',
  'teslim edileme(?:di|yen)|kézbesíthetetlen|nem kézbesíthető|nelivrabil|imposibil de livrat',
  'μη παραδοτέο|δεν είναι δυνατή η παράδοση|تعذر (?:ال)?تسليم|يتعذر تسليم',
  '无法送达|未送达|无法投递|無法傳遞|無法投遞|配信できません|배달되지 않음|배달할 수 없음',
]
const texts = [
  'this is the mail system at host',
  'this message was created automatically by (?:the )?mail',
  "(?:could not|couldn't|was not|wasn't) be(?:en)? ?delivered|(?:was not|wasn't) delivered",
  '(?:un)?able to deliver|undeliverable|rejected your message|returned to sender',
  'delivery (?:has |to the following recipients? )?failed|mail delivery fail',
  'did not reach',
  'permanent (?:fatal )?errors?',
  'konnte nicht zugestellt',
  'no se (?:ha podido|pudo) entregar',
  "n'a pas pu être (?:remis|distribué)",
  'kan niet worden bezorgd',
  'не может быть доставлено',
]
const subjectSays = new RegExp(subjects.join('|'), 'i')
const textSays = new RegExp(`${texts.join('|')}|user unknown`, 'i')
const serverSays = new RegExp(texts.join('|'), 'i')

/**
 * True when a mail server reports with this mail that another did not arrive: its name says so, or
 * its null return path together with what it says.
 */
export function isFromServer(headers: Headers, head: Head, text: string): boolean {
  if (headers.has('x-failed-recipients')) return true
  const local = head.from?.address.split('@')[0] ?? nameWithoutAddress(headers)
  if (servers.test(local)) return true
  const isReport = parameter(first(headers, 'content-type'), 'report-type') === 'delivery-status'
  if (isReport || hasNullReturnPath(headers))
    return subjectSays.test(head.subject) || textSays.test(text.slice(0, 3000))
  return (
    maybeServers.test(local) &&
    !headers.has('return-path') &&
    subjectSays.test(head.subject) &&
    reportsFailure(text)
  )
}

/**
 * False for a person's mail: programs that forward a report pass its parts on as attachments, and
 * what stands above them is a letter. A machine's report says so itself, or has its signs.
 */
export function isMachinesReport(headers: Headers, head: Head): boolean {
  const local = head.from?.address.split('@')[0] ?? nameWithoutAddress(headers)
  return (
    /^\s*(?:multipart\/report|message\/)/i.test(first(headers, 'content-type') ?? '') ||
    hasNullReturnPath(headers) ||
    /^\s*auto-/i.test(first(headers, 'auto-submitted') ?? '') ||
    headers.has('x-failed-recipients') ||
    servers.test(local) ||
    maybeServers.test(local)
  )
}

/** DragonFly's agent writes `From: MAILER-DAEMON <>`. */
function nameWithoutAddress(headers: Headers): string {
  return (first(headers, 'from') ?? '')
    .replace(/<\s*>|["']/g, '')
    .trim()
    .toLowerCase()
}

/**
 * A person behind such an address writes about failures too: a server says whose, in its own words.
 */
function reportsFailure(text: string): boolean {
  const own = text.slice(0, 3000).replace(/^[ \t]*>.*$/gm, '')
  return serverSays.test(own) && /[^\s<>]@[^\s<>]+\.[a-z]{2}/i.test(own)
}

/** RFC 5321 section 4.5.5: reports travel with an empty reverse-path. */
export function hasNullReturnPath(headers: Headers): boolean {
  return ['return-path', 'x-envelope-from', 'x-original-return-path'].some(
    (name) => first(headers, name)?.replace(/\s/g, '') === '<>',
  )
}
