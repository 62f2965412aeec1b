import { signInName, signInsOf, type UsedSignIn } from '../../credentials/sign-in.ts'
import type { Writer } from '../../store/database.ts'
import { findSignIn, noteTold } from '../../store/sign-ins.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tellApart } from '../tell-apart.ts'

/**
 * Tells the administrators, once each, of sign-ins that a provider has refused, by a
 * mailbox that can send without them. Gives how many mails that made; asks nothing where
 * all log in by passwords.
 */
export async function tellOfRefusedSignIns(desk: Desk, holder: Holder): Promise<number> {
  let told = 0
  for (const signIn of signInsOf(desk.config)) {
    const state = await findSignIn(desk.store.read, signIn.key)
    if (!state?.refusedAt || state.toldAt !== null) continue
    const because = state.refusal ?? ''
    told += await holder.transact(async (writer) => {
      await noteTold(writer, signIn.key, instant(desk.now()))
      return await tellOf(desk, writer, signIn, because)
    })
  }
  return told
}

async function tellOf(
  desk: Desk,
  writer: Writer,
  signIn: UsedSignIn,
  because: string,
): Promise<number> {
  const mailbox = await wayOut(desk, writer, signIn)
  if (mailbox === null) {
    // The log and the health page have it already.
    desk.log.error({ signIn: signInName(signIn) }, 'no other mailbox can tell the administrators')
    return 0
  }
  const told = await tellApart(desk, writer, {
    happening: 'sign-in-refused',
    mailbox,
    more: { signIn: { ...signIn, name: signInName(signIn), because } },
  })
  return told.length
}

/**
 * A mailbox whose mail leaves without a refused sign-in: the one concerned, if
 * that is so, or another.
 */
async function wayOut(desk: Desk, writer: Writer, signIn: UsedSignIn): Promise<string | null> {
  const blocked = new Set<string>()
  for (const { key, sends } of signInsOf(desk.config)) {
    const state = await findSignIn(writer, key)
    if (state?.refusedAt) for (const name of sends) blocked.add(name)
  }
  const own = signIn.reads.find((name) => !blocked.has(name))
  return own ?? desk.config.mailboxes.find(({ name }) => !blocked.has(name))?.name ?? null
}
