import type { Secret } from '../../config/connection.ts'
import { type Answers, listOf } from './questions.ts'

/** What stands beside the answers and is asked of nobody. */
export interface Given {
  firstNumber: number
  imap: { password: Secret; port?: number | undefined; security?: string | undefined }
  smtp: { password: Secret | undefined; port?: number | undefined; security?: string | undefined }
}

/** The configuration file that the answers make: one mailbox, one department. */
export function configOf(answers: Answers, given: Given): object {
  return {
    desk: {
      name: answers.name,
      tag: answers.tag,
      locale: answers.locale,
      timeZone: answers.timeZone,
      administrators: listOf(answers.administrators ?? ''),
      unknownSenders: answers.unknownSenders,
      firstNumber: given.firstNumber,
    },
    store: { url: 'sqlite:data/ticketd.db', files: 'data/files' },
    mailboxes: [
      {
        name: 'support',
        address: answers.address,
        department: 'support',
        imap: {
          host: answers.imapHost,
          ...given.imap,
          user: answers.imapUser,
        },
        folder: answers.folder,
        start: answers.start,
        done: { action: 'seen' },
        poll: '1m',
      },
    ],
    smtp: {
      host: answers.smtpHost,
      ...given.smtp,
      // A server that asks for no login is not offered one.
      user: given.smtp.password === undefined ? undefined : answers.smtpUser,
    },
    departments: [
      {
        name: 'support',
        title: { en: 'Support', es: 'Soporte' },
        agents: listOf(answers.agents ?? ''),
      },
    ],
  }
}
