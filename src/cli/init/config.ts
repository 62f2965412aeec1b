import type { Secret } from '../../config/connection.ts'
import type { Answers } from './question.ts'
import { listOf } from './questions.ts'
import { serverAt } from './server-at.ts'

/** What a server is logged in to with. */
export type Proof = { password: Secret } | { oauth2: object }

/** What stands beside the answers and is asked of nobody. */
export interface Given {
  firstNumber: number
  /** Where they are given beside the servers. */
  imapPort: number | undefined
  smtpPort: number | undefined
}

/** How both servers are logged in to; undefined where the SMTP server asks for no login. */
export interface Proofs {
  imap: Proof
  smtp: Proof | undefined
}

/** The configuration file that the answers make: one mailbox, one department. */
export function configOf(answers: Answers, given: Given, proofs: Proofs): object {
  const imap = { port: given.imapPort, security: answers.imapSecurity }
  const smtp = { port: given.smtpPort, security: answers.smtpSecurity }
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
        imap: { ...serverAt(answers.imapHost, imap), user: answers.imapUser, ...proofs.imap },
        folder: answers.folder,
        start: answers.start,
        done: { action: 'seen' },
        poll: '1m',
      },
    ],
    smtp: {
      ...serverAt(answers.smtpHost, smtp),
      // A server that asks for no login is not offered one.
      ...(proofs.smtp && { user: answers.smtpUser, ...proofs.smtp }),
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
