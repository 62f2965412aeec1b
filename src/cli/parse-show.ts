import type { Address, Mail } from '../message/mail.ts'
import { showText } from './show.ts'

/** What a mail says, for people: who, what, and what was noticed; then its new text. */
export function mailLines(file: string, mail: Mail): string[] {
  const { automatic, bounce, defects, forwarded } = mail
  const notes = [
    automatic && `automatic   ${automatic.kind}: ${automatic.because}`,
    bounce && `bounce      ${bounce.kind}: ${bounce.recipients.map((r) => r.address).join(', ')}`,
    forwarded && `forwarded   ${showText(forwarded.subject ?? '')}`,
    defects.length > 0 && `defects     ${defects.join(' ')}`,
  ].filter((line) => typeof line === 'string')
  return [
    file,
    `from        ${mail.from ? person(mail.from) : '-'}`,
    `to          ${mail.to.map(person).join(', ') || '-'}`,
    ...(mail.cc.length > 0 ? [`cc          ${mail.cc.map(person).join(', ')}`] : []),
    `date        ${mail.date ?? '-'}`,
    `subject     ${showText(mail.subject)}`,
    `message-id  ${showText(mail.messageId ?? '-')}`,
    ...mail.attachments.map((a) => `attachment  ${showText(a.name)}, ${a.type}, ${a.size} bytes`),
    ...notes,
    '',
    ...showText(mail.reply.trim())
      .split('\n')
      .map((line) => `  ${line}`.trimEnd()),
  ]
}

function person({ name, address }: Address): string {
  return showText(name === '' ? address : `${name} <${address}>`)
}
