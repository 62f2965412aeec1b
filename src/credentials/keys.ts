import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { codeOf, Failure, sentence } from '../errors.ts'
import { openSealed, sealed } from './seal.ts'

/** What a key is used for; each use has a key of its own, derived by HKDF (RFC 5869). */
export type KeyUse = 'message-id' | 'tag' | 'code' | 'token' | 'sign-in' | 'fingerprint'

export interface Keys {
  /** HMAC-SHA256 over `data`, cut to 12 hex digits: long random runs look like spam. */
  sign(use: KeyUse, data: string): string
  /** True when any key of the file, the present or an older one, made this signature. */
  verify(use: KeyUse, data: string, signature: string): boolean
  /** A secret as the store may keep it; it opens with the same use and `about` only. */
  seal(use: KeyUse, about: string, secret: string): string
  /** The secret; null when no key of the file sealed this text about this. */
  open(use: KeyUse, about: string, text: string): string | null
}

/**
 * Reads the key file, and makes it (mode 0600) when there is none. One key a line in hex: the first
 * signs, all are accepted. Throws Failure `key-file`, also when there is none and none may be made:
 * a desk that has sent mail would not know it again.
 */
export function openKeys(file: string, { mayMake = true }: { mayMake?: boolean } = {}): Keys {
  const keys = readKeys(file) ?? (mayMake ? makeKeys(file) : missing(file))
  const derived = new Map<string, Buffer[]>()
  const keysFor = (use: KeyUse): Buffer[] => {
    let found = derived.get(use)
    if (!found) {
      found = keys.map((key) => Buffer.from(hkdfSync('sha256', key, '', `ticketd ${use}`, 32)))
      derived.set(use, found)
    }
    return found
  }
  const sign = (key: Buffer, data: string) =>
    createHmac('sha256', key).update(data).digest('hex').slice(0, 12)
  return {
    sign: (use, data) => sign(keysFor(use)[0] as Buffer, data),
    verify: (use, data, signature) =>
      keysFor(use).some((key) => {
        const expected = Buffer.from(sign(key, data))
        const given = Buffer.from(signature.toLowerCase())
        return expected.length === given.length && timingSafeEqual(expected, given)
      }),
    seal: (use, about, secret) => sealed(keysFor(use)[0] as Buffer, about, secret),
    open(use, about, text) {
      for (const key of keysFor(use)) {
        const secret = openSealed(key, about, text)
        if (secret !== null) return secret
      }
      return null
    },
  }
}

function missing(file: string): never {
  throw new Failure(
    'key-file',
    `The key file ${file} is missing, and without it no mail sent before is known again.`,
    {
      advice:
        'Restore it, or correct store.key. If it is lost for good, `ticketd doctor --accept-key` makes a new one.',
    },
  )
}

function readKeys(file: string): Buffer[] | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new Failure('key-file', `The key file cannot be read: ${sentence(error)}.`, {
      advice: 'Give this user the right to read it.',
    })
  }
  const lines = text.split(/\s+/).filter(Boolean)
  if (lines.length === 0 || lines.some((line) => !/^[0-9a-f]{64}$/.test(line))) {
    throw new Failure('key-file', `The key file ${file} is damaged.`, {
      advice: 'Restore it: without it no mail sent before is known again.',
    })
  }
  return lines.map((line) => Buffer.from(line, 'hex'))
}

/**
 * Two programs may start at once: the key is whole before it gets its name, and the first one wins.
 */
function makeKeys(file: string): Buffer[] {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
    linkSync(draft, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw new Failure('key-file', `The key file cannot be made: ${sentence(error)}.`, {
        advice: 'Give this user the right to write its folder.',
      })
    }
  } finally {
    rmSync(draft, { force: true })
  }
  const keys = readKeys(file)
  if (!keys) throw new Failure('key-file', `The key file ${file} vanished while it was made.`)
  return keys
}
