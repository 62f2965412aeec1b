import type { Secret } from '../../config/connection.ts'
import type { Ask } from '../io.ts'
import type { Proof, Proofs } from './config.ts'
import { type Flags, secretGiven } from './flags.ts'
import { oauth2Of, secretNeed } from './login.ts'
import type { Answers } from './question.ts'
import { askSecret } from './secret.ts'

/** The flags that nothing can stand in for where nobody can be asked. */
export function missingSecrets(flags: Flags, answers: Answers): string[] {
  const need = secretNeed(answers)
  const isThere = secretGiven(flags, need === 'none' ? 'imap' : 'client') !== undefined
  if (isThere || need === 'possible') return []
  return [need === 'none' ? '--imap-password-env' : '--oauth2-client-secret-env']
}

/** How both servers are logged in to, and the secrets of that, which reminders are made of. */
export async function gatherProofs(
  flags: Flags,
  answers: Answers,
  ask: Ask | undefined,
): Promise<{ proofs: Proofs; secrets: (Secret | undefined)[] }> {
  const clientSecret = await gatherClientSecret(flags, answers, ask)
  const oauth2 = oauth2Of(answers, clientSecret, await endpointsOf(answers))
  const imap = oauth2 ? { oauth2 } : { password: await gatherPassword(flags, ask) }
  const smtp = await gatherSmtp(flags, imap, ask)
  return { proofs: { imap, smtp }, secrets: [clientSecret, passwordIn(imap), passwordIn(smtp)] }
}

async function gatherClientSecret(
  flags: Flags,
  answers: Answers,
  ask: Ask | undefined,
): Promise<Secret | undefined> {
  const need = secretNeed(answers)
  const given = secretGiven(flags, 'client')
  if (need === 'none' || given !== undefined || !ask) return given
  const none = need === 'possible' ? { is: undefined, called: 'none' } : undefined
  return await askSecret(ask, 'Client secret', none)
}

async function gatherPassword(flags: Flags, ask: Ask | undefined): Promise<Secret> {
  return secretGiven(flags, 'imap') ?? (ask ? await askSecret(ask, 'IMAP password') : '')
}

/** The SMTP server is logged in to as the mailbox is, unless something else is said. */
async function gatherSmtp(
  flags: Flags,
  imap: Proof,
  ask: Ask | undefined,
): Promise<Proof | undefined> {
  if (flags.smtpLogin === false) return undefined
  const given = secretGiven(flags, 'smtp')
  if (given !== undefined) return { password: given }
  if ('oauth2' in imap || !ask) return imap
  return {
    password: await askSecret(ask, 'SMTP password', { is: imap.password, called: 'the same' }),
  }
}

function passwordIn(proof: Proof | undefined): Secret | undefined {
  return proof && 'password' in proof ? proof.password : undefined
}

/** What a provider that is in no table says of itself. */
export async function endpointsOf({ login, oauth2Issuer }: Answers): Promise<object> {
  if (login !== 'other' || oauth2Issuer === undefined) return {}
  const { discovered } = await import('../../credentials/oauth.ts')
  return await discovered(oauth2Issuer)
}
