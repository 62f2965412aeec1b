/**
 * Whether a refusal says that nobody is there, and not that the mailbox is full or the mail unwelcome
 * (RFC 3463 section 3.2). The server's words count only where it gives no status of its own.
 */
export function saysNobodyIsThere(words: string): boolean {
  const [, code, status] = /^(5\d\d)[ -](5\.\d{1,3}\.\d{1,3})?/.exec(words) ?? []
  if (code === undefined) return false
  if (status !== undefined && status !== '5.0.0' && status !== '5.1.0') {
    return ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10'].includes(status)
  }
  return ['550', '551', '553', '554'].includes(code) && NOBODY.test(words)
}

const NOBODY =
  /\b(user|recipient|mailbox|address|account)\b.{0,80}\b(unknown|not found|(does not|doesn't) exist|invalid|no longer)\b|\b(no such|unknown|invalid) (user|recipient|mailbox|address|account|person)\b|\bno mailbox here\b/i
