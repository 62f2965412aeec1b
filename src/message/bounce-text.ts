import { normalAddress } from './addresses.ts'
import type { Bounce } from './mail.ts'

type Recipient = Bounce['recipients'][number]

/** No server writes more before it quotes the mail. */
const longest = 16 * 1024
const mostRecipients = 50

/** Where servers begin to quote the mail that came back. */
const quotedMail =
  /^[\s>*-]{0,10}(?:-{2,}\s*(?:below this line is a copy|original message|this is a copy of|the header of the original|unsent message|returned message|start of unsent|undelivered message)|original message (?:headers|details|follows)|oorspronkelijke berichtkoppen|------ this is a copy of|--- mail text|received:\s|return-path:\s)/im

const addressSource = String.raw`[^\s<>()[\]:;,"'|]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])`
/** A line about one recipient: `<user@example.com>: what the server said`, or the address alone. */
const ownLine = new RegExp(
  String.raw`^[\s>*-]{0,12}(?:(?:failed )?(?:to|recipient|address|user)(?: address)?:?\s+)?<?(${addressSource})>?(?:\s*<mailto:[^>]*>)?\s*(?:\([^)\n]{0,200}\)\s*)?(?:<mailto:[^>]*>)?\s*(?::\s*(.*)|\.{3}\s*(.*)|(?:\s.{0,300})?)$`,
  'i',
)
const namedAddress = new RegExp(
  String.raw`(?:delivered to|delivering your message to|deliver(?:y)? (?:of )?(?:your )?(?:message )?to|message to|recipient(?: address)?:?|sent to|mailbox|user|addressed to|attempts:|RCPT TO:)\s*<?(${addressSource})`,
  'gi',
)
const anyAddress = new RegExp(addressSource, 'gi')

const delay =
  /will (?:retry|be retried|keep trying|continue to try|try again)|delivery incomplete|delivery (?:is|has been) delayed|delayed mail|still being retried|not yet (?:been )?delivered|this is a warning (?:message )?only|temporary problem delivering|warning: (?:could not send|message (?:still )?(?:delayed|undelivered))|do not need to resend|delivery delay|wird weiter(?:hin)? versucht|verzögert|retardée|en cola/i
const lasting =
  /permanent (?:fatal )?error|permanently|user (?:is )?unknown|unknown user|no such (?:user|recipient|mailbox|address)|does(?:n't| not) exist|(?:user|recipient|address|mailbox|account) (?:\S{1,80} )?(?:wasn't|was not|not|couldn't be) found|mailbox (?:is )?(?:unavailable|not found|disabled)|invalid (?:recipient|mailbox|address)|address rejected|not listed|not our customer|doesn't have an? \S{1,80} account|no longer (?:active|available|valid|in use)|deactivated|unrouteable address|no mailbox here|account (?:is |has been )?(?:disabled|inactive)/i

/**
 * Reads the report of a server that sends no RFC 3464 part: for whom, with which code, for
 * good or not. `own` are addresses that stand in the report but did not fail: who sent it, and
 * we. `named` are those that its head names as failed. A report that names nobody has one
 * recipient without an address.
 */
export function readBounceText(
  text: string,
  subject: string,
  own: Set<string>,
  named: string[],
): { kind: Bounce['kind']; recipients: Recipient[] } {
  const report = beforeQuotedMail(text.slice(0, longest))
  const delayed = delay.test(subject) || delay.test(report)
  const found = recipientsOf(report, own)
  const addresses = named.length > 0 ? named : found.size > 0 ? [...found.keys()] : ['']
  const recipients = addresses.slice(0, mostRecipients).map((address) => {
    const said = found.get(address) ?? ''
    // Exchange names the one recipient at the top, and what the server answered further down.
    const told = smtpCode(said) !== null || enhancedStatus(said) !== null
    return judged(address, told || found.size > 1 ? said : report, delayed)
  })
  return { kind: delayed ? 'delayed' : 'bounce', recipients }
}

/** Judges by the code; without one by the words, and in doubt for temporary. */
function judged(address: string, said: string, delayed: boolean): Recipient {
  const code = smtpCode(said)
  const status = enhancedStatus(said)
  const permanent =
    code === null && status === null ? lasting.test(said) : (code ?? status)?.[0] === '5'
  return {
    address,
    status: status ?? code,
    permanent: permanent && !delayed,
    reason: said.replace(/\s+/g, ' ').trim().slice(0, 500),
  }
}

function smtpCode(said: string): string | null {
  const answered = said.match(
    /(?:said:|talk to\s+me:|returned|error(?: was)?:?|reason:|response(?: from the remote server)? was:|code:|<<<|RCPT TO:<[^>]*>:|failed:)\s*['"(]*([45]\d\d)(?=[\s#-])/i,
  )
  return (
    (answered ?? said.match(/(?:^|[\s'"(:])([45]\d\d)[ -]#?(?:[45]\.\d|[<\p{L}])/u))?.[1] ?? null
  )
}

function enhancedStatus(said: string): string | null {
  return said.match(/(?<![\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.])/)?.[0] ?? null
}

function beforeQuotedMail(text: string): string {
  const at = text.search(quotedMail)
  // A report may begin with these words; then there is nothing before them.
  return at > 40 ? text.slice(0, at) : text
}

/** Addresses with what was said of each, from the surest form to the vaguest. */
function recipientsOf(report: string, own: Set<string>): Map<string, string> {
  const isOther = (address: string) =>
    !own.has(address) && !/^(?:postmaster|mailer-daemon|bounces?)[@+]/.test(address)
  const found = new Map<string, string>()
  const lines = report.split('\n')
  lines.forEach((line, i) => {
    const match = line.length < 600 ? ownLine.exec(line) : null
    const address = match?.[1] ? normalAddress(match[1]) : ''
    if (address === '' || !isOther(address) || found.has(address)) return
    found.set(address, [match?.[2] ?? match?.[3] ?? line, ...paragraph(lines, i + 1)].join('\n'))
  })
  if (found.size > 0) return found
  for (const pattern of [namedAddress, anyAddress]) {
    for (const match of report.matchAll(pattern)) {
      const address = normalAddress(match[1] ?? match[0])
      if (isOther(address) && found.size < 1) found.set(address, '')
    }
  }
  return found
}

/** The lines up to the next blank one, or to the next recipient. */
function paragraph(lines: string[], from: number): string[] {
  const rest: string[] = []
  for (let i = from; i < lines.length && i < from + 30; i++) {
    const line = lines[i] ?? ''
    if (line.trim() === '' || /^\s{0,3}<[^<>\s]+@[^<>\s]+>:/.test(line)) break
    rest.push(line)
  }
  return rest
}
