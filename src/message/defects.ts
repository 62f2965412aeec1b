import type { Headers } from './headers.ts'
import type { Mail } from './mail.ts'

/** What is wrong with a mail's head, one sentence each. */
export function envelopeDefects(
  headers: Headers,
  head: Pick<Mail, 'from' | 'fromCount' | 'messageId' | 'date'>,
): string[] {
  const has = (name: string) => headers.has(name)
  return [
    !has('from') && 'There is no From.',
    has('from') && !head.from && 'From holds no address.',
    head.fromCount > 1 && `There are ${head.fromCount} From addresses.`,
    !has('message-id') && 'There is no Message-ID.',
    has('message-id') && !head.messageId && 'The Message-ID is empty.',
    !has('date') && 'There is no Date.',
    has('date') && !head.date && 'The Date cannot be read.',
    repeated(headers, 'subject') && 'There are several Subjects; the first counts.',
    repeated(headers, 'message-id') && 'There are several Message-IDs; the first counts.',
    repeated(headers, 'date') && 'There are several Dates; the first counts.',
  ].filter((defect) => defect !== false)
}

function repeated(headers: Headers, name: string): boolean {
  return (headers.get(name)?.length ?? 0) > 1
}
