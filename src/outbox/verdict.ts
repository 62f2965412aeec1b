/** What of a mail the SMTP server was being told when it went wrong. */
export type Stage = 'sender' | 'recipient' | 'content'

/** What went wrong, in SMTP's terms. */
export interface Trouble {
  stage: Stage
  /** Reply code of the server (RFC 5321 section 4.2); null when the connection failed instead. */
  code: number | null
  /** The server's reply or the fault of the connection, one line. */
  words: string
  /** Whether the end of the text had left us: from then on the server may have the mail. */
  endWritten: boolean
}

export type Verdict = { words: string } & (
  | { kind: 'temporary' }
  | { kind: 'failed' }
  /** Nothing about this mail: the account cannot send now, and every mail of it waits. */
  | { kind: 'account' }
  /** Nobody can say whether the server has it. */
  | { kind: 'uncertain' }
)

/**
 * What a trouble means for the mail at hand. Ordered questions; the first that is answered with yes
 * decides.
 */
export function verdictOn(trouble: Trouble): Verdict {
  const { words } = trouble
  if (trouble.code === null && trouble.endWritten) return { kind: 'uncertain', words }
  if (!isPermanent(trouble)) return { kind: 'temporary', words }
  if (isAboutSize(trouble)) return { kind: 'failed', words }
  if (isAboutSender(trouble)) return { kind: 'account', words }
  return { kind: 'failed', words }
}

/** 503 is about the state of the session: the same mail may pass on a new connection. */
function isPermanent({ code }: Trouble): boolean {
  return code !== null && code >= 500 && code < 600 && code !== 503
}

/**
 * RFC 3463: 5.2.3 and 5.3.4 say that the mail is too big, also in answer to MAIL
 * FROM with its SIZE.
 */
function isAboutSize({ stage, code, words }: Trouble): boolean {
  return (stage === 'sender' && code === 552) || /^\d{3}[ -]5\.(2\.3|3\.4)\b/.test(words)
}

/**
 * True when the server refuses us and not this mail: whatever it answers to MAIL FROM;
 * login demanded (RFC 4954 section 6); and what servers say about the sender only in answer
 * to RCPT or the text.
 */
function isAboutSender({ stage, code, words }: Trouble): boolean {
  if (stage === 'sender') return true
  if (code !== null && [530, 534, 535, 538].includes(code)) return true
  return SENDER_REFUSED.some((pattern) => pattern.test(words))
}

const SENDER_REFUSED = [
  // RFC 3463 and the IANA registry: bad sender address, sender limits, Exchange's send-as refusals.
  /^\d{3}[ -]5\.(1\.[78]|4\.5|7\.(60|57|64|509|708|750))\b/,
  /sender (address |domain )?(is )?(rejected|denied|not allowed|blocked)/i,
  /not (allowed|permitted|authori[sz]ed) to send (as|from|mail)/i,
  /send ?as ?denied|permissions? to send as/i,
  /not owned by user/i,
  /client host .{0,200}(blocked|rejected)/i,
  /authentication (is )?required/i,
  /(sending|sender) (limit|quota|rate).{0,20} exceeded/i,
]
