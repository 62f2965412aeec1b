import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../errors.ts'

/**
 * Refuses root where the store is another user's, or would be made in a folder of theirs: files
 * that root makes there could be read by no daemon of theirs, and would be missed in silence. Any
 * other user is stopped by the files themselves. Throws Failure `other-user`.
 */
export function refuseRoot(store: string, user = process.geteuid?.()): void {
  if (user !== 0) return
  const place = nearest(store)
  const { uid } = statSync(place)
  if (uid === 0) return
  const name = nameOf(uid)
  throw new Failure(
    'other-user',
    `${place} belongs to ${name ?? `user ${uid}`}, and you are root.`,
    {
      advice: `Run it as them: \`sudo -u ${name ?? `'#${uid}'`} ticketd …\`.`,
    },
  )
}

/** The file, or the folder above it that is there. */
function nearest(file: string): string {
  return existsSync(file) ? file : nearest(path.dirname(file))
}

/** The name of a user of this machine; undefined for one that only a directory knows. */
function nameOf(uid: number): string | undefined {
  const users = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  return users.map((line) => line.split(':')).find(([, , id]) => id === String(uid))?.[0]
}
