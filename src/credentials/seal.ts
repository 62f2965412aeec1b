import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** NIST SP 800-38D: a nonce of 96 bits, drawn anew each time, and a tag of 128 bits. */
const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/**
 * Encrypts a secret with AES-256-GCM: nonce, tag and ciphertext in base64. `about` is bound to it,
 * so that what was sealed for one row of the store does not open in another.
 */
export function sealed(key: Buffer, about: string, secret: string): string {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')
}

/** The secret; null for another key, another `about`, or a text that was changed. */
export function openSealed(key: Buffer, about: string, written: string): string | null {
  const bytes = Buffer.from(written, 'base64')
  if (bytes.length < NONCE + TAG) return null
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
  try {
    return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}
