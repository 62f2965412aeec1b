import type { Command } from 'commander'
import type { TokenFor } from '../credentials/token-for.ts'
import type { Io } from './io.ts'
import { withDesk } from './open.ts'

/** Tokens from the store, which is opened only where a server wants one. */
export function tokensOf(command: Command, io: Io): TokenFor {
  return async (login, rejected) => {
    const { createTokens } = await import('../credentials/tokens.ts')
    return await withDesk(command, io, (desk) => createTokens(desk).tokenFor(login, rejected))
  }
}
