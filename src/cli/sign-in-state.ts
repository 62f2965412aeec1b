import type { Config } from '../config/schema.ts'
import { signInName, signInsOf } from '../credentials/sign-in.ts'
import { standing } from '../credentials/tokens.ts'
import type { Reader } from '../store/database.ts'

/** How every sign-in by OAuth 2.0 stands, as `status` prints it; empty where there is none. */
export async function readSignIns(reader: Reader, config: Config) {
  return await Promise.all(
    signInsOf(config).map(async (signIn) => ({
      name: signInName(signIn),
      reads: signIn.reads,
      sends: signIn.sends,
      ...(await standing(reader, signIn)),
    })),
  )
}

export type ReadSignIn = Awaited<ReturnType<typeof readSignIns>>[number]

/** A line for each that stands still until a person authorizes it. */
export function refusals(signIns: readonly ReadSignIn[]): string[] {
  return signIns
    .filter(({ state }) => state !== 'good')
    .map(({ name, state, because, reads, sends }) => {
      const why = state === 'missing' ? `${name} was never authorized` : because
      return `${why}: ticketd mailbox authorize ${reads[0] ?? sends[0]}`
    })
}
