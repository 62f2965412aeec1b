/**
 * Whether a server's refusal says that nobody is there: not that the mailbox is full or the mail or
 * its sender unwelcome, which may pass (RFC 3463 section 3). `status` is what a report gives beside
 * the words, an SMTP reply or an enhanced status. In doubt somebody is there.
 */
export function saysNobodyIsThere(words: string, status: string | null = null): boolean {
  const answer = /(?<![\d.])([245])\d\d(?=[\s-])/.exec(words)?.[1] ?? status?.[0]
  if (answer !== '5') return false
  const detail = ENHANCED.exec(words)?.[0] ?? ENHANCED.exec(status ?? '')?.[0] ?? ''
  if (['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10'].includes(detail)) return true
  return !UNWELCOME.test(words) && NOBODY.test(words)
}

const ENHANCED = /(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])/

const UNWELCOME =
  /\bsender|over ?quota|quota exceeded|\bfull\b|out of storage|spam|virus|policy|reputation|\bblock(?:ed|list)|blacklist|suspicious|unsolicited|not authori[sz]ed|try (?:again|later)/i

const NOBODY =
  /\b(?:user|recipient|addressee|mailbox|address|account|domain)\b.{0,80}?(?:\bunknown|\bnot found|\b(?:does not|doesn't|dosn't) exist|\binvalid|\bno longer|\bdisabled|\binactive)|\b(?:no such|unknown|invalid) (?:user|recipient|mailbox|address|account|person)\b|\bno mailbox (?:here|by that name)|recipient address rejected: access denied/i
