import type { Config } from '../../config/schema.ts'
import { openStoreOf } from '../open.ts'
import { type ReadSignIn, readSignIns } from '../sign-in-state.ts'
import type { Finding } from './finding.ts'

/**
 * How each sign-in by OAuth 2.0 stands, and the mailboxes that cannot read or send because of it.
 */
export interface SignInsChecked {
  findings: Finding[]
  cannotRead: Set<string>
  cannotSend: Set<string>
}

/** Nothing where passwords log in. */
export async function checkSignIns(config: Config): Promise<SignInsChecked> {
  const store = await openStoreOf(config)
  try {
    const all = await readSignIns(store.read, config)
    const broken = all.filter(({ state }) => state !== 'good')
    return {
      findings: all.map(findingOf),
      cannotRead: new Set(broken.flatMap(({ reads }) => reads)),
      cannotSend: new Set(broken.flatMap(({ sends }) => sends)),
    }
  } finally {
    await store.close()
  }
}

function findingOf({ name, state, because, at, reads, sends }: ReadSignIn): Finding {
  const mailbox = reads[0] ?? sends[0]
  const check = `sign-in ${mailbox}`
  if (state === 'good') {
    const since = at === null ? 'signs in by itself' : `was authorized on ${at.slice(0, 10)}`
    return { check, status: 'ok', says: `${name} ${since}.` }
  }
  const says = state === 'missing' ? `Nobody has authorized ${name} yet.` : `${because}.`
  return { check, status: 'fail', says, advice: `\`ticketd mailbox authorize ${mailbox}\`` }
}
