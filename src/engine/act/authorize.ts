import { mailboxNamed } from '../../config/mailbox-named.ts'
import type { Tokens } from '../../credentials/oauth.ts'
import { signInName, signInsOf, type UsedSignIn } from '../../credentials/sign-in.ts'
import { authorizedTokens, standing } from '../../credentials/tokens.ts'
import { Failure } from '../../errors.ts'
import { addEvent } from '../../store/events.ts'
import { putTokens } from '../../store/sign-ins.ts'
import { type Desk, instant } from '../desk.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'

/**
 * What has to be authorized for a mailbox to be read and to send: the sign-ins that do not work, or
 * all of them where all do. Throws Failure `no-mailbox`, `no-oauth2` or `not-allowed`.
 */
export async function toAuthorize(
  { config, store }: Desk,
  name: string,
  as: string | null,
): Promise<UsedSignIn[]> {
  const actor = await actorOf(store.read, config, as)
  insistOnDesk('authorize mailboxes', config, actor)
  mailboxNamed(name, config.mailboxes)
  const own = signInsOf(config).filter(({ reads, sends }) => [...reads, ...sends].includes(name))
  if (own.length === 0) {
    throw new Failure('no-oauth2', `The mailbox ${name} logs in by a password.`, {
      advice: 'Give imap.oauth2 in place of imap.password to change that.',
    })
  }
  const states = await Promise.all(own.map((signIn) => standing(store.read, signIn)))
  const broken = own.filter((_, i) => states[i]?.state !== 'good')
  return broken.length > 0 ? broken : own
}

/**
 * Keeps the tokens that a provider has just given: a daemon goes on by itself. Throws Failure
 * `oauth-refused` when they would not last.
 */
export async function keepAuthorization(
  desk: Desk,
  signIn: UsedSignIn,
  tokens: Tokens,
  as: string | null,
): Promise<void> {
  const { config, keys, store } = desk
  const name = signInName(signIn)
  if (signIn.user !== null && tokens.refresh === null) {
    throw new Failure('oauth-refused', `${name} was given no refresh token.`, {
      advice: 'Let the application ask for offline access, and see oauth2.scopes.',
    })
  }
  await store.transact(async (writer) => {
    const actor = await actorOf(writer, config, as)
    await putTokens(writer, signIn.key, authorizedTokens(keys, signIn, tokens, desk.now()))
    const data = { signIn: name, reads: signIn.reads, sends: signIn.sends }
    const at = instant(desk.now())
    await addEvent(writer, { at, actor: actor.name, kind: 'sign-in-authorized', data })
  })
}
