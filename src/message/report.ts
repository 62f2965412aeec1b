import type { Mail } from './mail.ts'

/** What `parse --json` prints for one mail: the shape is fixed, so that scripts can rely on it. */
export function parseReport(file: string, mail: Mail): object {
  return {
    file,
    messageId: mail.messageId,
    subject: mail.subject,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    date: mail.date,
    text: mail.text,
    reply: mail.reply,
    folds: mail.folds,
    forwarded: forwardedReport(mail),
    attachments: mail.attachments.map(({ index: _, ...attachment }) => attachment),
    automatic: mail.automatic,
    bounce: mail.bounce && { kind: mail.bounce.kind, recipients: mail.bounce.recipients },
    defects: mail.defects,
  }
}

function forwardedReport({ forwarded }: Mail) {
  if (!forwarded) return null
  const { from, subject, date } = forwarded
  return { from, subject, date }
}
