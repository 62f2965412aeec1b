import type { Config } from '../config/schema.ts'
import type { Writer } from '../store/database.ts'
import { setMeta } from '../store/meta.ts'
import type { Desk } from './desk.ts'

/** Under this and a number: a ticket that an import wrote into, which may have ended long ago. */
export const IMPORTED = 'imported/'

/**
 * The desk as of the day when an imported mail was written: tickets and entries bear its
 * date, and nobody is told.
 */
export function deskOf(desk: Desk, writtenAt: number): Desk {
  return { ...desk, config: asOfOld(desk.config), tellsNobody: true, now: () => writtenAt }
}

/**
 * What an archive holds was answered from the address of the mailbox too, and nothing that proves a
 * sender today proves one of then: its operator vouches for it.
 */
function asOfOld(config: Config): Config {
  const own = (department: string) =>
    config.mailboxes.filter((one) => one.department === department).map((one) => one.address)
  return {
    ...config,
    desk: { ...config.desk, senderCheck: 'trust', staffByFromAlone: true },
    departments: config.departments.map((department) => ({
      ...department,
      agents: [...department.agents, ...own(department.name)],
    })),
  }
}

/** For `closeImported`: the next mail of the import may belong to the ticket, too. */
export async function noteImported(writer: Writer, ticket: number): Promise<void> {
  await setMeta(writer, `${IMPORTED}${ticket}`, true)
}
