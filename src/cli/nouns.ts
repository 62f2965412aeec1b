import type { Command } from 'commander'
import type { Io } from './io.ts'

/** The file of a noun: adds the noun with its verbs to the program. */
export interface Group {
  register(program: Command, io: Io): void
}

/** Every noun in one sentence, in the order of the help, and the file that knows it. */
export const NOUNS: Record<string, { is: string; load: () => Promise<Group> }> = {
  init: {
    is: 'write a configuration file, asking for what it needs',
    load: () => import('./init.ts'),
  },
  doctor: {
    is: 'check everything, and send a mail to itself that has to arrive',
    load: () => import('./doctor.ts'),
  },
  run: { is: 'run the daemon', load: () => import('./run.ts') },
  poll: {
    is: 'look once into all mailboxes, send what waits, and end',
    load: () => import('./poll.ts'),
  },
  status: { is: 'print what is going on', load: () => import('./status.ts') },
  ticket: {
    is: 'list, show, answer, close and reopen tickets',
    load: () => import('./ticket.ts'),
  },
  report: {
    is: 'count what was promised to customers, and what was kept',
    load: () => import('./reports.ts'),
  },
  account: {
    is: 'make and show accounts and their support contacts',
    load: () => import('./account.ts'),
  },
  contact: {
    is: 'add, show, merge, export and erase people, and say who may do what',
    load: () => import('./contact.ts'),
  },
  department: {
    is: 'list the departments; say whether an account is entitled to one',
    load: () => import('./department.ts'),
  },
  deployment: {
    is: 'record what an account has, and until when it is covered',
    load: () => import('./deployment.ts'),
  },
  contract: {
    is: 'make, renew, import and show support contracts',
    load: () => import('./contract.ts'),
  },
  credit: {
    is: 'sell support credits, show and correct a balance',
    load: () => import('./credit.ts'),
  },
  directory: {
    is: 'take the users of phone systems, and say how their sync stands',
    load: () => import('./directory.ts'),
  },
  service: {
    is: 'activate add-on services, and give them to users',
    load: () => import('./service.ts'),
  },
  mail: {
    is: 'show what became of every mail; release, replay or discard one; block senders; compare with the server; import old mail',
    load: () => import('./mail.ts'),
  },
  outbox: {
    is: 'show, retry and cancel mails that leave; say which arrived; pause the sending',
    load: () => import('./outbox.ts'),
  },
  mailbox: {
    is: 'list, add, test, authorize and continue mailboxes',
    load: () => import('./mailbox.ts'),
  },
  parse: { is: 'print what mails say; needs no configuration', load: () => import('./parse.ts') },
  explain: {
    is: 'say what would happen to a mail, or why it happened',
    load: () => import('./explain.ts'),
  },
  ingest: { is: 'take a mail from a pipe', load: () => import('./ingest.ts') },
  template: { is: 'list and preview the words of the mails', load: () => import('./template.ts') },
  config: { is: 'show and describe the configuration', load: () => import('./config.ts') },
  completion: {
    is: 'print what makes a shell complete commands at TAB',
    load: () => import('./completion.ts'),
  },
  migrate: { is: 'bring the store up to date', load: () => import('./migrate.ts') },
  retention: {
    is: 'let go what is not kept for good, or only say what would go',
    load: () => import('./retention.ts'),
  },
  backup: {
    is: 'copy the store into one archive while the daemon runs; verify one',
    load: () => import('./backup.ts'),
  },
  restore: {
    is: 'make the store from a backup, where there is none',
    load: () => import('./restore.ts'),
  },
}
