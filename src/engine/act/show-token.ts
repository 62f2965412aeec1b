import type { Account } from '../../account/account.ts'
import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { findContactByAddress, listContacts, listMemberships } from '../../store/contacts.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { findToken } from '../../store/tokens.ts'
import type { Person } from '../../ticket/ticket.ts'
import { type Desk, instant } from '../desk.ts'
import { tellDecisionMaker } from '../tell-decision-maker.ts'
import { accountOf } from './account-of.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { makeCode, tryCode } from './codes.ts'
import { giveToken, sealedFor } from './token.ts'

/**
 * Mails a code to a Decision Maker who wants to see the token of the account; gives until when it
 * is good. Throws Failure `not-allowed` for anybody else, the operator included.
 */
export async function mailTokenCode(
  desk: Desk,
  accountId: string,
  as: string | null,
): Promise<{ address: string; validUntil: string }> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const person = await deciderOf(writer, account, as)
    const { address } = person
    const { codeValid } = desk.config.registration
    const validUntil = instant(desk.now() + codeValid)
    const code = await makeCode(desk, writer, keyOf(account, address), validUntil)
    await tellDecisionMaker(desk, writer, 'one-time-code', person, {
      more: {
        code: { code, accountId: account.accountId, minutes: Math.ceil(codeValid / 60_000) },
        locale: account.locale,
      },
    })
    return { address, validUntil }
  })
}

/**
 * The token, for the Decision Maker who gives the mailed code back. Throws Failure `wrong-code`.
 */
export async function showToken(
  desk: Desk,
  accountId: string,
  as: string | null,
  code: string,
): Promise<string> {
  const done = await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const { address } = await deciderOf(writer, account, as)
    const tried = await tryCode(desk, writer, keyOf(account, address), code)
    if ('because' in tried) return tried
    const at = instant(desk.now())
    const event = { at, accountId: account.id, actor: address }
    await addEvent(writer, { ...event, kind: 'token-shown' })
    return { token: await tokenOf(desk, writer, account) }
  })
  // Thrown after the transaction: the try is counted.
  if ('because' in done) {
    throw new Failure('wrong-code', done.because, { advice: 'Ask for a new one without --code.' })
  }
  return done.token
}

/** Gives the account another token, and tells its Decision Makers. Gives whom. */
export async function rotateToken(
  desk: Desk,
  accountId: string,
  as: string | null,
): Promise<string[]> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insistOnDesk(`rotate the token of ${accountId}`, desk.config, actor)
    const at = instant(desk.now())
    await giveToken(desk, writer, account.id)
    const event = { at, accountId: account.id, actor: actor.name }
    await addEvent(writer, { ...event, kind: 'token-rotated' })
    const deciders = await decidersOf(writer, account)
    for (const person of deciders) {
      const { company } = account
      const registered = { accountId: account.accountId, company, address: '', released: 0 }
      const more = { registered, locale: account.locale }
      await tellDecisionMaker(desk, writer, 'token-rotated', person, { more })
    }
    return deciders.map(({ address }) => address)
  })
}

/** The token of an account; one of an account from before there were tokens is made now. */
async function tokenOf(desk: Desk, writer: Writer, { id }: Account): Promise<string> {
  const kept = await findToken(writer, id)
  if (!kept) return await giveToken(desk, writer, id)
  const token = desk.keys.open('token', sealedFor(id), kept.sealed)
  if (token !== null) return token
  throw new Failure('token', 'The token cannot be read: it was sealed with another key.', {
    advice: 'Restore the key file, or rotate the token.',
  })
}

async function deciderOf(reader: Reader, account: Account, as: string | null): Promise<Person> {
  const address = as === null ? '' : normalAddress(as)
  const contact = address === '' ? undefined : await findContactByAddress(reader, address)
  const roles = contact?.active
    ? (await listMemberships(reader, contact.id)).find((one) => one.account.id === account.id)
        ?.roles
    : undefined
  if (contact && roles?.includes('decision-maker') && account.state === 'active') {
    return { name: contact.name, address }
  }
  throw new Failure(
    'not-allowed',
    `${address || 'The operator'} may not see the token of ${account.accountId}.`,
    { advice: 'A Decision Maker of an active account may: --as ADDRESS.' },
  )
}

async function decidersOf(reader: Reader, account: Account): Promise<Person[]> {
  const people = await listContacts(reader, account.id)
  return people.filter((one) => one.active && one.roles.includes('decision-maker'))
}

function keyOf({ id }: Account, address: string) {
  return { accountId: id, purpose: 'token', address } as const
}
