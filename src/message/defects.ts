import { type Head, longestSubject } from './head.ts'
import { type Headers, longestHeader } from './headers.ts'

/** What is wrong with a mail's head, one sentence each. */
export function envelopeDefects(headers: Headers, head: Head): string[] {
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
    head.subject.length >= longestSubject && 'The subject is longer than what is shown of it.',
    ...floods(headers, head),
  ].filter((defect) => defect !== false)
}

function repeated(headers: Headers, name: string): boolean {
  return (headers.get(name)?.length ?? 0) > 1
}

/** More than any honest mail has; it is read all the same, as far as it says. */
const manyRecipients = 1000
const manyFields = 2000

function floods(headers: Headers, head: Head): (string | false)[] {
  const recipients = head.to.length + head.cc.length
  const values = [...headers.values()]
  const fields = values.reduce((sum, { length }) => sum + length, 0)
  // A cut value may have lost the blank in front of it.
  const isCut = values.some((all) => all.some(({ length }) => length >= longestHeader - 1))
  return [
    recipients > manyRecipients && `There are ${recipients} recipients.`,
    fields > manyFields && `The head has ${fields} fields.`,
    isCut && 'A field of the head is longer than what is read of it.',
  ]
}
