import type { Fault } from './faults.ts'
import { oauth2Faults } from './oauth2-checks.ts'
import { isLoopback } from './values.ts'
import { at, word } from './written.ts'

/** What is wrong between the options of one IMAP or SMTP server; `path` is where it stands. */
export function serverFaults(path: string, server: unknown): Fault[] {
  return [
    ...securityFaults(path, server),
    ...loginFaults(path, server),
    ...oauth2Faults(`${path}.oauth2`, at(server, 'oauth2')),
  ]
}

/** Without encryption a password and everybody's mail would cross the network readable. */
function securityFaults(path: string, server: unknown): Fault[] {
  const host = word(at(server, 'host'))
  if (at(server, 'security') !== 'none' || at(server, 'allowInsecure') === true) return []
  if (host === undefined || isLoopback(host)) return []
  const text = `none is for this machine only, not for ${host}; use tls or starttls, or set allowInsecure`
  return [{ path: `${path}.security`, text }]
}

function loginFaults(path: string, server: unknown): Fault[] {
  const password = at(server, 'password') !== undefined
  const oauth2 = at(server, 'oauth2') !== undefined
  const user = at(server, 'user') !== undefined
  if (password && oauth2) {
    return [{ path: `${path}.oauth2`, text: 'cannot be given together with password' }]
  }
  if (user && !password && !oauth2) {
    return [{ path: `${path}.password`, text: 'is missing: a login needs password or oauth2' }]
  }
  if (!user && (password || oauth2) && path.endsWith('smtp')) {
    return [{ path: `${path}.user`, text: 'is missing: a login needs a user' }]
  }
  return []
}
