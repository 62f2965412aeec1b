import type { Account } from '../account/account.ts'
import { isAuthorised } from '../account/roles.ts'
import type { Sender } from './facts.ts'

/** For which account somebody writes, and as what. */
export interface Speaker {
  account: Account
  as: 'contact' | 'support contact' | 'other user'
  /** Decision Maker, Phone Manager or authorised contact of the account, or one who supports it. */
  authorised: boolean
}

/** Every account that somebody may write for; the one of their contact record comes first. */
export function speakersOf(sender: Sender): Speaker[] {
  const { contact, memberships, supports, domainOf } = sender
  const home = (m: { account: Account }) => (m.account.id === contact?.accountId ? 0 : 1)
  const own = contact?.active ? [...memberships].sort((a, b) => home(a) - home(b)) : []
  const all: Speaker[] = [
    ...own.map(({ account, roles }): Speaker => {
      return { account, as: 'contact', authorised: isAuthorised(roles) }
    }),
    ...supports.map(({ account }): Speaker => {
      return { account, as: 'support contact', authorised: true }
    }),
  ]
  if (all.length === 0 && contact === null && domainOf !== null) {
    all.push({ account: domainOf, as: 'other user', authorised: false })
  }
  return all.filter(({ account }) => account.state === 'active')
}

/**
 * The account that a mail is about: the one that it names, else that of the writer's
 * contact record, else the only one. `named`: an Account ID that the writer wrote;
 * another's is not believed.
 */
export function speakerFor(sender: Sender, named: string | null): Speaker | 'several' | null {
  const all = speakersOf(sender)
  // Who is both supports it: that opens more.
  const meant = all.filter(({ account }) => account.accountId === named?.toUpperCase())
  const chosen = meant.find((one) => one.authorised) ?? meant[0]
  if (chosen) return chosen
  const [first, second] = all
  if (first === undefined) return null
  return first.as === 'support contact' && second !== undefined ? 'several' : first
}
